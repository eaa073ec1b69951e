"""Stretches of running text that may name an entity of the lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from resolver.annotate.document import Document
from resolver.annotate.lexicon import key_of, lacking_one
from resolver.annotate.listed import Listed
from resolver.annotate.senses import Sense
from resolver.annotate.unsegmented import squeeze
from resolver.annotate.words import is_common, is_small, unsegmented_runs
from resolver.model import Reason
from resolver.names import patronymic
from resolver.names.words import words as name_words
from resolver.text import script_of

_LEAST_TITLED_ACRONYM = 4
_WORDS_AROUND = 4
_SURE = frozenset({"", "case_ending", "clitic", "mutation", "initial"})
"""Ways from a word to the list that need no judgement."""
_MANY_BEARERS = 24
_LEAST_SIMILAR = 4
_VOWELLESS = frozenset({"Arab", "Hebr", "Syrc"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of text (code points) that may name one of some entities.

    `name` is what it reads in the base form, `matched` the name of the list where it is one, `sure` whether every
    word is one of the list, at most inflected; what is not has to be judged. `bare` says that it is one word of a
    longer name. `at` is the number of its first word, `last` one past that of its last; -1 in scripts without gaps.
    """

    start: int
    end: int
    entities: frozenset[int]
    name: str
    matched: str
    sure: bool
    bare: bool
    at: int
    last: int
    reasons: tuple[Reason, ...]


class Proposals:
    """What the words of a text may name."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lexicon = document.lexicon
        self._words = document.words
        self._senses = document.senses

    def listed(self) -> Iterator[Proposal]:
        """Names of the list, word by word, inflected or not."""
        for at in self._document.hits:
            if is_small(self._words.written[at]) and is_common(self._words.written[at]):
                continue
            for last, path, names in self._paths(at):
                fitting = [n for n in names if self._written_as(n, at, last, path)]
                if fitting:
                    yield self._proposal(at, last, path, frozenset(n.entity for n in fitting), fitting[0])

    def parts(self) -> Iterator[Proposal]:
        """Persons by their surname and what stands around it: another order, initials, a slip in one of the words.
        A surname with nothing around it is bare."""
        for at in self._document.hits:
            if not self._document.capital(at):
                continue
            borne = [sense for sense in self._senses[at] if sense.word in self._lexicon.bearers]
            beside = (self._linked(at, -1), self._linked(at, 1)) if borne else ([], [])
            for sense in borne:
                yield from self._around(at, sense, *beside)
            if self._document.bears_given_name(at):
                yield from self._mistyped_surname(at)

    def unsegmented(self) -> Iterator[Proposal]:
        """Names in scripts that write words without gaps: the longest at each place."""
        text, table = self._words.text, self._lexicon.unsegmented
        for start, end in unsegmented_runs(text):
            places = [place for place in range(start, end) if squeeze(text[place])]
            squeezed = squeeze(text[start:end])
            at = 0
            while at < len(squeezed):
                found, names = table.longest(squeezed, at)
                entities, matched = frozenset(n.entity for n in names), ""
                if found:
                    matched = self._lexicon.text_of(names[0])
                else:
                    found, entities = table.longest_short(squeezed, at)
                if found:
                    last = places[at + len(found) - 1] + 1
                    reasons = (Reason("same_name", text[places[at] : last], found),) if matched else ()
                    sure = bool(matched) or not table.is_told(found)
                    yield Proposal(
                        places[at], last, entities, found, matched or found, sure, not matched, -1, -1, reasons
                    )
                at += max(1, len(found))

    def _paths(self, at: int) -> Iterator[tuple[int, tuple[Sense, ...], list[Listed]]]:
        """The names that start at a word: (one past its last word, the senses by which it was reached, names)."""
        lexicon, words = self._lexicon, self._words
        ways: list[tuple[int, int, tuple[Sense, ...]]] = [(0, at, ())]
        while ways:
            node, here, path = ways.pop()
            steps = [(here + 1, sense) for sense in self._senses[here]]
            if here + 1 < len(words.written) and words.apostrophe(here):
                joined = lexicon.words.get(key_of(words.written[here] + words.written[here + 1]))
                steps += [(here + 2, Sense(joined))] if joined is not None else []
            for after, sense in steps:
                following = lexicon.step(node, sense.word)
                if following is None or (path and sense.before) or (path and path[-1].after):
                    continue
                reached = (*path, sense)
                if names := lexicon.names_at(following):
                    yield after, reached, names
                if after < len(words.written) and words.linked(after - 1):
                    ways.append((following, after, reached))

    def _written_as(self, name: Listed, at: int, last: int, path: tuple[Sense, ...]) -> bool:
        """Whether the capital letters are those of the name, and its place is one where a name may stand."""
        words = self._words
        first = words.written[at]
        if last - at == 1 and path[0].how == "sound":
            return False
        if not (is_small(first) or first[0].isupper()):
            return True
        if name.acronym:
            shape = first.isupper() and not path[0].how
            titled = first[0].isupper() and len(self._lexicon.keys[name.words[0]]) >= _LEAST_TITLED_ACRONYM
            return (shape or (titled and not is_common(first.lower()))) and not (
                is_common(first.lower()) and words.in_headline(at)
            )
        span = words.written[at:last]
        if not any(word[0].isupper() for word in span):
            return False
        if len(span) > 1:
            return first[0].isupper() or not is_common(first)
        if self._document.may_be_plain(at) or not first[0].isupper():
            return False
        return not self._document.of_another(at)

    def _linked(self, at: int, step: int) -> list[int]:
        """The words before (-1) or after (1) a word that may belong to one name with it: those of the list, and those
        with a capital letter."""
        words = self._words
        found: list[int] = []
        here = at + step
        while 0 <= here < len(words.written) and len(found) < _WORDS_AROUND:
            if not self._senses[here] and not words.written[here][0].isupper():
                break
            gap = min(here, here - step)
            if not words.linked(gap) or (step > 0 and "\n" in words.gap(gap)):
                break
            found.append(here)
            here += step
        return found

    def _around(self, at: int, sense: Sense, before: list[int], after: list[int]) -> Iterator[Proposal]:
        """Those who bear a surname, by the words around it; those of whom nothing more is told are proposed at once."""
        alone: set[int] = set()
        meant: dict[tuple[int, tuple[Sense, ...]], set[int]] = defaultdict(set)
        bearers = self._lexicon.bearers[sense.word]
        many = len(bearers) > _MANY_BEARERS
        for entity in bearers:
            left = self._extend(before, entity, sense, many) if before else []
            right = self._extend(after, entity, sense, many) if after else []
            if not left and not right:
                if self._tells(at, sense, entity):
                    alone.add(entity)
                continue
            path = (*(s for _, s in reversed(left)), sense, *(s for _, s in right))
            meant[at - len(left), path].add(entity)
        if alone:
            yield self._proposal(at, at + 1, (sense,), frozenset(alone), bare=True)
        for (first, path), entities in meant.items():
            bare = all(s is sense or self._is_particle(s) for s in path)
            yield self._proposal(first, first + len(path), path, frozenset(entities), bare=bare)

    def _tells(self, at: int, sense: Sense, entity: int) -> bool:
        """Whether a surname alone may tell of a person. What a word of another script sounds like proves nothing where
        the list has the name in this one, and where letters leave out vowels, common words sound like names."""
        if sense.how != "sound":
            return True
        written = script_of(self._words.written[at])
        across = script_of(self._lexicon.keys[sense.word]) != written
        return written not in _VOWELLESS and not (across and written in self._lexicon.scripts[entity])

    def _is_particle(self, sense: Sense) -> bool:
        return sense.word >= 0 and self._lexicon.keys[sense.word] in name_words("particles")

    def _extend(self, beside: list[int], entity: int, sense: Sense, many: bool) -> list[tuple[int, Sense]]:
        """The words beside a surname, nearest first, that are of the same person's name."""
        found: list[tuple[int, Sense]] = []
        used = {sense.word}
        for here in beside:
            fitting = self._fitting(here, entity, used, many)
            if fitting is None:
                break
            used.add(fitting.word)
            found.append((here, fitting))
        while found and found[-1][1].how == "patronymic":
            found.pop()
        return found

    def _fitting(self, at: int, entity: int, used: set[int], many: bool) -> Sense | None:
        """The sense of a word as one of the other words of a person's name."""
        mine = self._lexicon.words_of[entity]
        word = self._words.written[at]
        for sense in self._senses[at]:
            if sense.word in mine and sense.word not in used and (len(word) > 1 or word.isupper()):
                return sense
        if not word[0].isupper():
            return None
        key = key_of(word)
        if (len(key) == 1 or "." in word) and set(key) <= {self._lexicon.keys[n][0] for n in mine - used}:
            return Sense(-1, "initial")
        if many or len(key) < _LEAST_SIMILAR:
            return None
        if word in self._document.unknown:
            near = lacking_one(key)
            for number in mine - used:
                other = self._lexicon.keys[number]
                if abs(len(other) - len(key)) <= 1 and not near.isdisjoint(lacking_one(other)):
                    return Sense(number, "similar")
        elif heard := next((n for n in self._document.heard(word) if n in mine - used), None):
            return Sense(heard, "sound")
        return Sense(-2, "patronymic") if patronymic(key) else None

    def _mistyped_surname(self, at: int) -> Iterator[Proposal]:
        """A known given name before a word that is nearly the surname of one who bears it."""
        after = at + 1
        if (
            after >= len(self._words.written)
            or not self._words.linked(at)
            or self._words.written[after] not in self._document.unknown
        ):
            return
        for number in self._lexicon.near(key_of(self._words.written[after])):
            for sense in self._senses[at]:
                bearers = [e for e in self._lexicon.bearers[number] if sense.word in self._lexicon.words_of[e]]
                for entity in bearers:
                    path = (sense, Sense(number, "similar"))
                    yield self._proposal(at, after + 1, path, frozenset([entity]))

    def _proposal(
        self, at: int, last: int, path: tuple[Sense, ...], entities: frozenset[int], listed: Listed | None = None, *,
        bare: bool = False,
    ) -> Proposal:  # fmt: skip
        words, keys = self._words, self._lexicon.keys
        start, end = words.starts[at] + path[0].before, words.ends[last - 1] - path[-1].after
        parts = [words.written[at + i] if s.word < 0 else keys[s.word] for i, s in enumerate(path)]
        name = " ".join(parts)
        matched = self._lexicon.text_of(listed) if listed else name
        hows = [sense.how for sense in path]
        sure = set(hows) <= _SURE and len(hows) > hows.count("initial") + (listed is None)
        reasons = [
            Reason(sense.how, words.written[at + i], keys[sense.word] if sense.word >= 0 else "", sense.detail)
            for i, sense in enumerate(path) if sense.how
        ]  # fmt: skip
        if not bare and sure:
            kind = "same_name" if listed else "same_words"
            reasons.insert(0, Reason(kind, words.text[start:end], matched))
        return Proposal(start, end, entities, name, matched, sure, bare, at, last, tuple(reasons))
