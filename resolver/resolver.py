"""The façade that every door calls: open an index, resolve, compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.answers import Answers
from resolver.bundled import bundled_index
from resolver.cache import Cache
from resolver.decide import DecisionModel, with_letters
from resolver.engine import Engine
from resolver.errors import ConfigurationError, EntityMissingError
from resolver.facts import Words, asked_of, context_of, pairs_of
from resolver.index import NameIndex
from resolver.index.lookup import entity_record, suggestions
from resolver.model import (
    Annotation,
    Asked,
    Comparison,
    EntityRecord,
    EntityType,
    Explanation,
    NameRow,
    Resolution,
    Suggestion,
    Variant,
)
from resolver.pair import Comparer
from resolver.siblings import Siblings
from resolver.text import MAX_NAME_LENGTH
from resolver.version import __version__

if TYPE_CHECKING:  # what most uses don't need takes longer to load than a name to resolve
    from resolver.annotate import Annotator
    from resolver.cluster import Clustering, Constraint
    from resolver.live import CorrectedEngine, Live
    from resolver.store import Decision, DecisionKind


class Resolver:
    """Says which entity of an index a name denotes. Safe to use from several threads."""

    def __init__(
        self,
        index: NameIndex,
        *,
        cache: Cache | None = None,
        store: str | Path | None = None,
        as_of: int | None = None,
        siblings: Siblings | None = None,
    ) -> None:
        """See `open`. With `as_of`, of the decisions those up to this number are followed, whatever comes later."""
        self._index = index
        self._engine = Engine(index, DecisionModel.shipped())
        self._live: Live | None = None
        if store is not None:
            from resolver.live import Live

            self._live = Live.open(store, self._engine, DecisionModel.shipped(), as_of=as_of)
        self._answers = Answers(self._current, cache, siblings)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        cache: Cache | None = None,
        store: str | Path | None = None,
        siblings: Siblings | None = None,
    ) -> Resolver:
        """Opens the index directory at `path`, or the bundled aliases if None.

        With a `cache`, answers are kept there, under the content hash of the index and the version of the engine. With
        a `store` (the path of a SQLite file, or a URL), they follow the decisions in it, as they stand when asked.
        `siblings` are processes that take a part of many names, each with a resolver like this one (`portion`).
        Raises IndexMissingError if there is no index, IndexFormatError if it is damaged or of another version,
        StoreError if the store can't be used.
        """
        index = bundled_index() if path is None else NameIndex.open(Path(path))
        return cls(index, cache=cache, store=store, siblings=siblings)

    @property
    def index_hash(self) -> str:
        """The content hash of the index, hex."""
        return self._index.info.hash

    @property
    def engine(self) -> str:
        """The version that answers."""
        return __version__

    @property
    def counts(self) -> dict[str, int]:
        """How many entities and names the index holds."""
        return {"entities": self._index.info.entities, "names": self._index.info.names}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages (BCP 47) that names of the index are marked with, most frequent first."""
        return self._index.languages

    def entity(self, entity_id: str) -> EntityRecord | None:
        """All that is known of the entity with this id, or of the one it was merged into; None if there is none."""
        return self._live.current().entity(entity_id) if self._live else entity_record(self._index, entity_id)

    def suggest(
        self, prefix: str, *, type: EntityType | None = None, limit: int = 10, offset: int = 0
    ) -> tuple[Suggestion, ...]:
        """Entities for what someone began to type: each word of `prefix` begins a word of one of their names.

        `offset` is how many to leave out from the front. Any string gets an answer, one longer than 1,000 characters
        an empty one.
        """
        return suggestions(self._index, prefix, type, limit, offset) if len(prefix) <= MAX_NAME_LENGTH else ()

    def resolve(
        self,
        name: str,
        *,
        type: EntityType | None = None,
        limit: int = 10,
        country: Words = None,
        birth_date: Words = None,
        gender: Words = None,
    ) -> Resolution:
        """Which entity `name` denotes.

        `limit` is the most candidates to name. What is known beside the name is evidence: the `type`, the `country` (a
        code of ISO 3166-1 or a name of it), the `birth_date` (YYYY, YYYY-MM or YYYY-MM-DD), the `gender` (male, female,
        m or f); several values are parted by semicolons. An entity of another type is never a match. Any name gets an
        answer: one without letters, or longer than 1,000 characters, has status "none" and the reason "unusable".
        Raises InputError naming the field that can't be read.
        """
        context = context_of(country, birth_date, gender)
        return self.resolve_many([Asked(name, type, context)], limit=limit)[0]

    def explain(
        self,
        name: str,
        candidate: str | None = None,
        *,
        type: EntityType | None = None,
        limit: int = 10,
        country: Words = None,
        birth_date: Words = None,
        gender: Words = None,
    ) -> tuple[Resolution, Explanation | None]:
        """The answer for `name`, and how its best candidate, or the entity with the id `candidate`, came by its score.

        An entity that is none of the candidates is explained all the same. The explanation is None where nothing is
        like the name, and where people decided that it is not this entity's. It is made anew each time, past the cache.
        What is known beside the name is given, and refused, as in `resolve`; so is an id that no entity has
        (EntityMissingError).
        """
        asked = asked_of(Asked(name, type, context_of(country, birth_date, gender)))
        answer, explanation = self._answers.explained(asked, limit, candidate)
        if explanation is None and candidate is not None and self.entity(candidate) is None:
            mend = "Candidates and suggestions show the ids of entities."
            raise EntityMissingError(f"no entity has the id '{candidate[:50]}'", field="candidate", mend=mend)
        return answer, explanation

    def resolve_many(
        self, names: Iterable[str | Asked], *, type: EntityType | None = None, limit: int = 10, reasons: bool = True
    ) -> list[Resolution]:
        """The answers for many names, in their order; a name given twice is looked up once.

        What is known beside one of the names comes with it, as `Asked`; `type` is that of all others. Without
        `reasons`, answers that no cache keeps lack those that are made of the names, which is quicker.
        """
        return self._answers.made(names, type, limit, reasons)

    def resolve_json(
        self, names: Iterable[str | Asked], *, type: EntityType | None = None, limit: int = 10
    ) -> list[bytes]:
        """The answers of `resolve_many` as JSON in UTF-8, for doors that send them on: what a cache has of them is
        not read."""
        return self._answers.written(names, type, limit)

    def portion(self, state: str, asked: list[Asked], limit: int) -> list[bytes] | None:
        """A sibling's part of `resolve_json`, as caches keep it; None where answers here depend on another `state`."""
        return self._answers.portion(state, asked, limit)

    @property
    def state(self) -> str:
        """What answers depend on beside the request: it changes with the index, the engine, and every decision."""
        return self._answers.state

    @property
    def revision(self) -> int:
        """The number of the last decision that answers follow; 0 before the first, and without a store."""
        return self._live.current().corrections.revision if self._live else 0

    def decide(self, kind: DecisionKind, entity: str, other: str, *, who: str, why: str = "") -> Decision:
        """Writes a decision into the store; it is in force from now on, and within two seconds in other processes.

        `kind` is "same" or "different" (`other` is the id of another entity; of two that are the same, `entity` is
        kept and `other` becomes another id of it), "alias" or "not_alias" (`other` is a name). `who` decided, `why` may
        be empty. Raises InputError naming the field that can't be used, ConfigurationError without a store, StoreError.
        """
        from resolver.store import Decision

        return self._decisions().decide(Decision(kind, entity, other, who, why))

    def undo(self, no: int, *, who: str, why: str = "") -> Decision:
        """Undoes the decision with the number `no`; returns it as it stands now. Raises as `decide` does."""
        return self._decisions().undo(no, who=who, why=why)

    def decisions(self, *, undone: bool = False) -> list[Decision]:
        """The decisions that hold, in their order; with `undone` the others as well. Raises as `decide` does."""
        return self._decisions().decisions(undone=undone)

    def annotate(self, text: str) -> Annotation:
        """The mentions of the entities of the index in running text, in any script, with their offsets.

        Any text gets an answer, in time linear in its length. A name in full is found as it is listed, inflected,
        misspelt or in another romanisation; a surname alone where the text has the fuller name, or where one person of
        the list alone can be meant.
        """
        found = self._annotator.annotate(text, self.revision)
        return replace(found, index=self.index_hash, engine=self.engine)

    @cached_property
    def _annotator(self) -> Annotator:
        from resolver.annotate import Annotator

        return Annotator(self._index, self.resolve)

    @staticmethod
    def cluster(
        names: Iterable[str],
        *,
        type: EntityType | None = None,
        constraints: Iterable[Constraint] = (),
        earlier: Iterable[NameRow] = (),
    ) -> Clustering:
        """The entities that the spellings of a table belong to, found without any index or list of aliases.

        `type` says what all of them name; a name given several times counts as often. `constraints` are pairs known to
        be the same or different, `earlier` the name list of an earlier run (`Clustering.rows`): its names stay together
        under their ids, and new ones may join them. The order of names plays no part. Names longer than 1,000
        characters, or without letters or digits, what says that a name is unknown ("n/a"), and of persons two full
        names in one are passed over. Raises InputError where constraints contradict each other or the earlier clusters.
        """
        from resolver.cluster import cluster_names

        return cluster_names(names, type=type, constraints=constraints, earlier=earlier)

    def variants(
        self, name: str, *, lang: str | None = None, script: str | None = None, limit: int = 50
    ) -> tuple[Variant, ...]:
        """Up to `limit` plausible spellings of a name in other scripts, languages and romanisation systems, best first.

        Where the name denotes an entity of the index, what is listed for it comes first. `lang` (ISO 639) and `script`
        (ISO 15924) ask for spellings of one language or script only. Spellings that differ in case and diacritics alone
        are one; the name itself is none. Any string gets an answer, one longer than 1,000 characters an empty one.
        Raises InputError where `lang` or `script` can't be a code, or is none that anything is known of.
        """
        from resolver.variants import check_codes, variants_in

        check_codes(lang, script)
        if len(name) > MAX_NAME_LENGTH:
            return ()
        answer = self.resolve(name, limit=1)
        record = self.entity(answer.entity.id) if answer.entity else None
        return variants_in(lang, script, name, record, limit)

    @staticmethod
    def compare(
        left: str,
        right: str,
        *,
        type: EntityType | None = None,
        explain: bool = False,
        country: tuple[Words, Words] = (None, None),
        birth_date: tuple[Words, Words] = (None, None),
        gender: tuple[Words, Words] = (None, None),
    ) -> Comparison:
        """Whether two names can denote the same entity, judged without any index; `type` says what both name.

        Countries, dates of birth and genders are those of both, left and right, as in `resolve`. With `explain`, the
        reasons name the letters that stand for each other. Any two names get an answer: one without letters, or longer
        than 1,000 characters, has the reason "unusable". Raises InputError naming the field that can't be read.
        """
        mine, theirs = map(context_of, country, birth_date, gender)
        (judged,) = Resolver.compare_many([(Asked(left, type, mine), Asked(right, type, theirs))], explain=explain)
        return judged

    @staticmethod
    def compare_many(
        pairs: Iterable[tuple[str | Asked, str | Asked]], *, type: EntityType | None = None, explain: bool = False
    ) -> list[Comparison]:
        """Whether each two names can denote the same entity, as `compare` says it, in their order.

        What is known beside a name comes with it, as `Asked`; `type` is that of all others. Names of two types are no
        match. Words met lately are not looked at again, so pairs that share words are quick. Raises InputError for what
        is no pair of names.
        """
        answers = Comparer.shipped().compare(pairs_of(pairs, type))
        return [replace(one, reasons=tuple(map(with_letters, one.reasons))) for one in answers] if explain else answers

    def _current(self) -> Engine | CorrectedEngine:
        return self._live.current() if self._live else self._engine

    def _decisions(self) -> Live:
        if self._live is None:
            raise ConfigurationError("decisions need a store: name one with --store or RESOLVER_STORE")
        return self._live
