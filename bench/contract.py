"""Asks the service whatever its contract allows, and what it forbids: schemathesis, all its checks, for a while.

    python bench/contract.py [--seconds 600] [--seed 1] [OPTIONS OF schemathesis run...]

The service runs as `resolver serve` does, with a store for decisions and a key that may do everything. Exit code and
output are those of schemathesis.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from scene import Scene, people, write_index

from resolver.store import Store
from resolver.web.keys import KeyFile

_NAMES = 200

_SETTINGS = """
# Sound or not, what is too long for a request line is refused as such.
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "414", "429", "5xx"]
negative_data_rejection.expected-statuses = [
  "400", "401", "403", "404", "405", "406", "409", "414", "415", "422", "428", "429", "5xx",
]
"""


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_index(folder / "index", people()[:_NAMES], 0)
        with closing(Store.open(folder / "store.db", create=True)):
            _, key = KeyFile(folder / "keys.json").add("admin")
        (folder / "schemathesis.toml").write_text(_SETTINGS, "utf-8")
        scene = Scene(folder, "", folder, RESOLVER_STORE=str(folder / "store.db"))
        scene.start()
        try:
            code = subprocess.run(
                [
                    Path(sys.executable).with_name("schemathesis"), "run",
                    f"http://127.0.0.1:{scene.port}/openapi.json",
                    "--checks", "all", "--max-time", str(options.seconds), "--seed", str(options.seed),
                    "--header", f"Authorization: Bearer {key}", "--continue-on-failure", *more,
                ],
                check=False, cwd=folder,
                env={**os.environ, "SCHEMATHESIS_HOOKS": "contract_formats", "PYTHONPATH": str(Path(__file__).parent)},
            ).returncode  # fmt: skip
        finally:
            scene.end()
    sys.exit(code)


if __name__ == "__main__":
    main()
