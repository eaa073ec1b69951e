"""The resolver of now: the index is opened anew when another stands in its place."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from resolver.cache import Cache
from resolver.errors import NameIndexError, StoreError
from resolver.resolver import Resolver
from resolver.siblings import Siblings

CHECK_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 10.0
_ASKED_FIRST = (
    "Jane Smith", "Édith Lee", "Nguyễn Văn Hùng", "Abdul Rahman bin Mohammed al-Tamimi", "Ministry of Defence",
    "Иван Петров", "Наталья Сергеевна Иванова", "Министерство обороны Украины", "Γιώργος Παπαδόπουλος",
    "Արմեն Պետրոսյան", "გიორგი მარგველაშვილი", "محمد علي", "علیرضا احمدی", "אברהם כהן", "राम शर्मा", "মোহাম্মদ রহমান",
    "สมชาย ใจดี", "အောင်ဆန်းစုကြည်", "李明", "艾格尼丝·金森", "中国石油天然气集团公司",
    "山田 太郎", "ジョン・スミス", "김철수", "퍼트리샤 에두아르도",
)  # fmt: skip

_log = logging.getLogger("resolver.web")


def warm(resolver: Resolver) -> None:
    """Has read now what would be read with the first names of each script, and the list that comes with the package,
    which comparisons ask and which may have to be built."""
    for name in _ASKED_FIRST:
        resolver.explain(name)  # past the cache
    resolver.compare_many([_ASKED_FIRST[:2]])


class Current:
    """Gives the resolver to ask now. Threads may share it.

    At most every `CHECK_SECONDS` the one who asks looks whether the index at `path` is another (it is replaced as a
    whole, see `index.layout`), and opens it, while the others go on with the old one. An index that can't be read
    leaves the old one in place; where only the store is away, it is tried again later. None stands for the bundled
    aliases, which stay. Raises what `Resolver.open` raises.
    """

    def __init__(
        self,
        path: Path | None,
        cache: Cache | None,
        store: str | None = None,
        *,
        siblings: Siblings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._cache = cache
        self._store = store
        self._siblings = siblings
        self._clock = clock
        self._lock = Lock()
        self._checked = clock()
        self._stamp = self._look()
        self._resolver = self._open()

    def __call__(self) -> Resolver:
        if self.path is not None and self._clock() - self._checked >= CHECK_SECONDS and self._lock.acquire(False):
            try:
                self._checked = self._clock()
                self._refresh()
            finally:
                self._lock.release()
        return self._resolver

    def _look(self) -> tuple[int, int] | None:
        """What tells one index from another at the same path."""
        try:
            status = (self.path / "manifest.json").stat() if self.path else None
        except OSError:
            return None
        return (status.st_mtime_ns, status.st_ino) if status else None

    def _open(self) -> Resolver:
        return Resolver.open(self.path, cache=self._cache, store=self._store, siblings=self._siblings)

    def _refresh(self) -> None:
        stamp = self._look()
        if stamp in (None, self._stamp):
            return
        try:
            fresh = self._open()
            warm(fresh)
            self._resolver = fresh
        except (NameIndexError, OSError) as error:
            _log.warning("the new index can't be used, the old one stays: %s", type(error).__name__)
        except StoreError as error:
            _log.warning("the new index can't be used yet, the old one stays: %s", error)
            self._checked += _AFTER_FAILURE_SECONDS
            return
        else:
            _log.warning("index %s is in use", self._resolver.index_hash)
        self._stamp = stamp
