"""Two words of a query as one, or one as two, where the names of an index may have it so."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.index.search import Searcher
from resolver.names import ParsedName, Token, characters_apart, syllables_together, written_apart, written_together
from resolver.tokens import spelled_alike

_AS_ONE = 0.7
"""What the letters of two words as one, and of the word that they may be, have in common at least."""
_NEAR = 24
"""Words of the vocabulary that two words as one may be."""


def further_readings(
    searcher: Searcher, name: ParsedName, *, promising: bool
) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    """A name with two of its words as one, or one as two, in each way that the index knows, and the words of the
    vocabulary of which a name that it may be has one of each list. Latin letters are asked for characters; Arabic
    letters and characters, for what is written together or apart elsewhere, only where the name as it stands finds
    nothing `promising`."""
    for word, query in syllables_together(name):
        read = searcher.written(word).tolist()
        if read:
            yield query, [read]
    if not promising:
        yield from _written_together(searcher, name)
        yield from _written_apart(searcher, name)
        for characters, query in characters_apart(name):
            first, *others = (searcher.read(character).tolist() for character in characters)
            if first and all(others):
                yield query, [first]


def _written_together(searcher: Searcher, name: ParsedName) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    ways = list(written_together(name))
    for (_, query), alike in zip(ways, _alike(searcher, [word for word, _ in ways]), strict=True):
        if alike:
            yield query, [alike]


def _written_apart(searcher: Searcher, name: ParsedName) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    """Only with names that have all words: many names are made of two (محمدرضا), of which others bear one."""
    ways = list(written_apart(name))
    words = list(dict.fromkeys(token for query in ways for token in query.tokens if token.role == "name"))
    found = dict(zip(words, _alike(searcher, words), strict=True))
    for query in ways:
        alike = [found[token] for token in query.tokens if token.role == "name"]
        if all(alike):
            yield query, alike


def _alike(searcher: Searcher, words: list[Token]) -> list[list[int]]:
    """The words of the vocabulary that each of several words may be."""
    index = searcher.index
    near = index.similar_tokens(words, _NEAR) if words else []
    return [
        [n for n in some.tolist() if spelled_alike(word, index.spellings_of(n)) >= _AS_ONE]
        for word, some in zip(words, near, strict=True)
    ]
