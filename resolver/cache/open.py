"""Chooses the cache."""

from __future__ import annotations

from resolver.cache.base import Cache
from resolver.cache.memory import MemoryCache
from resolver.cache.redis import RedisCache


def open_cache(redis_url: str | None = None, *, ttl_seconds: float = 3600, timeout_seconds: float = 0.2) -> Cache:
    """The cache in Redis if `redis_url` is given, else one in this process.

    `ttl_seconds` is how long an answer is kept, `timeout_seconds` how long Redis is waited for. Redis need not be there
    yet. Raises ConfigurationError for a URL that is none, or a time that is not positive.
    """
    if redis_url:
        return RedisCache(redis_url, ttl_seconds, timeout_seconds)
    return MemoryCache(ttl_seconds=ttl_seconds)
