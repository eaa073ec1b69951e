"""What the processes of a batch exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resolver.batch.output import Answer

Cells = tuple[str, ...]
Work = Callable[[Sequence[Cells]], list[Answer]]
