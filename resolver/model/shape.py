"""The JSON shape of what answers are made of."""

from __future__ import annotations

from typing import Any

_DIGITS = {"score": 4, "margin": 4, "probability": 4, "weight": 3, "log_odds": 3}
"""Decimal places of figures that have more than they mean."""


class Shaped:
    """What has a JSON shape: its fields (all have slots) under their names, in their order."""

    __slots__: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {name: _plain(getattr(self, name), _DIGITS.get(name)) for name in self.__slots__}


def _plain(value: Any, digits: int | None) -> Any:
    """A value of a field as JSON has it."""
    if isinstance(value, Shaped):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(each, None) for each in value]
    return value if digits is None else round(value, digits)
