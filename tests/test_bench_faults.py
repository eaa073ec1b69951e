"""Things around the service break while it is asked: a short form of the fault runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from breakage import CASES
from conftest import unavailable
from faults import DOCUMENT, HEAD


@pytest.mark.parametrize("only", ["is paused", "a worker is killed", "the disk is full"])
def test_no_answer_is_wrong_or_missing_while_something_breaks(root: Path, only: str) -> None:
    if shutil.which("redis-server") is None:
        unavailable("redis-server is missing")
    command = [sys.executable, str(root / "bench" / "faults.py"), "--seconds", "3", "--only", only]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(HEAD)
    assert len(done.stdout.splitlines()) == 3


def test_the_table_of_the_document_is_of_all_cases() -> None:
    table = DOCUMENT.read_text("utf-8").partition(f"{HEAD}\n")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[1:]]
    assert [row[0] for row in rows] == list(CASES)
    for what, _, _, wrong, errors, refused, _, jobs, *_ in rows:
        done, _, taken = jobs.partition(" of ")
        assert (wrong, errors, done) == ("0", "0", taken)
        assert refused == "0" or "SIGTERM" in what
