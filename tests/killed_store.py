"""Works on stores in children that are killed with SIGKILL.

Started once as a program of its own: each order, a line of JSON on standard input, costs a fork and not the start of an
interpreter. `what` names the work, `step` the database statement or commit at which the child kills itself, `after` the
seconds after which it is killed from outside; without either it may end. The answer, a line too: what the child said
before it was gone, how many steps it took, and whether it was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable

import alembic.command
import alembic.config  # noqa: F401
import psycopg  # noqa: F401
import sqlalchemy as sa
from sqlalchemy import event

from resolver.sources import SourceEntity, SourceName
from resolver.store import Decision, Store

Say = Callable[[object], None]
BATCHES = 6
ENTITIES = 20
DECISIONS = 8


def importing(where: str, tag: str, say: Say) -> None:
    """Makes the store if need be, and imports batches; says the number of each that is written."""
    with Store.open(where, create=True) as store:
        run = store.begin_import([tag], ["test"])
        for batch in range(BATCHES):
            ids = [f"{tag}-{batch}-{n}" for n in range(ENTITIES)]
            names = [(SourceName(f"Name of {i}", kind="primary"), SourceName(f"Alias of {i}")) for i in ids]
            store.put([SourceEntity(i, "person", n) for i, n in zip(ids, names, strict=True)], source=tag, run=run)
            say(batch)


def deciding(where: str, tag: str, say: Say) -> None:
    """Makes decisions, and undoes each fourth; says each number."""
    with Store.open(where) as store:
        for n in range(DECISIONS):
            say(store.decide(Decision("alias", tag, f"name {n}", "ada")))
            if n % 4 == 3:
                say(store.undo(store.revision(), who="ada"))


def migrating(where: str, tag: str, say: Say) -> None:
    """Brings an old store up to date."""
    Store.open(where).close()
    say(tag)


WORK = {"importing": importing, "deciding": deciding, "migrating": migrating}


def child(order: dict[str, object], pipe: int) -> None:
    steps = 0

    def say(what: object) -> None:
        os.write(pipe, f"{what}\n".encode())

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps == order["step"]:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(sa.Engine, moment, step)
    WORK[str(order["what"])](str(order["where"]), str(order["tag"]), say)
    say(f"steps {steps}")


def carry_out(order: dict[str, object]) -> dict[str, object]:
    heard, pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(order, pipe)
            os._exit(0)
        finally:  # whatever happened: nothing of the child goes on as the parent
            traceback.print_exc()
            os._exit(1)
    os.close(pipe)
    if order["after"] is not None:
        time.sleep(float(str(order["after"])))
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(heard) as lines:
        said = lines.read().splitlines()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    steps = int(said.pop().split()[1]) if said and said[-1].startswith("steps") else None
    return {"said": said, "steps": steps, "code": code}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(carry_out(json.loads(line))), flush=True)
