"""How many threads the linear algebra may use."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def one_thread_each() -> None:
    """Lets the linear algebra of this process use one thread: the matrices are small, and waking threads for them
    costs many times the work. For programs that own their process; a library leaves that choice to its user."""
    threadpool_limits(limits=1, user_api="blas")
