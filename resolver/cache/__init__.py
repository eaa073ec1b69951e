"""Remembers answers: in this process, or in Redis for several processes. A cache may forget, it never fails."""

from resolver.cache.base import Cache
from resolver.cache.flight import SingleFlight
from resolver.cache.memory import MemoryCache
from resolver.cache.open import open_cache
from resolver.cache.rate import Counters, MemoryCounters, RateLimit
from resolver.cache.seal import seal, unseal
from resolver.cache.tiers import TieredCache

__all__ = [
    "Cache",
    "Counters",
    "MemoryCache",
    "MemoryCounters",
    "RateLimit",
    "SingleFlight",
    "TieredCache",
    "open_cache",
    "seal",
    "unseal",
]
