"""Curated alias files: YAML lists of entities, in the format of aliases/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from resolver.errors import AliasError
from resolver.model import NameRow

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CANONICAL_LANG = "en"


def bundled_files() -> list[Path]:
    """The alias files that come with the package: inside it when installed, beside it in a checkout."""
    package = Path(str(files("resolver")))
    for folder in (package / "aliases", package.parent / "aliases"):
        if folder.is_dir():
            return sorted(folder.glob("*.yaml"))
    raise AliasError("the bundled aliases are missing", mend="Install the package again.")


def read_aliases(paths: Iterable[Path]) -> Iterator[NameRow]:
    """The names of all entities in the files. Raises AliasError, naming file and entity, where one is not as it must
    be."""
    for path in paths:
        try:
            entities = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise AliasError(f"{path} can't be read: {error}") from error
        if not isinstance(entities, list):
            raise AliasError(f"{path} is no list of entities", mend="See aliases/README.md for the format.")
        for at, entity in enumerate(entities, 1):
            try:
                yield from _rows(entity)
            except (KeyError, TypeError, AttributeError) as error:
                what = f"entity {at} of {path} lacks or misplaces {error}"
                raise AliasError(what, mend="See aliases/README.md for the format.") from error


def _rows(entity: dict[str, Any]) -> Iterator[NameRow]:
    def row(name: str, lang: str, role: str, kind: str = "") -> NameRow:
        return NameRow(entity["id"], name, entity["type"], lang, role, kind == "weak", entity.get("description", ""))

    yield row(entity["name"], _CANONICAL_LANG, "primary")
    for name in entity.get("names", ()):
        yield row(name["name"], name.get("lang", ""), "alias", name.get("kind", ""))
