"""Words of organisations that one language writes as several: ngân hàng, bank; войсковая часть, military unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from resolver.match.align import Like
from resolver.match.side import Side
from resolver.names import Run, Token, same_word
from resolver.tokens import Likeness, likeness, rarity


def with_phrases(query: Side, name: Side, like: Like) -> tuple[Side, Side, Like]:
    """Both names with such phrases as one word each where the other says the same in another way; and how alike their
    words are then."""
    if not (query.phrases or name.phrases):
        return query, name, like
    met = list(_met(query, name))
    if not met:
        return query, name, like
    (query, mine), (name, theirs) = _joined(query, [run for run, _ in met]), _joined(name, [run for _, run in met])
    return query, name, _like(query, name, mine, theirs, like)


def _met(query: Side, name: Side) -> Iterator[tuple[Run, Run]]:
    """The runs that say the same, of which one at least is a phrase, each word once, the longest first."""
    both = [(mine, theirs) for mine in query.phrases for theirs in (*name.phrases, *_words(name))]
    both += [(mine, theirs) for mine in _words(query) for theirs in name.phrases]
    taken: tuple[set[int], set[int]] = (set(), set())
    for pair in sorted(both, key=_length, reverse=True):
        keys = [run.word.key for run in pair]
        places = [set(range(run.start, run.end)) for run in pair]
        if all(map(set.isdisjoint, taken, places)) and keys[0] != keys[1] and same_word(*keys):
            for some, more in zip(taken, places, strict=True):
                some |= more
            yield pair


def _length(pair: tuple[Run, Run]) -> int:
    return sum(run.end - run.start for run in pair)


def _words(side: Side) -> list[Run]:
    return [Run(at, at + 1, (side.tokens[at],)) for at in side.named]


def _joined(side: Side, runs: list[Run]) -> tuple[Side, list[int]]:
    """The name with each of the runs as one word, and the place in the name as it was of each word; -1 if it is new."""
    tokens: list[Token] = []
    places: list[int] = []
    at = 0
    starts = {run.start: run for run in runs if run.end > run.start + 1}
    while at < len(side.tokens):
        run = starts.get(at)
        tokens.append(Token(" ".join(part.text for part in run.parts), run.word.key) if run else side.tokens[at])
        places.append(-1 if run else at)
        at = run.end if run else at + 1
    rarities = tuple(
        rarity(token.text) if place < 0 else side.rarities[place] for token, place in zip(tokens, places, strict=True)
    )
    return replace(side, tokens=tuple(tokens), rarities=rarities), places


def _like(query: Side, name: Side, mine: list[int], theirs: list[int], like: Like) -> Like:
    new = {
        (i, j): likeness(query.tokens[i], name.tokens[j])
        for i, before in enumerate(mine)
        for j, other in enumerate(theirs)
        if min(before, other) < 0 and same_word(query.tokens[i].key, name.tokens[j].key)
    }

    def joined(i: int, j: int) -> Likeness | None:
        return like(mine[i], theirs[j]) if min(mine[i], theirs[j]) >= 0 else new.get((i, j))

    return joined
