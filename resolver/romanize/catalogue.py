"""The systems there are, found by id, language or script."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files

from resolver.errors import InputError
from resolver.romanize.engine import Romaniser
from resolver.romanize.system import System, Table, parse

_RANGE = re.compile("(.)-(.)")
_DATA = files("resolver.romanize").joinpath("data")


@cache
def table(system_id: str) -> Table:
    """The table of this id, read from its file."""
    name = f"{system_id}.tsv"
    return parse(_DATA.joinpath(name).read_text("utf-8"), name)


@cache
def table_ids(lang: str) -> tuple[str, ...]:
    """The ids of a language's tables, the most usual first."""
    found = [table(system_id) for system_id in _files() if system_id.startswith(f"{lang}-")]
    return tuple(t.system.id for t in sorted(found, key=lambda t: (t.system.rank, t.system.id)))


@cache
def _files() -> tuple[str, ...]:
    names = (path.name for path in _DATA.iterdir())
    return tuple(sorted(name.removesuffix(".tsv") for name in names if name.endswith(".tsv") and "-" in name))


@cache
def languages() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """(language, script, letters of its alphabet), the languages most met first."""
    lines = _DATA.joinpath("languages.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((code, script, frozenset(_RANGE.sub(_spell_out, letters))) for code, script, letters in rows)


def _spell_out(found: re.Match[str]) -> str:
    return "".join(map(chr, range(ord(found[1]), ord(found[2]) + 1)))


@lru_cache(maxsize=1 << 9)
def systems(lang: str | None = None, script: str | None = None) -> tuple[System, ...]:
    """The systems of a language (ISO 639) and script (ISO 15924), or all; the most usual of each language first."""
    codes = [code for code, *_ in languages() if lang in (None, code)]
    found = (table(system_id).system for code in codes for system_id in table_ids(code))
    return tuple(one for one in found if script in (None, one.script))


def system(system_id: str) -> System:
    """The system of this id. Raises InputError naming near ids when there is none."""
    return table(_known(system_id)).system


def romaniser(system_id: str) -> Romaniser:
    """The compiled table of this id. Raises InputError when there is none."""
    return _compiled(_known(system_id))


def romanize(text: str, system_id: str) -> str:
    """Write the text in Latin letters under one system.

    Characters of other scripts stay as they are; case is kept (Щукин -> Shchukin, ЩУКИН -> SHCHUKIN). Raises
    InputError when there is no such system.
    """
    return romaniser(system_id)(text)


@cache
def _compiled(system_id: str) -> Romaniser:
    return Romaniser(table(system_id))


@cache
def _ids() -> dict[str, str]:
    """Every id by which a system is known -> the id of its table."""
    return {name: one.id for one in systems() for name in (*one.also, one.id)}


def _known(system_id: str) -> str:
    if system_id in _files():
        return system_id
    found = _ids().get(system_id.lower())
    if found is None:
        near = get_close_matches(system_id.lower(), _ids(), n=5, cutoff=0.4) or sorted(_ids())[:5]
        raise InputError(
            f"there is no romanisation system '{system_id}'", field="system", mend=f"Near ids: {', '.join(near)}."
        )
    return found
