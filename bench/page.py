"""Measures how long the page takes to answer while somebody types, in headless Chromium.

    python bench/page.py [--names N] [--index DIR] [--url URL] [--seed N]

Names drawn from the index (the bundled aliases, some 20,000) are typed letter by letter, as fast as a quick typist,
with one letter left out; each is new to the service. Time is counted from the last key to the picture with the answer
for the whole name; the page itself waits 0.12 s for a further key. The service has one worker and stands on the same
machine, unless `--url` names another; load from elsewhere on the machine counts in.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from resolver.bundled import bundled_index
from resolver.index import NameIndex

_KEY_EVERY = 60
"""Milliseconds from one key to the next."""

# The answer of the page says for which name it is; what was typed is in the address when it is shown.
_ANSWERED = """name => new Promise(done => {
  const shown = () => new URL(location).searchParams.get('name') === name
    && !document.querySelector('#answer[aria-busy]');
  const look = () => requestAnimationFrame(shown() ? () => done(performance.now() - window.lastKey) : look);
  look();
})"""


def main() -> None:
    asked = _arguments()
    index = NameIndex.open(asked.index) if asked.index else bundled_index()
    typed = _names(index, asked.names + 1, asked.seed)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is missing")
    service = nullcontext(asked.url) if asked.url else _service(asked.index)
    with service as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(url)
        page.evaluate("addEventListener('keydown', () => window.lastKey = performance.now(), true)")
        page.evaluate("addEventListener('input', () => window.lastKey = performance.now(), true)")
        taken = [_answered(page, name) for name in typed][1:]  # the first one loads what later ones find loaded
        browser.close()
    taken.sort()
    p95 = taken[int(0.95 * len(taken))]
    print(f"{index.info.names:,} names in the index, {len(taken)} typed")
    print(f"median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, slowest {taken[-1]:.0f} ms")


def _answered(page: Page, name: str) -> float:
    """Milliseconds from the last key of a name to its answer."""
    box = page.get_by_role("searchbox")
    box.fill("")
    box.press_sequentially(name, delay=_KEY_EVERY)
    taken: float = page.evaluate(_ANSWERED, name)
    return taken


def _names(index: NameIndex, count: int, seed: int) -> list[str]:
    """Names of the index of five letters or more, each with one letter left out."""
    rng = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        name = " ".join(index.name_text(rng.randrange(index.info.names)).split())
        if 5 <= len(name) <= 40:
            at = rng.randrange(1, len(name) - 1)
            found.append(" ".join((name[:at] + name[at + 1 :]).split()))
    return found


@contextmanager
def _service(index: Path | None) -> Iterator[str]:
    """The address of a service of one worker, which ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "resolver",
        "serve",
        "--port",
        str(port),
        *(["--index", str(index)] if index else []),
    ]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures how long the page takes to answer while somebody types.")
    parser.add_argument("--names", type=int, default=100)
    parser.add_argument("--index", type=Path, help="an index; without it, the bundled aliases")
    parser.add_argument("--url", help="a service that runs already")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
