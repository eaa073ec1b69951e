"""The façade that every door calls: open an index, resolve, compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from resolver.bundled import bundled_index
from resolver.cache import Cache
from resolver.decide import DecisionModel
from resolver.engine import Engine, compare
from resolver.index import NameIndex
from resolver.model import Comparison, EntityType, Explanation, Reason, Resolution
from resolver.text import MAX_NAME_LENGTH, clean
from resolver.version import __version__

_CHUNK = 256
_TOO_LONG = Reason("unusable", detail=f"a name is longer than {MAX_NAME_LENGTH:,} characters")


class Resolver:
    """Says which entity of an index a name denotes. Safe to use from several threads."""

    def __init__(self, index: NameIndex, *, cache: Cache | None = None) -> None:
        self._index = index
        self._cache = cache
        self._engine = Engine(index, DecisionModel.shipped())

    @classmethod
    def open(cls, path: str | Path | None = None, *, cache: Cache | None = None) -> Resolver:
        """Opens the index directory at `path`, or the bundled aliases if None.

        With a `cache`, answers are kept there, under the content hash of the index and the version of the engine.
        Raises IndexMissingError if there is no index, IndexFormatError if it is damaged or of another version.
        """
        index = bundled_index() if path is None else NameIndex.open(Path(path))
        return cls(index, cache=cache)

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

    def resolve(self, name: str, *, type: EntityType | None = None, limit: int = 10) -> Resolution:
        """Which entity `name` denotes.

        `type` asks for entities of one type only, `limit` is the most candidates to name. Any string gets an answer:
        one without letters, or longer than 1,000 characters, has status "none" and the reason "unusable".
        """
        return self.resolve_many([name], type=type, limit=limit)[0]

    def explain(
        self, name: str, candidate: str | None = None, *, type: EntityType | None = None, limit: int = 10
    ) -> tuple[Resolution, Explanation | None]:
        """The answer for `name`, and how its best candidate, or the entity with the id `candidate`, came by its score.

        The explanation is None where there is no such candidate. It is made anew each time, past the cache.
        """
        shown = clean(name[: MAX_NAME_LENGTH + 1])
        if len(shown) > MAX_NAME_LENGTH:
            return self._resolve(shown, type, limit).with_query(name, cached=False), None
        answer, explanation = self._engine.explain(shown, type, limit, candidate)
        return answer.with_query(name, cached=False), explanation

    def resolve_many(
        self, names: Iterable[str], *, type: EntityType | None = None, limit: int = 10
    ) -> list[Resolution]:
        """The answers for many names, in their order; a name given twice is looked up once."""
        asked = list(names)
        shown = {name: clean(name[: MAX_NAME_LENGTH + 1]) for name in dict.fromkeys(asked)}
        answers = dict(self._answers(list(dict.fromkeys(shown.values())), type, limit))
        return [answers[shown[name]].with_query(name, cached=answers[shown[name]].cached) for name in asked]

    @staticmethod
    def compare(left: str, right: str, *, type: EntityType | None = None) -> Comparison:
        """Whether two names can denote the same entity, judged without any index; `type` says what both name.

        Any two strings get an answer: one without letters, or longer than 1,000 characters, has the reason "unusable".
        """
        if max(len(left), len(right)) > MAX_NAME_LENGTH:
            return Comparison(left, right, 0.0, False, (_TOO_LONG,))
        judged = compare(clean(left), clean(right), type, DecisionModel.shipped())
        return replace(judged, left=left, right=right)

    def _answers(self, names: list[str], type: EntityType | None, limit: int) -> Iterator[tuple[str, Resolution]]:
        """The answer for each of the distinct cleaned names, out of the cache where it is there."""
        for start in range(0, len(names), _CHUNK):
            chunk = names[start : start + _CHUNK]
            if self._cache is None:
                yield from ((name, self._resolve(name, type, limit)) for name in chunk)
                continue
            keys = [self._key(name, type, limit) for name in chunk]
            fresh: dict[str, bytes] = {}
            for name, key, kept in zip(chunk, keys, self._cache.get_many(keys), strict=True):
                answer = _read(kept)
                if answer is None:
                    answer = self._resolve(name, type, limit)
                    fresh[key] = json.dumps(answer.to_dict(), ensure_ascii=False).encode()
                yield name, answer
            if fresh:
                self._cache.set_many(fresh)

    def _key(self, name: str, type: EntityType | None, limit: int) -> str:
        request = json.dumps([name, type, limit], ensure_ascii=False)
        digest = hashlib.blake2b(request.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return f"{self.index_hash}:{self.engine}:{digest}"

    def _resolve(self, name: str, type: EntityType | None, limit: int) -> Resolution:
        if len(name) > MAX_NAME_LENGTH:
            return Resolution(name, "none", reasons=(_TOO_LONG,), index=self.index_hash, engine=self.engine)
        return self._engine.resolve(name, type, limit)


def _read(kept: bytes | None) -> Resolution | None:
    """A kept answer; None for a miss and for anything that is no answer."""
    if kept is None:
        return None
    try:
        answer = Resolution.from_dict(json.loads(kept))
        return answer.with_query(answer.query, cached=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
