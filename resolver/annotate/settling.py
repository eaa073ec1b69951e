"""What is decided on one text: overlaps settled, short forms tied to fuller ones, what is not sure judged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from resolver.annotate.beside import Beside
from resolver.annotate.document import Document
from resolver.annotate.lexicon import LEAST_MISTYPED, key_of, lacking_one
from resolver.annotate.proposals import Proposal, Proposals
from resolver.annotate.words import is_common, words_of
from resolver.model import Reason

_ABBREVIATION = re.compile(r" ?\(((?:[^\W\d_]\.?){2,8})\)")


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal that names one entity, with its probability."""

    proposal: Proposal
    entity: int
    probability: float
    matched_name: str
    reasons: tuple[Reason, ...]


Judge = Callable[[Proposal, Iterable[int]], Named | None]


class Settling:
    """What is decided on one document so far: which letters are taken, and what the text names in full where."""

    def __init__(self, document: Document, judge: Judge, is_person: Callable[[int], bool]) -> None:
        """`judge` tells the entity of a proposal, given the entities that the text names elsewhere."""
        self._judge = judge
        self._is_person = is_person
        self._document = document
        self._taken = bytearray(len(document.words.text))
        self._beside = Beside(document, lambda at: bool(self._taken[document.words.starts[at]]))
        self._found: list[Named] = []
        self._named: dict[int, Named] = {}

    def mentions(self) -> list[Named]:
        proposals = Proposals(self._document)
        parts = [*proposals.parts(), *proposals.unsegmented()]
        whole = [*proposals.listed(), *(p for p in parts if not p.bare)]
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
        called: list[Proposal] = []
        for proposal in proposals:
            if not self._is_free(proposal):
                continue
            single_word = proposal.at >= 0 and " " not in proposal.name
            persons = any(map(self._is_person, proposal.entities))
            if persons and (after := self._called_after(proposal)):
                called += [proposal] if after == "unless named" else []
                continue
            if not proposal.sure or (single_word and persons):
                self._take(self._judge(proposal, self._named))
            elif len(proposal.entities) > 1 or self._is_place_and_surname(proposal):
                shared.append(proposal)
            else:
                self._take_as_listed(proposal)
        return shared + called

    def _take_as_listed(self, proposal: Proposal) -> None:
        (entity,) = proposal.entities
        self._take(Named(proposal, entity, 1.0, proposal.matched, proposal.reasons))

    def _called_after(self, proposal: Proposal) -> str:
        """Whether something else is meant that is called after a person, or a longer name: "" if not."""
        if proposal.at < 0:
            return "always" if self._beside.called_after_without_gaps(proposal.start, proposal.end) else ""
        at, last = proposal.at, proposal.last
        if self._beside.goes_on(last - 1) or (last - at == 1 and self._beside.other_after(at, last)):
            return "always"
        inflected = any(reason.kind == "case_ending" for reason in proposal.reasons)
        return self._beside.called_after(at, last, inflected=inflected)

    def _among_the_named(self, proposal: Proposal) -> None:
        """A name that several entities bear is that of the one which the text names otherwise too. A place that has
        the surname of a person whom the text names is meant by a word behind a small one only: in Holland."""
        if not self._is_free(proposal):
            return
        named = proposal.entities & self._named.keys()
        if self._is_place_and_surname(proposal):
            person = self._meant_by(replace(proposal, entities=self._bearers(proposal)))
            if person is None or self._beside.after_small(proposal.at):
                self._take_as_listed(proposal)
            else:
                self._take(self._tied(proposal, person))
        elif len(named) == 1:
            (entity,) = named
            self._take(self._tied(proposal, entity))

    def _is_place_and_surname(self, proposal: Proposal) -> bool:
        single_word = proposal.at >= 0 and proposal.last - proposal.at == 1
        person = any(map(self._is_person, proposal.entities))
        return single_word and len(proposal.entities) == 1 and not person and bool(self._bearers(proposal))

    def _bearers(self, proposal: Proposal) -> frozenset[int]:
        document = self._document
        exact = [sense.word for sense in document.senses[proposal.at] if sense.how != "sound"]
        return frozenset[int]().union(*(document.lexicon.bearers.get(word, ()) for word in exact))

    def _abbreviations(self) -> None:
        """Initials in brackets behind a full name stand for it from there on."""
        words = self._document.words
        meant: dict[str, Named] = {}
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
                proposal = self._of_word(at, frozenset([fuller.entity]), word, sure=True, bare=False)
                if self._is_free(proposal):
                    self._take(self._tied(proposal, fuller.entity))

    def _bare(self, proposals: Iterable[Proposal]) -> None:
        """Surnames alone: tied to a fuller name in the text, else only where the list has one such person."""
        untied: list[Proposal] = []
        for proposal in proposals:
            if not self._is_free(proposal):
                continue
            entity = self._meant_by(proposal)
            if entity is not None:
                if not self._is_of_another(proposal, tied=True):
                    self._take(self._tied(proposal, entity))
            elif not proposal.entities & self._named.keys() and not (proposal.at < 0 and proposal.sure):
                untied.append(proposal)
        for proposal in untied:
            if len(proposal.entities) == 1 and self._is_free(proposal) and not self._is_of_another(proposal):
                self._take(self._judge(proposal, ()))

    def _meant_by(self, short: Proposal) -> int | None:
        """Which of those whom the text names in full a surname is short for: if several, the only one who is named
        before it, or, before all of them, the first."""
        known = short.entities & self._named.keys()
        if len(known) > 1:
            before = frozenset(e for e in known if self._named[e].proposal.start < short.start)
            known = before or frozenset([min(known, key=lambda e: self._named[e].proposal.start)])
        return next(iter(known)) if len(known) == 1 else None

    def _is_of_another(self, short: Proposal, *, tied: bool = False) -> bool:
        """Whether a surname alone is a common word, or of a longer name that is not on the list."""
        if short.at < 0:
            return self._beside.called_after_without_gaps(short.start, short.end)
        document, at, last = self._document, short.at, short.last - 1
        alone = at == last and (document.may_be_plain(at, named=tied) or document.may_be_numeral(at))
        if alone or self._beside.somebody_else(at, short.last):
            return True
        if self._beside.in_date(at) or not all(map(self._stands_apart, self._beside.hyphened(at, last))):
            return True
        called = self._beside.called_after(at, short.last, inflected=True)
        if called and not (tied and called == "unless named"):
            return True
        if tied:
            return False
        common = all(is_common(word.lower()) for word in document.words.written[at : last + 1])
        return common or not self._beside.stands_alone(at, last)

    def _stands_apart(self, at: int) -> bool:
        """Whether a word that a hyphen joins to a surname makes no surname with it: somebody whom the text names or one
        listed person alone has it for a surname (the Merkel-Putin call), or it is a noun (die Merkel-Regierung)."""
        known = self._document.lexicon.bearers
        bearers = [known.get(sense.word, frozenset()) for sense in self._document.senses[at] if not sense.how]
        return any(len(some) == 1 or some & self._named.keys() for some in bearers) or self._beside.is_joined_noun(at)

    def _given_names(self) -> None:
        """Given names alone, behind the fuller name that they are of."""
        document, lexicon = self._document, self._document.lexicon
        bearers: dict[int, set[int]] = defaultdict(set)
        for entity in self._named:
            if self._is_person(entity):
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
            proposal = self._of_word(at, frozenset(meant), lexicon.keys[fitting[0].word], sure=True, bare=True)
            plain = (
                document.may_be_plain(at)
                or document.may_be_numeral(at)
                or is_common(document.words.written[at].lower())
            )
            beside = self._beside.somebody_else(at, at + 1) or self._before_capital(at) or self._beside.hyphened(at, at)
            after_fuller = self._named[entity].proposal.start < proposal.start
            if after_fuller and self._is_free(proposal) and not plain and not beside:
                self._take(self._tied(proposal, entity))

    def _before_capital(self, at: int) -> bool:
        words = self._document.words
        return at + 1 < len(words.written) and words.linked(at) and words.written[at + 1][0].isupper()

    def _slips(self) -> None:
        """Unknown words that are nearly a name which the text has."""
        document, lexicon = self._document, self._document.lexicon
        near: dict[str, set[int]] = defaultdict(set)
        for named in self._named.values():
            person = self._is_person(named.entity)
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
        slips = [(at, word) for at, word in enumerate(document.words.written) if word in meant] if meant else []
        for at, word in slips:
            proposal = self._of_word(at, frozenset(meant[word]), word, sure=False, bare=True)
            if self._is_free(proposal) and not self._beside.somebody_else(at, at + 1):
                judged = self._judge(proposal, self._named)
                if judged:
                    reasons = (*self._as_before(judged.entity, proposal), *judged.reasons)
                    self._take(replace(judged, reasons=reasons))

    def _of_word(self, at: int, entities: frozenset[int], name: str, *, sure: bool, bare: bool) -> Proposal:
        words = self._document.words
        return Proposal(words.starts[at], words.ends[at], entities, name, name, sure, bare, at, at + 1, ())

    def _tied(self, proposal: Proposal, entity: int) -> Named:
        fuller = self._named[entity]
        reasons = (*proposal.reasons, *self._as_before(entity, proposal))
        return Named(proposal, entity, fuller.probability, fuller.matched_name, reasons)

    def _as_before(self, entity: int, proposal: Proposal) -> Iterator[Reason]:
        fuller = self._named[entity].proposal
        text = self._document.words.text
        yield Reason(
            "same_document", text[proposal.start : proposal.end], text[fuller.start : fuller.end], f"at {fuller.start}"
        )

    def _is_free(self, proposal: Proposal) -> bool:
        return not any(self._taken[proposal.start : proposal.end])

    def _take(self, named: Named | None) -> None:
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
