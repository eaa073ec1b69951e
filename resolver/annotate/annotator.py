"""The flow of one text: propose, settle what overlaps, tie short forms to fuller ones, judge what is not sure."""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from resolver.annotate.document import Document
from resolver.annotate.lexicon import LEAST_MISTYPED, Lexicon, key_of, lacking_one
from resolver.annotate.proposals import Proposal, Proposals
from resolver.annotate.senses import Senses
from resolver.annotate.words import is_common, read_tables, words_of
from resolver.index import NameIndex
from resolver.model import Annotation, EntityRef, Mention, Reason, Resolution

_JUDGED_CACHED = 1 << 14
_WORDS_KEPT = 1 << 18
_MORE_LIKELY_THAN_NOT = 0.5
_ABBREVIATION = re.compile(r" ?\(((?:[^\W\d_]\.?){2,8})\)")


@dataclass(frozen=True, slots=True)
class _Named:
    """A proposal that names one entity, with its probability."""

    proposal: Proposal
    entity: int
    probability: float
    matched_name: str
    reasons: tuple[Reason, ...]


class Annotator:
    """Finds mentions of the entities of one index. Safe to use from several threads."""

    def __init__(self, index: NameIndex, ask: Callable[[str], Resolution]) -> None:
        """`ask` resolves a name; it is asked once for each distinct spelling that is not as listed."""
        self._index = index
        self._lexicon = Lexicon(index)
        self._numbers = {index.entity_id(entity): entity for entity in range(index.info.entities)}
        self._ask = lru_cache(maxsize=_JUDGED_CACHED)(lambda name, _revision: ask(name))
        self._senses: dict[frozenset[str], Senses] = {}
        # The tables are read with the lexicon, so that the first text does not wait for them; nor shall the garbage
        # collector look through all that was just made as soon as a text makes some more.
        read_tables()
        gc.collect()

    def annotate(self, text: str, revision: int = 0) -> Annotation:
        """The mentions in a text, in time linear in its length. What was judged at one `revision` of the decisions
        about the entities is not reused at another."""
        if sum(map(len, self._senses.values())) > _WORDS_KEPT:
            self._senses = {}
        found = _Settling(self, Document(self._lexicon, words_of(text), self._senses), revision).mentions()
        mentions = (self._mention(text, named) for named in sorted(found, key=lambda n: n.proposal.start))
        return Annotation(tuple(mentions))

    def judged(self, proposal: Proposal, known: Iterable[int], revision: int) -> _Named | None:
        """The entity of a proposal by the judgement of the engine: a match, or the likeliest if the text names it
        (`known`) elsewhere."""
        answer = self._ask(proposal.name, revision)
        best = answer.candidates[0] if answer.candidates else None
        entity = self._numbers.get(best.id, -1) if best else -1
        if best is None or entity not in proposal.entities:
            return None
        if answer.status != "match" and not (entity in known and best.score > _MORE_LIKELY_THAN_NOT):
            return None
        return _Named(proposal, entity, best.score, best.matched_name, (*proposal.reasons, *answer.reasons))

    def is_person(self, entity: int) -> bool:
        return self._index.entity_type(entity) == "person"

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

    def _mention(self, text: str, named: _Named) -> Mention:
        index, at = self._index, named.entity
        start, end = named.proposal.start, named.proposal.end
        entity = EntityRef(
            index.entity_id(at), index.entity_name(at), index.entity_type(at), index.entity_description(at)
        )
        return Mention(start, end, text[start:end], entity, named.probability, named.matched_name, named.reasons)


class _Settling:
    """What is decided on one document so far: which letters are taken, and what the text names in full where."""

    def __init__(self, annotator: Annotator, document: Document, revision: int) -> None:
        self._annotator = annotator
        self._revision = revision
        self._document = document
        self._taken = bytearray(len(document.words.text))
        self._found: list[_Named] = []
        self._named: dict[int, _Named] = {}

    def mentions(self) -> list[_Named]:
        proposals = Proposals(self._document)
        parts = list(proposals.parts())
        whole = [*proposals.listed(), *proposals.unsegmented(), *(p for p in parts if not p.bare)]
        open_still = self._settle(_longest_first(whole))
        for proposal in open_still:
            self._among_the_named(proposal)
        self._abbreviations()
        self._bare(p for p in parts if p.bare)
        self._given_names()
        self._slips()
        return self._found

    def _settle(self, proposals: list[Proposal]) -> list[Proposal]:
        """Takes the longest proposals of each place; returns those that several entities share."""
        shared: list[Proposal] = []
        for proposal in proposals:
            if not self._is_free(proposal):
                continue
            single_word = proposal.at >= 0 and " " not in proposal.name
            persons = any(map(self._annotator.is_person, proposal.entities))
            if not proposal.sure or (single_word and persons):
                self._take(self._judged(proposal, self._named))
            elif len(proposal.entities) > 1:
                shared.append(proposal)
            else:
                (entity,) = proposal.entities
                self._take(_Named(proposal, entity, 1.0, proposal.matched, proposal.reasons))
        return shared

    def _among_the_named(self, proposal: Proposal) -> None:
        """A name that several entities bear is that of the one which the text names otherwise too."""
        named = proposal.entities & self._named.keys()
        if len(named) == 1 and self._is_free(proposal):
            (entity,) = named
            self._take(self._tied(proposal, entity))

    def _abbreviations(self) -> None:
        """Initials in brackets behind a full name stand for it from there on."""
        words = self._document.words
        meant: dict[str, _Named] = {}
        for named in list(self._found):
            found = _ABBREVIATION.match(words.text, named.proposal.end)
            surface = words.text[named.proposal.start : named.proposal.end]
            if found and found[1].isupper() and _initials_of(found[1], surface):
                meant.setdefault(found[1], named)
        if not meant:
            return
        for at, word in enumerate(words.written):
            fuller = meant.get(word)
            if fuller and words.starts[at] > fuller.proposal.start:
                proposal = Proposal(
                    words.starts[at], words.ends[at], frozenset([fuller.entity]), word, word, True, False, at, ()
                )
                if self._is_free(proposal):
                    self._take(self._tied(proposal, fuller.entity))

    def _bare(self, proposals: Iterable[Proposal]) -> None:
        """Surnames alone: tied to a fuller name in the text, else only where the list has one such person."""
        document = self._document
        untied: list[Proposal] = []
        for proposal in proposals:
            if not self._is_free(proposal) or document.may_be_plain(proposal.at) or self._beside_other_given(proposal):
                continue
            known = proposal.entities & self._named.keys()
            if len(known) > 1:
                known = frozenset(e for e in known if self._named[e].proposal.start < proposal.start)
            if len(known) == 1:
                (entity,) = known
                self._take(self._tied(proposal, entity))
            elif not known and document.stands_alone(proposal.at):
                untied.append(proposal)
        for proposal in untied:
            if len(proposal.entities) == 1 and not is_common(document.words.written[proposal.at].lower()):
                self._take(self._judged(proposal, ()))

    def _beside_other_given(self, proposal: Proposal) -> bool:
        """Whether somebody else's given name stands before a surname."""
        before = proposal.at - 1
        if before < 0 or not self._document.words.linked(before):
            return False
        return not self._taken[self._document.words.starts[before]] and self._document.foreign_given(before)

    def _given_names(self) -> None:
        """Given names alone, behind the fuller name that they are of."""
        document, lexicon = self._document, self._annotator.lexicon
        bearers: dict[int, set[int]] = defaultdict(set)
        for entity in self._named:
            if self._annotator.is_person(entity):
                for word in lexicon.words_of[entity] & lexicon.givens:
                    bearers[word].add(entity)
        for at in document.hits if bearers else ():
            fitting = [s for s in document.senses[at] if s.word in bearers]
            if not fitting or not document.words.written[at][0].isupper() or fitting[0].how == "sound":
                continue
            meant = set[int]().union(*(bearers[s.word] for s in fitting))
            if len(meant) != 1:
                continue
            (entity,) = meant
            start, end = document.words.starts[at], document.words.ends[at]
            name = lexicon.keys[fitting[0].word]
            proposal = Proposal(start, end, frozenset(meant), name, name, True, True, at, ())
            plain = document.may_be_plain(at) or is_common(document.words.written[at].lower())
            beside = self._beside_other_given(proposal) or self._before_capital(at)
            after_fuller = self._named[entity].proposal.start < start
            if after_fuller and self._is_free(proposal) and not plain and not beside and not document.hyphened(at):
                self._take(self._tied(proposal, entity))

    def _before_capital(self, at: int) -> bool:
        words = self._document.words
        return at + 1 < len(words.written) and words.linked(at) and words.written[at + 1][0].isupper()

    def _slips(self) -> None:
        """Unknown words that are nearly a name which the text has."""
        document, lexicon = self._document, self._annotator.lexicon
        near: dict[str, set[int]] = defaultdict(set)
        for named in self._named.values():
            person = self._annotator.is_person(named.entity)
            for key in named.matched_name.split() if person else [named.matched_name]:
                key = key_of(key)
                if person and named.entity not in lexicon.bearers.get(lexicon.words.get(key, -1), ()):
                    continue
                if len(key) >= LEAST_MISTYPED:
                    for some in lacking_one(key):
                        near[some].add(named.entity)
        meant: dict[str, set[int]] = {}
        for word in document.unknown:
            key = key_of(word)
            if len(key) >= LEAST_MISTYPED and word.lower() not in document.distinct and not is_common(word.lower()):
                entities = set[int]().union(*(near.get(some, ()) for some in lacking_one(key)))
                if len(entities) == 1:
                    meant[word] = entities
        for at, word in enumerate(document.words.written) if meant else ():
            entities = meant.get(word, set())
            if not entities:
                continue
            start, end = document.words.starts[at], document.words.ends[at]
            proposal = Proposal(start, end, frozenset(entities), word, word, False, True, at, ())
            if self._is_free(proposal) and not self._beside_other_given(proposal):
                judged = self._judged(proposal, self._named)
                if judged:
                    reasons = (*self._as_before(judged.entity, proposal), *judged.reasons)
                    self._take(replace(judged, reasons=reasons))

    def _judged(self, proposal: Proposal, known: Iterable[int]) -> _Named | None:
        return self._annotator.judged(proposal, known, self._revision)

    def _tied(self, proposal: Proposal, entity: int) -> _Named:
        fuller = self._named[entity]
        reasons = (*proposal.reasons, *self._as_before(entity, proposal))
        return _Named(proposal, entity, fuller.probability, fuller.matched_name, reasons)

    def _as_before(self, entity: int, proposal: Proposal) -> Iterator[Reason]:
        fuller = self._named[entity].proposal
        text = self._document.words.text
        yield Reason(
            "same_document", text[proposal.start : proposal.end], text[fuller.start : fuller.end], f"at {fuller.start}"
        )

    def _is_free(self, proposal: Proposal) -> bool:
        return not any(self._taken[proposal.start : proposal.end])

    def _take(self, named: _Named | None) -> None:
        if named is None or not self._is_free(named.proposal):
            return
        start, end = named.proposal.start, named.proposal.end
        self._taken[start:end] = b"\1" * (end - start)
        self._found.append(named)
        if not named.proposal.bare:
            first = self._named.get(named.entity)
            if first is None or start < first.proposal.start:
                self._named[named.entity] = named


def _longest_first(proposals: list[Proposal]) -> list[Proposal]:
    """The longest first; of equally long ones those as listed, then those in front."""
    return sorted(proposals, key=lambda p: (p.start - p.end, not p.sure, len(p.reasons), p.start))


def _initials_of(abbreviation: str, name: str) -> bool:
    words = words_of(name).written
    letters = key_of(abbreviation)
    return letters in ("".join(key_of(w)[:1] for w in words), "".join(key_of(w)[:1] for w in words if w[0].isupper()))
