"""Measures `resolver import`: lines a second and memory, on a made-up list of FollowTheMoney entities.

    python bench/imports.py [--lines N] [--seed N] [--into STORE] [--keep FILE]

The list is like those of OpenSanctions: three lines in five are persons, companies and vessels with one to four names,
up to three aliases, a weak alias now and then, earlier ids, countries and notes; the others (sanctions, addresses,
links) bear no name. Printed are lines a second of CPU time and by the clock, and the peak memory of the import. The
CPU time counts where other work shares the machine. The same seed gives the same list.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_NAMED = 0.6
_SCHEMATA = ("Person", "Person", "Person", "Company", "Company", "Organization", "LegalEntity", "Vessel")
_UNNAMED = ("Sanction", "Address", "Ownership", "Directorship", "Passport")
_LETTERS = ("abcdefghiklmnoprstuvyz", "абвгдежзиклмнопрстуфхцчшыя", "ابتثجحخدذرزسشصعغفقكلمنهوي")
_COUNTRIES = ("by", "ru", "ua", "de", "us", "cn", "ir", "sy")


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder) / "made-up.ftm.json"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(lines(asked.lines, asked.seed))
        where = asked.into or str(Path(folder) / "lists.db")
        command = [sys.executable, "-m", "resolver", "import", str(path), "--into", where]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        print(f"{asked.lines:,} lines, {path.stat().st_size / 1e6:,.0f} MB")
        print(f"{asked.lines / cpu:,.0f} lines a second of CPU time ({cpu:.1f} s)")
        print(f"{asked.lines / seconds:,.0f} lines a second by the clock ({seconds:.1f} s)")
        print(f"{used.ru_maxrss / 1024:,.0f} MB at most")


def lines(count: int, seed: int) -> Iterator[str]:
    """The lines of the list."""
    rng = random.Random(seed)
    for number in range(count):
        made = _named(rng, number) if rng.random() < _NAMED else _unnamed(rng, number)
        yield json.dumps(made, ensure_ascii=False) + "\n"


def _named(rng: random.Random, number: int) -> dict[str, Any]:
    schema = rng.choice(_SCHEMATA)
    properties: dict[str, list[str]] = {"name": [_name(rng) for _ in range(rng.randint(1, 4))]}
    properties["alias"] = [_name(rng) for _ in range(rng.randint(0, 3))]
    if rng.random() < 0.1:
        properties["weakAlias"] = [_word(rng, _LETTERS[0])]
    if schema == "Person":
        properties["nationality"] = [rng.choice(_COUNTRIES)]
        properties["birthDate"] = [f"{rng.randint(1930, 2000)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"]
    properties["notes"] = [" ".join(_word(rng, _LETTERS[0]) for _ in range(rng.randint(5, 40)))]
    properties["topics"] = ["sanction"]
    referents = [f"list-{rng.getrandbits(48):x}" for _ in range(rng.randint(0, 4))]
    return _entity(number, schema, properties, properties["name"][0], referents)


def _unnamed(rng: random.Random, number: int) -> dict[str, Any]:
    other = _id(rng.randrange(number + 1))
    properties = {
        "entity": [other],
        "startDate": ["2022-03-01"],
        "program": [_name(rng)],
        "sourceUrl": [f"https://{other}"],
    }
    return _entity(number, rng.choice(_UNNAMED), properties, "", [])


def _entity(
    number: int, schema: str, properties: dict[str, list[str]], caption: str, referents: list[str]
) -> dict[str, Any]:
    return {
        "id": _id(number),
        "caption": caption or schema,
        "schema": schema,
        "properties": {key: values for key, values in properties.items() if values},
        "referents": referents,
        "datasets": ["made_up", "list"],
        "first_seen": "2024-01-01T00:00:00",
        "last_seen": "2025-01-01T00:00:00",
        "target": True,
    }


def _id(number: int) -> str:
    """An id like those that publishers give: they come in no order, which databases feel."""
    return f"NK-{hashlib.blake2b(str(number).encode(), digest_size=11).hexdigest()}"


def _name(rng: random.Random) -> str:
    letters = rng.choice(_LETTERS)
    return " ".join(_word(rng, letters).title() for _ in range(rng.randint(2, 4)))


def _word(rng: random.Random, letters: str) -> str:
    return "".join(rng.choices(letters, k=rng.randint(3, 10)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures `resolver import`.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", help="a store; without it, a SQLite file that is removed afterwards")
    parser.add_argument("--keep", type=Path, help="write the list here, and leave it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
