"""The documents tell the truth: they print what commands print, name everything there is, and follow from the code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest
from conftest import ROOT, unavailable
from documents import DOCUMENTS, blocks, comparable, missing, performed
from reference import REFERENCE, commands, contract, documented, pages
from web_index import towns_and_people

import resolver
from resolver import Resolver
from resolver.web import create_app
from resolver.web.settings import PREFIX, Settings

PAGES = (*DOCUMENTS, *sorted(REFERENCE.glob("*.md")))
ALL = "\n".join(page.read_text("utf-8") for page in PAGES)
RUNNING = [page for page in DOCUMENTS if any(kind in ("console", "python") for _, kind, *_ in blocks(page.read_text()))]
named = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])


@pytest.mark.parametrize("page", RUNNING, ids=[str(page.relative_to(ROOT)) for page in RUNNING])
def test_a_document_shows_what_is_printed(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    if any("curl " in body for *_, body in blocks(text)) and shutil.which("curl") is None:
        unavailable("curl is missing")
    assert comparable(performed(text, tmp_path)) == comparable(text), f"run: python tests/documents.py {page}"
    if missing(text):
        unavailable(f"all but what needs {', '.join(missing(text))}: it is missing")


@named
def test_no_command_stands_outside_of_blocks_that_are_run(page: Path) -> None:
    text = page.read_text("utf-8")
    known = {"csv", "console", "python", "text", "json", "toml", "yaml", "help", "signature", "tree", "formula"}
    assert len(re.findall(r"^```\w", text, re.MULTILINE)) == len(blocks(text))
    assert {kind for _, kind, *_ in blocks(text)} <= known
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert not re.findall(r"^ {4}(?:\$ |resolver |python |make |curl |docker ).*$", prose, re.MULTILINE)


@pytest.mark.parametrize("name", pages())
def test_the_reference_follows_from_the_code(name: str) -> None:
    assert (REFERENCE / name).read_text("utf-8") == pages()[name], "run: python tests/reference.py"


def test_every_command_and_option_is_described() -> None:
    text = (REFERENCE / "cli.md").read_text("utf-8")
    for path, command in commands():
        _, _, section = text.partition(f"# {path}\n")
        section = section.partition("\n```\n")[0]
        assert section, path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(f"{name}" in section for name in parameter.opts), (path, parameter.opts)
                assert parameter.help, (path, parameter.opts)


def test_every_command_is_shown_at_work_or_explained() -> None:
    prose = "\n".join(page.read_text("utf-8") for page in DOCUMENTS)
    leaves = [path for path, command in commands() if not isinstance(command, click.Group)]
    assert [path for path in leaves if path not in prose] == []


def test_every_address_of_the_service_is_described(tmp_path: Path) -> None:
    app = create_app(towns_and_people(tmp_path))
    rules = {re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    described = {f"/v1{path}" for path in contract()["paths"]} | set(contract()["paths"])
    told = {rule for rule in rules if f"`{rule}`" in ALL}
    reconciling = {rule for rule in rules if rule.startswith("/reconcile")}
    kept = {rule for rule in rules if "static" in rule}
    assert rules - described - told - reconciling - kept == set()
    table = (ROOT / "docs" / "openrefine.md").read_text("utf-8")
    for rule in reconciling - {"/reconcile", "/reconcile/", "/reconcile/v1", "/reconcile/v1/"}:
        assert rule.removeprefix("/reconcile").removeprefix("/v1").removesuffix("/{kind}") in table, rule
    for path, methods in contract()["paths"].items():
        for method in methods:
            assert f"## {method.upper()} /v1{path}\n" in ALL


def test_every_setting_is_described() -> None:
    text = (REFERENCE / "configuration.md").read_text("utf-8")
    for setting in fields(Settings):
        assert f"`{setting.name}` | `{PREFIX}{setting.name.upper()}`" in text


def test_every_public_name_is_described() -> None:
    text = (REFERENCE / "python.md").read_text("utf-8")
    for name in resolver.__all__:
        assert re.search(rf"\b{name}\b", text), name
    for name in (name for name in vars(Resolver) if not name.startswith("_")):
        assert re.search(rf"^(?:\*\*`{name}`\*\*|{name}\()", text, re.MULTILINE), name
    for member in (one for members in documented().values() for one in members):
        assert member.__doc__, member


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


@named
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        assert path.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(_anchor, titles), target


def test_the_site_builds(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages_built = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.html")}
    assert {"index.html", "tutorial.html", "reference/cli.html"} <= pages_built
    for path in tmp_path.rglob("*.html"):  # it works without a network: nothing is fetched from elsewhere
        assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"https?://[^\"]+", path.read_text("utf-8"))
