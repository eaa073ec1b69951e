"""What a program that owns its process settles for the whole of it."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

THREADS = """
import ctypes, sys, threading
from resolver.program import own_process

own_process()
library = ctypes.CDLL(None)
together = threading.Barrier(8)


def keep() -> None:
    together.wait()
    for _ in range(200):
        library.malloc(1000)


threads = [threading.Thread(target=keep) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library has arenas")
def test_threads_share_one_arena_of_memory(tmp_path: Path) -> None:
    told = tmp_path / "arenas.xml"
    subprocess.run([sys.executable, "-c", THREADS, str(told)], check=True)
    assert told.read_text().count("<heap nr=") == 1
