"""The annotator of one index: reads a text, asks the engine about what is not sure, and makes mentions."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from resolver.annotate.document import Document
from resolver.annotate.lexicon import Lexicon
from resolver.annotate.proposals import Proposal
from resolver.annotate.senses import Senses
from resolver.annotate.settling import Named, Settling
from resolver.annotate.words import read_tables, words_of
from resolver.index import NameIndex
from resolver.model import Annotation, EntityRef, Mention, Resolution

_JUDGED_CACHED = 1 << 14
_WORDS_KEPT = 1 << 18
_MORE_LIKELY_THAN_NOT = 0.5


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
        document = Document(self._lexicon, words_of(text), self._senses)
        judge = partial(self._judged, revision=revision)
        found = Settling(document, judge, self._is_person).mentions()
        mentions = (self._mention(text, named) for named in sorted(found, key=lambda n: n.proposal.start))
        return Annotation(tuple(mentions))

    def _judged(self, proposal: Proposal, known: Iterable[int], revision: int) -> Named | None:
        """The entity of a proposal by the judgement of the engine: a match, or the likeliest if the text names it
        (`known`) elsewhere."""
        answer = self._ask(proposal.name, revision)
        best = answer.candidates[0] if answer.candidates else None
        entity = self._numbers.get(best.id, -1) if best else -1
        if best is None or entity not in proposal.entities:
            return None
        if answer.status != "match" and not (entity in known and best.score > _MORE_LIKELY_THAN_NOT):
            return None
        return Named(proposal, entity, best.score, best.matched_name, (*proposal.reasons, *answer.reasons))

    def _is_person(self, entity: int) -> bool:
        return self._index.entity_type(entity) == "person"

    def _mention(self, text: str, named: Named) -> Mention:
        index, at = self._index, named.entity
        start, end = named.proposal.start, named.proposal.end
        entity = EntityRef(
            index.entity_id(at), index.entity_name(at), index.entity_type(at), index.entity_description(at)
        )
        return Mention(start, end, text[start:end], entity, named.probability, named.matched_name, named.reasons)
