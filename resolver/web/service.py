"""What the views need to answer: the resolver of now, keys, limits, jobs, metrics, and the audit log."""

from __future__ import annotations

import errno
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from flask import g, request

from resolver.cache import Cache, RateLimit, TieredCache
from resolver.siblings import Siblings
from resolver.web.at_hand import notes_at_hand, request_at_hand
from resolver.web.contract import Scope, contract
from resolver.web.current import Current
from resolver.web.job import now
from resolver.web.jobs import Jobs
from resolver.web.keys import Key, KeyFile
from resolver.web.metrics import Metrics
from resolver.web.problems import Refusal
from resolver.web.settings import Settings

_log = logging.getLogger("resolver.web")


@dataclass(frozen=True, slots=True)
class Service:
    """One service; made before its processes fork, shared by all its threads."""

    settings: Settings
    current: Current
    keys: KeyFile
    limit: RateLimit | None
    jobs: Jobs
    metrics: Metrics
    siblings: Siblings | None = None
    """The processes of the service, where there are several: they share the names of one request."""

    @classmethod
    def open(cls, settings: Settings, cache: Cache) -> Service:
        """Opens index, keys and counters. Raises what these raise."""
        metrics = Metrics(operation.id for operation in contract().operations)
        if isinstance(cache, TieredCache):
            cache.count = metrics.looked_up
        siblings = Siblings(settings.workers) if settings.workers > 1 else None
        return cls(
            settings,
            Current(settings.index, cache, settings.store or None, siblings=siblings),
            KeyFile(settings.keys_file),
            RateLimit(settings.open_counters(), settings.rate) if settings.rate else None,
            Jobs(
                settings.jobs_folder,
                max_bytes=settings.job_megabytes << 20,
                keep_days=settings.job_days,
                store=settings.store,
            ),
            metrics,
            siblings,
        )

    def begin(self) -> None:
        """Does what each process of the service does beside answering: looks after the jobs that were left by the last
        one, and helps its siblings."""
        self.jobs.keep()
        if self.siblings:
            self.siblings.lend(lambda asked: self.current().portion(*asked))

    def admit(self, scope: Scope, *, always_key: bool = False) -> None:
        """Lets the request at hand pass, and notes who asks; raises Refusal (401, 403, 429)."""
        needed = always_key or self.asks_for_keys
        sent = request_at_hand().environ
        given = sent.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ") or sent.get("HTTP_X_API_KEY", "")
        key = self.keys.find(given.strip()) if given else None
        if key is None and needed:
            said = "The key is unknown or revoked." if given else None
            raise Refusal(401, said, headers={"WWW-Authenticate": "Bearer"})
        if key is not None and not key.allows(scope):
            raise Refusal(403, f"The key allows to {key.scope}, not to {scope}.")
        notes_at_hand().key = key
        if self.limit is not None:
            self.charge(1)

    def charge(self, cost: int) -> None:
        """Counts names against the rate of who asks. Raises Refusal (429)."""
        if self.limit is None:
            return
        key: Key | None = g.key
        wait = self.limit.take(key.id if key else request.remote_addr or "", cost)
        if wait:
            raise Refusal(429, headers={"Retry-After": str(round(wait))})

    @property
    def owner(self) -> str | None:
        """Whose jobs the request may see: those of its key; None: all."""
        key: Key | None = g.key
        return None if key is None or key.scope == "admin" else key.id

    def audit(self, operation: str, asked: Mapping[str, Any], answer: bytes) -> None:
        """Notes who asked what and what was answered. What can't be written is reported, and the answer still given."""
        if self.settings.audit is None:
            return
        key: Key | None = g.key
        line = {
            "time": now(),
            "request": g.request_id,
            "who": key.id if key else request.remote_addr,
            "operation": operation,
            "asked": asked,
            "index": self.current().index_hash,
            "answer": _short_answer(json.loads(answer)),
        }
        try:
            append_line(self.settings.audit, json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        except OSError as error:
            _log.error("the audit log can't be written: %s", error.strerror)

    @property
    def asks_for_keys(self) -> bool:
        """Whether this request needs a key. By itself a service asks for none where only this machine can reach it:
        where the server is bound to loopback and the client, as far as proxies are trusted, is there too."""
        if self.settings.auth != "auto":
            return self.settings.auth == "on"
        asked = request_at_hand()
        return not (is_loopback(asked.environ.get("SERVER_NAME", "")) and is_loopback(asked.remote_addr or ""))


def append_line(path: Path, line: bytes) -> None:
    """Adds a line to a file that several processes write. Raises OSError where not all of it could be written; what
    there then is of it becomes a line of its own."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        broken_off = False
        if os.fstat(descriptor).st_size:
            os.lseek(descriptor, -1, os.SEEK_END)
            broken_off = os.read(descriptor, 1) != b"\n"
        # One write at the end of the file: lines of several processes do not mix.
        whole = (b"\n" if broken_off else b"") + line + b"\n"
        if os.write(descriptor, whole) < len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(descriptor)


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether an address is of this machine only."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _short_answer(answer: Any) -> Any:
    """Of an answer on names, what it came to; others whole."""
    if isinstance(answer, dict) and "results" in answer:
        return [_short_answer(one) for one in answer["results"]]
    if isinstance(answer, dict) and "status" in answer and "entity" in answer:
        entity = answer["entity"]
        return {"status": answer["status"], "entity": entity["id"] if entity else None, "score": answer["score"]}
    if isinstance(answer, dict) and "match" in answer:
        return {"match": answer["match"], "score": answer["score"]}
    return answer
