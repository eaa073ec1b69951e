"""The JSON schemas and examples that the specification of the reconciliation API comes with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

VERSIONS = ("0.2", "1.0-draft")
FOLDER = Path(__file__).parent.parent.parent / "shared" / "specs" / "reconciliation"


class Schemas:
    """The schemas of one version. Their own `$schema` names no draft: `$id`, `contains` and `definitions` make them
    draft 7. They refer to each other by `$id`; one of version 0.2 bears an `$id` of the draft, hence a registry each.
    """

    def __init__(self, version: str) -> None:
        self.version = version
        self._schemas: dict[str, dict[str, Any]] = {
            path.stem: json.loads(path.read_text("utf-8")) for path in (FOLDER / version / "schemas").glob("*.json")
        }
        self._registry: Registry[Any] = Registry().with_resources(
            (schema["$id"].rstrip("#"), DRAFT7.create_resource(schema)) for schema in self._schemas.values()
        )

    def errors(self, kind: str, value: object) -> list[str]:
        """What is wrong with a value of this kind; nothing if it is valid."""
        validator = Draft7Validator(self._schemas[kind], registry=self._registry)
        return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]

    def check(self, kind: str, value: object) -> None:
        errors = self.errors(kind, value)
        assert not errors, f"{kind} of version {self.version}: {errors}"

    @property
    def kinds(self) -> set[str]:
        return set(self._schemas)


@cache
def schemas(version: str) -> Schemas:
    return Schemas(version)


def examples() -> Iterator[tuple[str, str, bool, Path]]:
    """The examples for which there is a schema: version, kind, whether they are valid, file."""
    for version in VERSIONS:
        for path in sorted((FOLDER / version / "examples").glob("*/*/*.json")):
            kind = path.parent.parent.name
            if (FOLDER / version / "schemas" / f"{kind}.json").is_file():
                yield version, kind, path.parent.name == "valid", path
