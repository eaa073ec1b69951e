"""What a romanisation system is, and how its data file is read (format: data/README.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from resolver.errors import ConfigurationError

FIELDS = frozenset({"id", "also", "title", "language", "script", "year", "kind", "rank", "prepare", "source", "note"})
REQUIRED = frozenset({"id", "title", "language", "script", "kind", "rank", "source"})
KINDS = frozenset({"official", "passport", "geographic", "library", "scholarly", "press"})
SECTIONS = ("classes", "rules", "examples")
EMPTY, SPACE = "∅", "␣"
START, END = "^", "$"


@dataclass(frozen=True, slots=True)
class System:
    """One way to write a language of another script in Latin letters.

    `lang` is an ISO 639 code, `script` an ISO 15924 code; `year` is the year of the standard, None for usage that no
    standard fixes; `kind` is one of official, passport, geographic, library, scholarly, press; a lower `rank` is more
    usual; `also` are further ids by which the same table is known.
    """

    id: str
    title: str
    lang: str
    script: str
    source: str
    year: int | None = None
    kind: str = "press"
    rank: int = 50
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` letters become `target`, where one of `after` precedes and one of `before` follows (empty: anything)."""

    source: str
    target: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A data file as read: the system, its rules in file order with classes spelled out, and examples."""

    system: System
    rules: tuple[Rule, ...]
    examples: tuple[tuple[str, str], ...]
    prepare: tuple[str, ...] = ()


def parse(text: str, name: str) -> Table:
    """Read a data file's text. Raises ConfigurationError with file and line where it breaks the format."""
    header: dict[str, str] = {}
    classes: dict[str, tuple[str, ...]] = {}
    rules: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Rule] = {}
    examples: list[tuple[str, str]] = []
    for number, section, line in _lines(text, name):
        if section == "":
            field, colon, value = (part.strip() for part in line.partition(":"))
            if not colon or field not in FIELDS or field in header or not value:
                _refuse(name, number, f"'{line}' is no header line 'field: value', or its field is unknown or doubled")
            header[field] = value
            continue
        cells = line.split("\t")
        if section == "classes" and len(cells) == 2 and cells[0].isascii() and cells[0] not in classes:
            classes[cells[0]] = tuple(part for member in cells[1].split() for part in classes.get(member, (member,)))
        elif section == "examples" and len(cells) == 2:
            examples.append((cells[0], cells[1]))
        elif section == "rules" and len(cells) in (2, 3):
            rule = _rule(cells, classes, name, number)
            key = (rule.source, rule.after, rule.before)
            if key in rules:
                _refuse(name, number, f"a second rule for '{line}'")
            rules[key] = rule
        else:
            _refuse(name, number, f"'{line}' does not fit section [{section}]")
    missing = REQUIRED - header.keys()
    if missing:
        _refuse(name, 1, f"header without {', '.join(sorted(missing))}")
    return Table(
        system=_system(header, name),
        rules=tuple(rules.values()),
        examples=tuple(examples),
        prepare=tuple(header.get("prepare", "").split()),
    )


def _system(header: Mapping[str, str], name: str) -> System:
    if header["kind"] not in KINDS or not header["rank"].isdecimal() or not header.get("year", "0").isdecimal():
        _refuse(name, 1, f"kind is one of {', '.join(sorted(KINDS))}; rank and year are numbers")
    return System(
        id=header["id"],
        title=header["title"],
        lang=header["language"],
        script=header["script"],
        source=header["source"],
        year=int(header["year"]) if "year" in header else None,
        kind=header["kind"],
        rank=int(header["rank"]),
        also=tuple(header.get("also", "").split()),
    )


def _lines(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """(line number, section, line) of every line that says something."""
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
            if section not in SECTIONS:
                _refuse(name, number, f"unknown section [{section}]; there are {', '.join(SECTIONS)}")
            continue
        yield number, section, line


def _rule(cells: list[str], classes: Mapping[str, tuple[str, ...]], name: str, number: int) -> Rule:
    context: dict[str, tuple[str, ...]] = {}
    for clause in cells[2].split(";") if len(cells) == 3 else ():
        word, *members = clause.split()
        if word not in ("after", "before") or word in context or not members:
            _refuse(name, number, f"'{clause}' is no 'after …' or 'before …'")
        unknown = [
            member for member in members if member[0].isascii() and member[0].isalpha() and member not in classes
        ]
        if unknown:
            _refuse(name, number, f"unknown class {', '.join(unknown)}")
        context[word] = tuple(part for member in members for part in classes.get(member, (member,)))
    if not cells[0] or not cells[1]:
        _refuse(name, number, f"an empty cell; nothing is written {EMPTY}")
    target = "" if cells[1] == EMPTY else cells[1].replace(SPACE, " ")
    return Rule(cells[0], target, context.get("after", ()), context.get("before", ()))


def _refuse(name: str, number: int, what: str) -> NoReturn:
    raise ConfigurationError(f"romanisation table {name}, line {number}: {what}")
