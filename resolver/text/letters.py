"""What stands for each letter, one letter after the other."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 1 << 14
"""Letters that are remembered: more than all names of a large list have."""


class Letters(dict[int, str]):
    """Code point -> what stands for the letter by `of`, for `str.translate`; filled as letters are met."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str:
        found = self._of(chr(code))
        if len(self) < _MOST:
            self[code] = found
        return found
