"""Writes docs/reference/ from the code: `python tests/reference.py`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import yaml

import resolver
from resolver import Resolver, errors, model
from resolver.annotate import html_page
from resolver.batch import (
    COMPARE_COLUMNS,
    NORMALIZE_COLUMNS,
    NameColumn,
    TableRun,
    compare_table,
    name_columns,
    normalize_table,
)
from resolver.batch.tables import KINDS
from resolver.cli.entry import cli
from resolver.client import AsyncClient, Client, Retry
from resolver.cluster import Cluster, Clustering, Constraint, Doubt
from resolver.engines import frames, spark, sql
from resolver.index import IndexInfo, NameIndex, build_index
from resolver.model import ENTITY_TYPES
from resolver.romanize import System, romanize, systems
from resolver.romanize.catalogue import table
from resolver.sources import formats
from resolver.store import Decision, Store, import_files
from resolver.web.settings import FILE, PREFIX, Settings, described

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
_NOTE = "<!-- Written by `python tests/reference.py`; changes here are lost. -->"

Rows = Iterable[Iterable[str]]


def pages() -> dict[str, str]:
    """The text of every page of the reference, by the name of its file."""
    made: dict[str, Callable[[], Iterator[str]]] = {
        "cli.md": _cli,
        "http.md": _http,
        "python.md": _python,
        "configuration.md": _configuration,
        "file-formats.md": _file_formats,
        "romanisation.md": _romanisation,
    }
    return {name: f"{_NOTE}\n" + "\n".join(write()).rstrip() + "\n" for name, write in made.items()}


def commands(of: click.Command = cli, path: str = "resolver") -> Iterator[tuple[str, click.Command]]:
    """Every command with its path, `resolver` first."""
    yield path, of
    if isinstance(of, click.Group):
        context = click.Context(of)
        for name in sorted(of.list_commands(context)):
            if command := of.get_command(context, name):
                yield from commands(command, f"{path} {name}")


def contract() -> dict[str, Any]:
    """The description of the interface over HTTP."""
    text = Path(str(resolver.__file__)).with_name("web").joinpath("openapi.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def documented() -> dict[str, list[Any]]:
    """What of Python is described, by heading."""
    answers = [getattr(resolver, name) for name in resolver.__all__ if name not in ("Resolver", "__version__")]
    further = ["Asked", "Context", "Annotation", "EntityName", "EntityRecord", "Explanation", "Mention", "NameRow"]
    further += ["Suggestion", "Variant"]
    return {
        "The façade": [Resolver],
        "Answers": [one for one in answers if one is not resolver.ResolverError],
        "Further answers": [*(getattr(model, name) for name in further), Cluster, Clustering, Constraint, Doubt],
        "Tables": [normalize_table, NameColumn, name_columns, compare_table, TableRun],
        "Columns of other engines": [frames.resolve_column, sql.register, spark.normalize],
        "A running service": [Client, AsyncClient, Retry],
        "Lists": [NameIndex, IndexInfo, build_index, Store, Decision, import_files],
        "Running text as a page": [html_page],
    }


def _table(head: Iterable[str], rows: Rows) -> Iterator[str]:
    head = list(head)
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |"
    yield ""


def _cli() -> Iterator[str]:
    yield "# Commands\n"
    for path, command in commands():
        yield f"{'##' if path == 'resolver' or path.count(' ') == 1 else '###'} {path}\n"
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        context.help_option_names = ["-h", "--help"]
        yield f"```help\n{command.get_help(context)}\n```\n"


def _http() -> Iterator[str]:
    described_ = contract()
    operations = [
        (method.upper(), f"/v1{path}", operation)
        for path, methods in described_["paths"].items()
        for method, operation in methods.items()
    ]
    yield f"# HTTP\n\n{described_['info']['description']} A running service shows this description at `/docs`, and"
    yield "for machines at `/openapi.json`. Paths without `/v1` do as well. How to reconcile:"
    yield "[OpenRefine](../openrefine.md); keys, limits, health: [operations](../operations.md).\n"
    yield from _table(
        ("request", "answers", "a key needs"),
        ((f"`{method} {path}`", one["summary"], one.get("x-scope", "")) for method, path, one in operations),
    )
    for method, path, operation in operations:
        yield f"## {method} {path}\n\n{operation['summary']}. {operation.get('description', '')}".rstrip() + "\n"
        parameters = [_followed(described_, one) for one in operation.get("parameters", ())]
        if parameters:
            yield from _table(("parameter", "in", "is", "for"), (_parameter(described_, one) for one in parameters))
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"Body: `{kind}`\n\n```json\n{_indented(_shape(described_, content.get('schema', {})))}\n```\n"
        yield from _table(
            ("status", "answer"),
            ((status, _answer(described_, one)) for status, one in operation["responses"].items()),
        )
    yield "## What is sent and answered\n"
    for name, schema in described_["components"]["schemas"].items():
        if "properties" in schema:
            yield f"### {name}\n\n{schema.get('description', '')}".rstrip() + "\n"
            required = schema.get("required", ())
            yield from _table(
                ("field", "is", "always there"),
                (
                    (f"`{field}`", _kind(described_, one), "yes" if field in required else "")
                    for field, one in schema["properties"].items()
                ),
            )


def _followed(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _named(node: dict[str, Any]) -> str:
    return str(node["$ref"].rsplit("/", 1)[1]) if "$ref" in node else ""


def _parameter(document: dict[str, Any], one: dict[str, Any]) -> tuple[str, str, str, str]:
    wanted = " (required)" if one.get("required") else ""
    return f"`{one['name']}`{wanted}", one["in"], _kind(document, one["schema"]), one.get("description", "")


def _kind(document: dict[str, Any], node: dict[str, Any]) -> str:
    """A schema in a few words."""
    schema = _followed(document, node)
    if "properties" in schema and _named(node):
        return f"[{_named(node)}](#{_named(node).lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(document, one) for one in schema["anyOf"])
    kinds = schema.get("type", "anything")
    words = " or ".join(kinds) if isinstance(kinds, list) else kinds
    if "items" in schema:
        words = f"array of {_kind(document, schema['items'])}"
    if "enum" in schema:
        words += ": " + ", ".join(f"`{value}`" for value in schema["enum"] if value is not None)
    if "minimum" in schema or "maximum" in schema:
        words += f" {schema.get('minimum', '…')} to {schema.get('maximum', '…')}"
    if "maxLength" in schema:
        words += f", up to {schema['maxLength']:,} characters"
    if "default" in schema:
        words += f", default {schema['default']}"
    return f"{words}. {schema['description']}" if "description" in schema else str(words)


def _shape(document: dict[str, Any], node: dict[str, Any]) -> Any:
    """An example of a schema's shape."""
    schema = _followed(document, node)
    if "properties" in schema:
        return {name: _shape(document, one) for name, one in schema["properties"].items()}
    if "items" in schema:
        return [_shape(document, schema["items"])]
    kinds = schema.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if "enum" in schema:
        return " | ".join(value for value in schema["enum"] if value)
    return {"integer": schema.get("default", 0), "number": 0.0, "boolean": False}.get(kind, "…")


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _answer(document: dict[str, Any], node: dict[str, Any]) -> str:
    response = _followed(document, node)
    kinds = ", ".join(f"`{kind}`" for kind in response.get("content", {}))
    schemas = {_named(content.get("schema", {})) for content in response.get("content", {}).values()} - {""}
    links = ", ".join(f"[{name}](#{name.lower()})" for name in sorted(schemas))
    told = response.get("description", "")
    return f"{told} {links} {f'({kinds})' if kinds else ''}".strip()


def _python() -> Iterator[str]:
    yield "# Python\n\n```text\nfrom resolver import " + ", ".join(resolver.__all__) + "\n```\n"
    yield "Everything else is imported from where its heading says. All answers are frozen dataclasses.\n"
    for title, members in documented().items():
        yield f"## {title}\n"
        for member in members:
            yield from _described(member)
    yield "## Errors\n\nAll are in `resolver.errors`, and derive from `resolver.ResolverError`.\n"
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n", 1)[1]
    yield f"```tree\n{tree}\n```\n"


def _described(member: Any) -> Iterator[str]:
    home = "resolver" if member.__name__ in resolver.__all__ else _home(member)
    yield f"### {home}.{member.__name__}\n"
    yield f"```signature\n{_signature(member.__name__, member)}\n```\n"
    yield f"{_prose(member)}\n"
    if inspect.isclass(member):
        for name, part in _public(member):
            if isinstance(part, property):
                yield f"**`{name}`** (property): {_prose(part)}\n"
                continue
            method = getattr(member, name)
            yield f"```signature\n{_signature(name, method)}\n```\n\n{_prose(method)}\n"


def _public(member: type) -> Iterator[tuple[str, Any]]:
    ours = (each for each in reversed(member.__mro__) if each.__module__.startswith("resolver."))
    for name, part in {name: part for each in ours for name, part in vars(each).items()}.items():
        if not name.startswith("_") and (
            inspect.isfunction(part) or isinstance(part, property | classmethod | staticmethod)
        ):
            yield name, part


def _home(member: Any) -> str:
    """The shortest module that offers it."""
    parts = str(member.__module__).split(".")
    for size in range(2, len(parts)):
        package = __import__(".".join(parts[:size]), fromlist=["_"])
        if member.__name__ in getattr(package, "__all__", ()):
            return ".".join(parts[:size])
    return str(member.__module__)


def _signature(name: str, member: Any) -> str:
    signature = inspect.signature(member)
    parameters = [
        one.replace(default=...) if inspect.isfunction(one.default) else one  # a function shows where it lies in memory
        for one in signature.parameters.values()
        if one.name != "self"
    ]
    short = str(signature.replace(parameters=parameters)).replace("'", "").replace("Ellipsis", "...")
    if len(name) + len(short) <= 100:
        return f"{name}{short}"
    lines, star = [], False
    for one in parameters:
        if one.kind is one.KEYWORD_ONLY and not star:
            lines.append("    *,")
            star = True
        lines.append(f"    {str(one).replace(chr(39), '').replace('Ellipsis', '...')},")
    returned = signature.return_annotation
    arrow = "" if returned is signature.empty else f" -> {str(returned).replace(chr(39), '')}"
    return "\n".join([f"{name}(", *lines, f"){arrow}"])


def _prose(member: Any) -> str:
    return inspect.getdoc(member) or ""


def _configuration() -> Iterator[str]:
    yield "# Configuration\n\nOf the service. An option of `resolver serve` comes before the environment, which comes"
    yield f"before the file `{FILE}` in the working directory, or the one that `{PREFIX}CONFIG` names."
    yield "`resolver config` shows what holds, and where it comes from.\n"
    shown = {"keys": "keys.json in the user's configuration folder", "jobs": "jobs in the user's state folder"}
    yield from _table(
        ("setting", "variable", "without it", "what it is"),
        (
            (
                f"`{one.name}`",
                f"`{PREFIX}{one.name.upper()}`",
                shown.get(one.name, _value(one.default)),
                described(one.name).help,
            )
            for one in fields(Settings)
        ),
    )
    yield "Commands other than `serve` follow one variable: `RESOLVER_STORE` stands for their `--store`."


def _value(value: object) -> str:
    if value is None or value in ("", ()):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _file_formats() -> Iterator[str]:
    yield "# File formats\n\n## Tables\n"
    yield (
        "`resolver normalize`, `compare --pairs`, `cluster`, `lint` and `index` read and write: " + _listed(KINDS) + "."
    )
    yield "CSV, TSV and JSONL are UTF-8, also as `.gz` or `.zst`; TSV is unquoted. UTF-16 is known by its mark, other"
    yield "encodings are read with `--encoding`; what is written is UTF-8.\n"
    yield f"`normalize` adds the columns {_listed(NORMALIZE_COLUMNS)}; `compare` {_listed(COMPARE_COLUMNS)}; `cluster`"
    yield "`entity_id`, `entity_name`, `score`.\n\n## Name lists\n"
    yield "A table with a row for each name, as `resolver index` reads it and `resolver export` writes it:\n"
    yield from _table(
        ("column", "what it holds"),
        (
            ("`entity_id`", "one entity, any text; rows with the same one are names of one entity"),
            ("`name`", "the name, in any script"),
            ("`type`", f"{_listed(ENTITY_TYPES)}; optional"),
            ("`lang`", "BCP 47 tag (optional)"),
            ("`role`", "`primary`: the name to show; `alias`; `weak`: it may find, but never match alone (optional)"),
            ("`description`", "a few words about the entity (optional)"),
        ),
    )
    yield "Alias files (YAML) are described in `aliases/README.md` and `aliases/schema.json`.\n\n## Lists to import\n"
    yield "What `resolver import` recognises; also as `.gz`, `.bz2` or `.zst`.\n"
    yield from _table(
        ("format", "what it is", "example"),
        ((f"`{one.id}`", one.title, f"`resolver import {one.example} --into lists.db`") for one in formats()),
    )
    yield "## Other files\n"
    yield from _table(
        ("file", "what it holds"),
        (
            ("index directory", "what `resolver index` writes; to be opened by the version that wrote it, or a newer"),
            ("store", "a SQLite file or PostgreSQL database: entities with their provenance, and decisions"),
            ("constraints", "a table with `left`, `right` and `label` (`same`, `different`, or empty: not known)"),
            ("journal", "what `normalize --resume` writes beside its output until that is whole"),
            ("rejects", "a CSV file of the rows left out by `normalize --rejects`, and why"),
            ("queries", "for `rescreen` and `review`: a name a line, UTF-8"),
        ),
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _romanisation() -> Iterator[str]:
    found = systems()
    languages = list(dict.fromkeys((one.lang, one.script) for one in found))
    spoken = len({lang for lang, _ in languages})
    yield f"# Romanisation\n\n{len(found)} systems for {spoken} languages, each one file of `resolver/romanize/data/`"
    yield "with its source and examples. `resolver romanize NAME` writes a name under those of its script; `--system`"
    yield "ID under one. The more usual systems of a language come first.\n"
    for lang, script in languages:
        here = [one for one in found if (one.lang, one.script) == (lang, script)]
        samples = _samples(here)
        yield f"## {lang} ({script})\n"
        yield from _table(
            ("system", *samples, "what it is", "source"),
            (
                (
                    f"`{one.id}`",
                    *(romanize(sample, one.id) for sample in samples),
                    f"{one.title} ({', '.join(filter(None, (one.kind, str(one.year or ''))))})",
                    one.source,
                )
                for one in here
            ),
        )


def _samples(of: Iterable[System]) -> list[str]:
    """Two names to show the systems of a language with: those that most of their examples have."""
    names = [name for one in of for name, _ in table(one.id).examples if " " not in name]
    return sorted(dict.fromkeys(names), key=lambda name: (-names.count(name), -len(name)))[:2]


def main() -> None:
    """Writes the pages anew."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
