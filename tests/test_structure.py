"""The rooms of docs/design.md: imports only point down, and what does no I/O imports no framework."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FLOORS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("web",),
    ("engines",),
    ("batch", "client", "updates"),
    ("__init__",),
    ("resolver",),
    ("answers",),
    ("annotate", "cluster", "variants"),
    ("live", "pair"),
    ("engine",),
    ("weigh", "bundled"),
    ("decide", "store", "looks"),
    ("match", "sources"),
    ("index",),
    ("tokens",),
    ("encode", "names"),
    ("romanize", "cache"),
    ("facts",),
    ("text",),
    ("model",),
    ("processes",),
    ("program",),
    ("errors", "kernels", "lock", "recent", "siblings", "threads", "turns", "version"),
)
FLOOR = {room: -at for at, rooms in enumerate(FLOORS) for room in rooms}
SANS_IO = ("text", "romanize", "names", "tokens", "encode", "match", "decide", "facts", "kernels")
FRAMEWORKS = {"flask", "click", "redis", "gunicorn", "tqdm", "yaml", "requests", "socket", "urllib"}

PACKAGE = Path(__file__).parent.parent / "resolver"
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
            if node.module == "resolver":
                found.update(f"resolver.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_only_point_down(path: Path) -> None:
    room = room_of(path)
    for module in imported(path):
        parts = module.split(".")
        if parts[0] == "resolver" and len(parts) > 1 and parts[1] in FLOOR and parts[1] != room:
            assert FLOOR[parts[1]] < FLOOR[room], f"{room} imports {parts[1]}, which stands no lower"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in SANS_IO], ids=lambda p: str(p.name))
def test_the_lower_rooms_import_no_framework(path: Path) -> None:
    assert not {module.split(".")[0] for module in imported(path)} & FRAMEWORKS


def test_every_room_has_its_floor_and_its_line_in_the_design(root: Path) -> None:
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= set(FLOOR)
    named = set(re.findall(r"`resolver/(\w+)", (root / "docs" / "design.md").read_text("utf-8")))
    assert rooms - {"__init__", "__main__", "threads", "version"} <= named
