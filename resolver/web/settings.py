"""The settings of the service, from the environment."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from resolver.cache import Cache, open_cache
from resolver.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service can be told.

    `index` is an index directory (None: the bundled aliases), `redis_url` where answers are kept ("": in each process),
    `cache_ttl` how many seconds an answer is kept, `redis_timeout` how many seconds Redis is waited for.
    """

    index: Path | None = None
    redis_url: str = ""
    cache_ttl: float = 3600.0
    redis_timeout: float = 0.2

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """From RESOLVER_INDEX, RESOLVER_REDIS_URL, RESOLVER_CACHE_TTL and RESOLVER_REDIS_TIMEOUT; unset or empty ones
        keep their default. Raises ConfigurationError for a time that is no positive number."""
        environ = os.environ if environ is None else environ
        default = cls()
        index = environ.get("RESOLVER_INDEX", "")
        return cls(
            index=Path(index) if index else default.index,
            redis_url=environ.get("RESOLVER_REDIS_URL", default.redis_url),
            cache_ttl=_seconds(environ, "RESOLVER_CACHE_TTL", default.cache_ttl),
            redis_timeout=_seconds(environ, "RESOLVER_REDIS_TIMEOUT", default.redis_timeout),
        )

    def open_cache(self) -> Cache:
        """The cache of these settings. Raises ConfigurationError if `redis_url` is no URL of Redis."""
        return open_cache(self.redis_url, ttl_seconds=self.cache_ttl, timeout_seconds=self.redis_timeout)


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name, "")
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ConfigurationError(f"{name} is '{text}'; it must be a number of seconds above 0")
    return seconds
