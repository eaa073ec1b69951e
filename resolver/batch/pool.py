"""What the processes of a batch exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resolver.batch.output import Answer
from resolver.processes import Job

Cells = tuple[str, ...]
Work = Callable[[Sequence[Cells]], list[Answer]]
TableJob = Job[Cells, Answer]
"""What is done with the cells of each row."""
