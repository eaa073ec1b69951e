"""Chooses the cache."""

from __future__ import annotations

from resolver.cache.base import Cache
from resolver.cache.memory import MemoryCache
from resolver.cache.tiers import TieredCache


def open_cache(
    redis_url: str | None = None,
    *,
    ttl_seconds: float = 3600,
    timeout_seconds: float = 0.2,
    memory_bytes: int = 256 * 1024 * 1024,
) -> TieredCache:
    """A cache in this process, `memory_bytes` large (0: none), and behind it the one in Redis if `redis_url` is given.

    `ttl_seconds` is how long an answer is kept in each, `timeout_seconds` how long Redis is waited for. Redis need not
    be there yet. Raises ConfigurationError for a URL that is none, or a time that is not positive.
    """
    tiers: dict[str, Cache] = {}
    if memory_bytes:
        tiers["memory"] = MemoryCache(ttl_seconds=ttl_seconds, max_bytes=memory_bytes)
    if redis_url:
        from resolver.cache.redis import RedisCache  # its library takes longer to load than a name to resolve

        tiers["redis"] = RedisCache(redis_url, ttl_seconds, timeout_seconds)
    return TieredCache(tiers)
