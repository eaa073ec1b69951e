"""What may be wrong with alias files: format, duplicates, shared names, and tags that do not fit the letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from resolver.model import ENTITY_TYPES, NameRow
from resolver.text import fold
from resolver.text.script import char_script

Level = Literal["error", "warning", "info"]

NAME_KINDS = ("acronym", "nickname", "former", "exonym", "misprint", "weak")
_REQUIRED = ("id", "type", "name", "description", "source")
_OPTIONAL = ("country", "born", "died", "founded", "dissolved", "names")
_OF_A_NAME = ("name", "lang", "script")
_FORMAT = "See aliases/README.md for the format."

_MIXED = MappingProxyType({"Jpan": ("Hani", "Hira", "Kana"), "Kore": ("Hang", "Hani")})
_OF_A_TAG = MappingProxyType({"Hans": "Hani", "Hant": "Hani"})
# Latin initials and Roman numerals stand in names of any script.
_LATIN_SIGNS = re.compile(r"\b(?:[A-Z]|[IVX]+)\b")
# Zero-width joiners and non-joiners are part of the spelling here.
_JOINERS = MappingProxyType(
    {"Arab": "\u200c", "Beng": "\u200c\u200d", "Deva": "\u200c\u200d", "Knda": "\u200c", "Mlym": "\u200c\u200d",
     "Sinh": "\u200d", "Telu": "\u200c"}
)  # fmt: skip

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at: where (`line` is counted from 1), how bad, a stable `kind`, what it is and what to do.

    An error makes the files wrong, a warning an answer ambiguous, an info nothing.
    """

    path: str
    line: int
    level: Level
    kind: str
    message: str
    mend: str

    def to_dict(self) -> dict[str, Any]:
        return {field: getattr(self, field) for field in self.__dataclass_fields__}

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.level}: {self.message}. {self.mend}"


@dataclass(frozen=True, slots=True)
class AliasName:
    """One name as a file holds it: where it stands, its script, and the row that an index gets of it."""

    path: str
    line: int
    script: str
    row: NameRow

    def finding(self, level: Level, kind: str, message: str, mend: str) -> Finding:
        """Something to say of this name."""
        return Finding(self.path, self.line, level, kind, f"“{self.row.name}” {message}", mend)


@dataclass(frozen=True, slots=True)
class _Language:
    scripts: tuple[str, ...]
    letters: str

    def has_alphabet_in(self, script: str) -> bool:
        return self.letters != "" and char_script(self.letters[0]) == script


@cache
def _languages() -> dict[str, _Language]:
    text = files("resolver.sources").joinpath("data", "languages.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {lang: _Language(tuple(scripts.split()), "".join(letters)) for lang, scripts, *letters in rows}


def known_languages() -> tuple[str, ...]:
    """The codes (BCP 47) of the languages of which it is known how they are written, in order."""
    return tuple(sorted(_languages()))


def check_aliases(paths: Iterable[Path]) -> tuple[list[AliasName], list[Finding]]:
    """The names in alias files, and what is wrong with them by file and line; a file that can't be read is a finding,
    too."""
    findings: list[Finding] = []
    names = [name for path in paths for name in _read(path, findings)]
    for name in names:
        findings += _of_letters(name)
    findings += _of_sameness(names)
    return names, sorted(findings)


# Reading with line numbers


def _read(path: Path, findings: list[Finding]) -> Iterator[AliasName]:
    def wrong(line: int, what: str, mend: str = _FORMAT) -> None:
        findings.append(Finding(str(path), line, "error", "format", what, mend))

    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        wrong(at.line + 1 if at else 1, f"the YAML ends here: {error.problem or error.context}", "Correct it.")
        return
    except yaml.YAMLError as error:
        wrong(1, f"this is no YAML: {' '.join(str(error).split())}", "Correct it.")
        return
    except UnicodeDecodeError as error:
        wrong(1, f"byte {error.start} is no UTF-8", "Save the file as UTF-8.")
        return
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        wrong(1, "the file is no list of entities")
        return
    for node in root.value:
        yield from _entity(path, node, wrong)


def _entity(path: Path, node: yaml.Node, wrong: Callable[..., None]) -> Iterator[AliasName]:
    fields = _fields(node, _REQUIRED, _OPTIONAL, wrong)
    if fields is None:
        return
    listed = fields.pop("names", None)
    texts = {key: value.value for key, value in fields.items()}
    if texts["type"] not in ENTITY_TYPES:
        wrong(_line(fields["type"]), f"no such type: {texts['type']}", f"There are: {', '.join(ENTITY_TYPES)}.")

    def row(name: str, lang: str, role: str, kind: str = "") -> NameRow:
        return NameRow(texts["id"], name, texts["type"], lang, role, kind == "weak", texts["description"])

    yield AliasName(str(path), _line(fields["name"]), "Latn", row(texts["name"], "en", "primary"))
    if listed is not None and not isinstance(listed, yaml.SequenceNode):
        wrong(_line(listed), "names is no list")
        return
    for item in listed.value if listed else ():
        parts = _fields(item, _OF_A_NAME, ("kind",), wrong)
        if parts is None:
            continue
        name = {key: value.value for key, value in parts.items()}
        if name.get("kind", NAME_KINDS[0]) not in NAME_KINDS:
            wrong(_line(item), f"no such kind of name: {name['kind']}", f"There are: {', '.join(NAME_KINDS)}.")
        alias = row(name["name"], name["lang"], "alias", name.get("kind", ""))
        yield AliasName(str(path), _line(item), name["script"], alias)


def _fields(
    node: yaml.Node, required: tuple[str, ...], optional: tuple[str, ...], wrong: Callable[..., None]
) -> dict[str, yaml.Node] | None:
    """The fields of a mapping; None, with the reason said, where one that is required lacks or is no text."""
    line = _line(node)
    if not isinstance(node, yaml.MappingNode):
        wrong(line, "this is no set of fields")
        return None
    found: dict[str, yaml.Node] = {}
    sound = True
    for key, value in node.value:
        if key.value in found:
            wrong(_line(key), f"the field {key.value} stands here twice", "Leave one.")
        elif key.value not in (*required, *optional):
            wrong(_line(key), f"no such field: {key.value}", f"There are: {', '.join((*required, *optional))}.")
        elif key.value != "names" and (value.tag != _TEXT or not value.value):
            wrong(_line(value), f"the {key.value} is no text for YAML", 'Put it into quotes: "…".')
            sound = False
        found[key.value] = value
    for lacking in [field for field in required if field not in found]:
        wrong(line, f"there is no {lacking}", "Add it.")
        sound = False
    return found if sound else None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


# Letters against tags


def _of_letters(name: AliasName) -> Iterator[Finding]:
    text, tag = name.row.name, name.row.lang
    language, *subtags = tag.split("-")
    known = _languages().get(language)
    if not _is_clean(text, name.script):
        mend = "Write it in NFC, with single spaces and no invisible characters."
        yield name.finding("error", "unclean", "is not clean text", mend)
    foreign = _foreign_letters(text, name.script)
    if foreign:
        fitting = _script_of_all(text)
        mend = f"Tag it {fitting}." if fitting else "Type these letters anew in that script."
        what = f"is tagged {name.script}, which has no {', '.join(foreign)}"
        yield name.finding("error", "wrong_script", what, mend)
    if known is None:
        yield name.finding("error", "unknown_language", f"has an unknown language, {tag}", "Use a BCP 47 tag.")
        return
    usual = [_OF_A_TAG.get(part, part) for part in subtags if len(part) == 4] or known.scripts
    if name.script not in usual:
        what = f"is tagged {tag} in {name.script}, but {tag} is written in {' or '.join(usual)}"
        yield name.finding("error", "wrong_language", what, "Correct the language or the script.")
    elif not foreign and (outside := _outside_alphabet(text, name.script, known)):
        fitting = " or ".join(_languages_with(text, name.script))
        mend = f"Correct the spelling, or tag it {fitting}." if fitting else "Correct the spelling."
        yield name.finding("error", "wrong_language", f"is tagged {tag}, which has no {', '.join(outside)}", mend)


def _languages_with(text: str, script: str) -> list[str]:
    """The languages whose alphabet, where it is known, has all letters of the text."""
    candidates = [(lang, known) for lang, known in _languages().items() if known.has_alphabet_in(script)]
    return [lang for lang, known in candidates if not _outside_alphabet(text, script, known)]


def _foreign_letters(text: str, script: str) -> list[str]:
    """The letters that are not of the script, each once; what has no script (marks, signs) belongs to any."""
    own = (*_MIXED.get(script, (script,)), "Zyyy")
    kept = text if script == "Latn" else _LATIN_SIGNS.sub("", text)
    return list(dict.fromkeys(char for char in kept if char_script(char) not in own))


def _script_of_all(text: str) -> str:
    """The one script that all letters of the text are of; empty if there is none."""
    used = {char_script(char) for char in text} - {"Zyyy"}
    if len(used) == 1:
        return used.pop()
    return next((script for script, parts in _MIXED.items() if used and used <= set(parts)), "")


def _outside_alphabet(text: str, script: str, known: _Language) -> list[str]:
    """The letters that the language's alphabet has not; none where its letters are not known in this script."""
    if not known.has_alphabet_in(script):
        return []
    kept = _LATIN_SIGNS.sub("", text)
    return list(dict.fromkeys(char for char in kept.lower() if char.isalpha() and char not in known.letters))


def _is_clean(text: str, script: str) -> bool:
    """Whether the text is NFC, spaced singly, and free of invisible characters that its script does not need."""
    unseen = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "So")}
    return (
        text == " ".join(text.split())
        and unicodedata.is_normalized("NFC", text)
        and unseen <= set(_JOINERS.get(script, ""))
        and not unseen & {text[0], text[-1]}
    )


# Names that are the same


def same_name(text: str) -> str:
    """The text as one that collides with it looks: folded, without punctuation."""
    return " ".join(re.sub(r"[^\w\u0300-\u0fff\u1000-\u17ff]|_", " ", fold(text)).split())


def _of_sameness(names: list[AliasName]) -> Iterator[Finding]:
    entities: dict[str, AliasName] = {}
    exact: dict[tuple[str, str], AliasName] = {}
    alike: defaultdict[str, dict[str, AliasName]] = defaultdict(dict)
    for name in names:
        id_, text = name.row.entity_id, name.row.name
        if name.row.role == "primary":
            first = entities.setdefault(id_, name)
            if first is not name:
                what = f"has the id {id_}, as an entity at {_place(first)} has"
                yield name.finding("error", "duplicate_id", what, "Join the two, or give one another id.")
        if (id_, text) in exact:
            what = f"stands twice in {id_}: {_place(exact[id_, text])}"
            yield name.finding("error", "duplicate", what, "Leave one.")
            continue
        exact[id_, text] = name
        key = same_name(text)
        if not key:
            yield name.finding("error", "unclean", "has no letters or digits", "Remove it.")
        elif not name.row.weak and id_ not in alike[key]:
            others = [f"{other} ({_place(there)})" for other, there in alike[key].items()]
            alike[key][id_] = name
            if others:
                mend = "The answer will be ambiguous: leave one, mark the lesser one as weak, or let it be so."
                yield name.finding("warning", "shared", f"names {id_} and {', '.join(others)}", mend)


def _place(name: AliasName) -> str:
    return f"{name.path}:{name.line}"
