"""Carries out a Dockerfile without a container engine: its steps run in a folder, with absolute paths moved into it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

# Where the Dockerfile puts things; every other absolute path is refused, so that no step touches the host.
_PLACES = ("src", "build", "app", "dist")


@dataclass
class Stage:
    """One FROM and what follows: instruction word and the rest of its line."""

    image: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        return [rest for step, rest in self.steps if step == word]

    def one(self, word: str) -> str:
        (rest,) = self.all(word)
        return rest


def read_dockerfile(path: Path) -> list[Stage]:
    """The stages of a Dockerfile."""
    lines = [line for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    stages: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append(Stage(rest.split()[0]))
        else:
            stages[-1].steps.append((word, rest.strip()))
    return stages


class Build:
    """The steps of all stages in the folder `root`, from the sources in `context`."""

    def __init__(self, stages: list[Stage], context: Path, root: Path) -> None:
        self.root = root
        # The only program of the base image is its Python: here the one that runs the tests, outside its environment.
        programs = root / "base"
        programs.mkdir()
        (programs / "python").symlink_to(getattr(sys, "_base_executable", sys.executable))
        self._context = context
        self._allowed = _allowed(context / ".dockerignore")
        for stage in stages:
            self.env = _bare_environment(programs)
            self._folder = root
            for word, rest in stage.steps:
                getattr(self, f"_{word.lower()}")(rest)
        self.env["HOME"] = "/proc/none"  # the user of the image has no home, and can make none

    def moved(self, text: str) -> str:
        """The text with the places of the Dockerfile inside `root`."""
        places = "|".join(_PLACES)
        text = re.sub(rf"(?<![\w/.*]):?/({places})\b", lambda m: m[0].replace(f"/{m[1]}", f"{self.root}/{m[1]}"), text)
        foreign = [path for path in re.findall(r"(?:^|[\s=])(/[^\s;]+)", text) if not path.startswith(str(self.root))]
        if foreign:
            raise ValueError(f"the Dockerfile writes to {foreign}, which this test does not know")
        return text

    def command(self, exec_form: str) -> list[str]:
        """A command in exec form, with its program found on the PATH of the last stage."""
        program, *arguments = json.loads(exec_form)
        return [shutil.which(program, path=self.env["PATH"]) or program, *arguments]

    def _env(self, rest: str) -> None:
        for setting in rest.split():
            name, _, value = setting.partition("=")
            self.env[name] = self.moved(value).replace("$PATH", self.env["PATH"])

    def _workdir(self, rest: str) -> None:
        self._folder = Path(self.moved(rest))
        self._folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        if sources[0].startswith("--from="):
            (source,) = sources[1:]
            if source != target:
                raise ValueError("all stages share one folder here, so they have to use the same paths")
            return
        for source in sources:
            if source.rstrip("/") not in self._allowed:
                raise ValueError(f"{source} is kept out by .dockerignore")
            origin = self._context / source
            if origin.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(origin, self._folder / target, ignore=ignored, dirs_exist_ok=True)
            else:
                shutil.copy(origin, self._folder / target)

    def _run(self, rest: str) -> None:
        # The host's package cache may serve: it changes how fast the steps are, not what they make.
        env = {name: value for name, value in self.env.items() if name != "PIP_NO_CACHE_DIR"}
        done = subprocess.run(
            ["sh", "-c", self.moved(rest)], cwd=self._folder, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def _nothing(self, rest: str) -> None:
        """What only describes the image."""

    _user = _expose = _healthcheck = _cmd = _nothing


def _allowed(dockerignore: Path) -> set[str]:
    lines = dockerignore.read_text().splitlines()
    if "*" not in lines:
        raise ValueError(".dockerignore has to keep everything out that it does not name")
    return {line[1:] for line in lines if line.startswith("!")}


def _bare_environment(programs: Path) -> dict[str, str]:
    """The host's environment as far as reaching packages needs it, without a way into the checkout."""
    kept = ("HOME", "PIP_", "SSL_", "REQUESTS_", "HTTP", "NO_PROXY", "http", "no_proxy")
    env = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    return env | {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin"}
