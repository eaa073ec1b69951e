"""Remembers answers: in this process, or in Redis for several processes. A cache may forget, it never fails."""

from resolver.cache.base import Cache
from resolver.cache.memory import MemoryCache
from resolver.cache.open import open_cache
from resolver.cache.redis import RedisCache

__all__ = ["Cache", "MemoryCache", "RedisCache", "open_cache"]
