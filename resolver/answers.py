"""Answers for many names: each name asked once, by one thread at a time, and kept in a cache if there is one.

Threads take turns at the engine. The words of names that wait are looked up together, though several threads ask for
them, which is quicker than one by one. Of many names, sibling processes that have nothing else to do take a part.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from resolver.cache import Cache, SingleFlight, seal, unseal
from resolver.decide import TOO_LONG
from resolver.engine import Engine
from resolver.facts import asked_of, names_of
from resolver.model import Asked, EntityType, Explanation, Resolution
from resolver.siblings import Siblings
from resolver.text import MAX_NAME_LENGTH, clean
from resolver.turns import Turns
from resolver.version import __version__

if TYPE_CHECKING:
    from resolver.live import CorrectedEngine

_CHUNK = 256
"""Names that a cache is asked for at once."""

_TOGETHER = 64
"""Names whose words are looked up in one turn: more of them gain nothing, and others wait."""

_PORTION = 32
"""Names of a portion that a sibling may take."""

_SHARED = 32 * _PORTION
"""Names that siblings share at once: at the end of them each waits for the others."""


class Answers:
    """The answers of the engine that `current` gives, which may be another with every decision."""

    def __init__(
        self,
        current: Callable[[], Engine | CorrectedEngine],
        cache: Cache | None,
        siblings: Siblings | None = None,
    ) -> None:
        self._current = current
        self._cache = cache
        self._siblings = siblings
        self._flight: SingleFlight[Resolution] = SingleFlight()
        self._turns = Turns()
        self._unmet: deque[list[Asked]] = deque()

    def made(
        self, names: Iterable[str | Asked], type: EntityType | None, limit: int, reasons: bool
    ) -> list[Resolution]:
        """See `Resolver.resolve_many`."""
        asked, shown = _shown(names, type)
        answers = {
            one: _read(one.name, kept, cached) if answer is None else answer
            for one, kept, answer, cached in self._each(list(dict.fromkeys(shown.values())), limit, reasons)
        }
        return [answers[shown[one]].with_query(one.name, cached=answers[shown[one]].cached) for one in asked]

    def written(self, names: Iterable[str | Asked], type: EntityType | None, limit: int) -> list[bytes]:
        """See `Resolver.resolve_json`."""
        asked, shown = _shown(names, type)
        answers = {
            one: (_written(answer) if answer and not kept else kept, cached)
            for one, kept, answer, cached in self._each(list(dict.fromkeys(shown.values())), limit)
        }
        return [_with_query(one.name, *answers[shown[one]]) for one in asked]

    def explained(self, asked: Asked, limit: int, candidate: str | None) -> tuple[Resolution, Explanation | None]:
        """See `Resolver.explain`."""
        engine, text = self._current(), clean(asked.name[: MAX_NAME_LENGTH + 1])
        if len(text) > MAX_NAME_LENGTH:
            return _too_long(asked.name, engine), None
        answer, explanation = engine.explain(text, asked.type, limit, candidate, asked.context)
        return answer.with_query(asked.name, cached=False), explanation

    @property
    def state(self) -> str:
        """See `Resolver.state`."""
        return _state(self._current())

    def portion(self, state: str, asked: list[Asked], limit: int) -> list[bytes] | None:
        """See `Resolver.portion`."""
        engine = self._current()
        return self._written_here(engine, asked, limit) if _state(engine) == state else None

    def _each(
        self, asked: list[Asked], limit: int, reasons: bool = True
    ) -> Iterator[tuple[Asked, bytes, Resolution | None, bool]]:
        """Each of the distinct cleaned names with its answer: as a cache keeps it (b"" without a cache), as it is made
        if it is made here, and whether a cache had it; what others are making at the same time is waited for. What a
        cache keeps has all reasons."""
        whole = reasons or self._cache is not None
        at_once = _SHARED if self._siblings else _CHUNK
        for start in range(0, len(asked), at_once):
            chunk = asked[start : start + at_once]
            engine = self._current()
            state = _state(engine)
            keys = [_key(state, one, limit) for one in chunk]
            found = self._found(keys)
            missing = [one for one, kept in zip(chunk, found, strict=True) if kept is None]
            shared = self._made_by_siblings(engine, missing, limit)
            fresh: dict[str, bytes] = {}
            if not shared:
                self._meet(engine, missing)
            for one, key, kept in zip(chunk, keys, found, strict=True):
                if kept is not None:
                    yield one, kept, None, True
                    continue
                answer = None if shared else self._made(engine, key, one, limit, whole)
                written = shared[one] if answer is None else b"" if self._cache is None else _written(answer)
                if self._cache is not None:
                    fresh[key] = seal(written)
                yield one, written, answer, False
            if self._cache is not None and fresh:
                self._cache.set_many(fresh)

    def _found(self, keys: list[str]) -> list[bytes | None]:
        """What the cache has under these keys."""
        if self._cache is None:
            return [None] * len(keys)
        chunks = (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
        return [unseal(sealed) for some in chunks for sealed in self._cache.get_many(some)]

    def _made_by_siblings(self, engine: Engine | CorrectedEngine, asked: list[Asked], limit: int) -> dict[Asked, bytes]:
        """The written answers for names that are many enough to be shared; else none."""
        if self._siblings is None or len(asked) < 2 * _PORTION:
            return {}
        portions = [asked[start : start + _PORTION] for start in range(0, len(asked), _PORTION)]
        state = _state(engine)
        made = self._siblings.share(
            portions,
            mine=lambda portion: self._written_here(engine, portion, limit),
            sent=lambda portion: (state, portion, limit),
        )
        return dict(zip(asked, chain.from_iterable(made), strict=True))

    def _written_here(self, engine: Engine | CorrectedEngine, asked: list[Asked], limit: int) -> list[bytes]:
        state = _state(engine)
        self._meet(engine, asked)
        return [_written(self._made(engine, _key(state, one, limit), one, limit, True)) for one in asked]

    def _made(self, engine: Engine | CorrectedEngine, key: str, asked: Asked, limit: int, whole: bool) -> Resolution:
        """The answer for one name; one with all reasons that another thread is making under this key is waited for."""
        made = partial(self._answer, asked, limit, engine, whole)
        return self._flight.do(key, made) if whole else made()

    def _meet(self, engine: Engine | CorrectedEngine, asked: list[Asked]) -> None:
        """Has the engine look up the words of these names, and of those that other threads wait with."""
        for start in range(0, len(asked), _TOGETHER):
            self._unmet.append(asked[start : start + _TOGETHER])
            with self._turns:
                now: list[Asked] = []
                while self._unmet and len(now) < _TOGETHER:
                    now += self._unmet.popleft()
                _meet(engine, now)

    def _answer(self, asked: Asked, limit: int, engine: Engine | CorrectedEngine, reasons: bool) -> Resolution:
        if len(asked.name) > MAX_NAME_LENGTH:
            return _too_long(asked.name, engine)
        with self._turns:
            return engine.resolve(asked.name, asked.type, limit, asked.context, reasons=reasons)


def _too_long(name: str, engine: Engine | CorrectedEngine) -> Resolution:
    """The answer for a name that is longer than any is."""
    return Resolution(name, "none", reasons=(TOO_LONG,), index=engine.index.info.hash, engine=__version__)


def _state(engine: Engine | CorrectedEngine) -> str:
    return ":".join(filter(None, (engine.index.info.hash, __version__, engine.fingerprint)))


def _shown(names: Iterable[str | Asked], type: EntityType | None) -> tuple[list[Asked], dict[Asked, Asked]]:
    """What is asked, and each with what is looked up for it."""
    asked = [asked_of(one, type) for one in names_of(names)]
    return asked, {one: replace(one, name=clean(one.name[: MAX_NAME_LENGTH + 1])) for one in dict.fromkeys(asked)}


def _meet(engine: Engine | CorrectedEngine, asked: Iterable[Asked]) -> None:
    by_type: dict[EntityType | None, list[str]] = {}
    for one in asked:
        by_type.setdefault(one.type, []).append(one.name)
    for type, names in by_type.items():
        engine.meet(names, type)


def _written(answer: Resolution) -> bytes:
    """An answer as JSON, without what differs from one asker to the next: see `_with_query`."""
    body = answer.to_dict()
    del body["query"], body["cached"]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _with_query(query: str, written: bytes, cached: bool) -> bytes:
    """A written answer as a whole: the JSON of `Resolution.to_dict`."""
    # Half a surrogate pair, which UTF-8 can't hold, becomes the escape that JSON has for it.
    asked = json.dumps(query, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return b'{"query":%s,%s,"cached":%s}' % (asked, written[1:-1], b"true" if cached else b"false")


def _key(state: str, asked: Asked, limit: int) -> str:
    known = [astuple(asked.context)] if asked.context else []
    request = json.dumps([asked.name, asked.type, limit, *known], ensure_ascii=False)
    digest = hashlib.blake2b(request.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{state}:{digest}"


def _read(query: str, kept: bytes, cached: bool) -> Resolution:
    return Resolution.from_dict({**json.loads(kept), "query": query, "cached": cached})
