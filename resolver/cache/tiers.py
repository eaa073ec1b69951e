"""Several caches one behind the other: the nearest is asked first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resolver.cache.base import Cache

Count = Callable[[str, int], None]
"""Is told where how many values were found: the name of the tier, or "miss"."""


class TieredCache:
    """Asks each tier for what the nearer ones lack, and gives them what it has.

    `tiers` are caches with their names, nearest first; each is asked at most once a call. `count` is told how many
    values each tier had and how many none had.
    """

    def __init__(self, tiers: Mapping[str, Cache], count: Count = lambda _where, _n: None) -> None:
        self._tiers = list(tiers.items())
        self.count = count

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(keys))
        for at, (name, tier) in enumerate(self._tiers):
            values = tier.get_many(wanted)
            here = {key: value for key, value in zip(wanted, values, strict=True) if value is not None}
            if here:
                self.count(name, len(here))
                for _, nearer in self._tiers[:at]:
                    nearer.set_many(here)
                found.update(here)
            wanted = [key for key in wanted if key not in here]
            if not wanted:
                break
        else:
            self.count("miss", len(wanted))
        return [found.get(key) for key in keys]

    def close(self) -> None:
        """Closes the connections of the tiers that have any."""
        for _, tier in self._tiers:
            if close := getattr(tier, "close", None):
                close()

    def set_many(self, items: Mapping[str, bytes]) -> None:
        for _, tier in self._tiers:
            tier.set_many(items)
