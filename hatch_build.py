"""What is made while the package is built: the kernels (resolver/kernels/*.c) where a C compiler is, else numpy does
their work; and the index of the bundled aliases where the engine runs, else the first command builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
# No fused or reordered arithmetic: the figures are those of numpy on every machine.
FLAGS = ("-O3", "-std=c99", "-ffp-contract=off", "-fPIC", "-shared", "-Wno-psabi")


class Made(BuildHookInterface):  # type: ignore[misc, type-arg]
    """The hook that hatchling calls."""

    PLUGIN_NAME = "custom"

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Leaves both inside the package, and puts them into a wheel."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / "resolver" / "kernels"
        library = folder / f"_kernels{SUFFIX}"
        if compiled(sorted(folder.glob("*.c")), library):
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data.update(pure_python=False, tag=f"py3-none-{platform}")
            build_data["artifacts"].append(f"resolver/kernels/{library.name}")
        else:
            library.unlink(missing_ok=True)
            self.app.display_warning("resolver works without its compiled kernels, several times more slowly")
        if said := failure(Path(self.root)):
            self.app.display_warning(f"the first command will have to index the bundled aliases ({said})")
        else:
            build_data["artifacts"].append("resolver/ready/")


def compiled(sources: list[Path], library: Path) -> bool:
    """Whether the library could be made."""
    compiler = os.environ.get("CC") or next(filter(shutil.which, ("cc", "gcc", "clang")), None)
    if compiler is None:
        return False
    unfinished = library.with_name(f"{library.name}.{os.getpid()}")
    done = subprocess.run([*compiler.split(), *FLAGS, *map(str, sources), "-o", str(unfinished), "-lm"], check=False)
    if done.returncode == 0:
        unfinished.replace(library)
    return done.returncode == 0


def failure(root: Path) -> str:
    """Why the index of the bundled aliases could not be built; "" if it was."""
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    build = [sys.executable, "-c", "from resolver.bundled import make_ready; make_ready()"]
    done = subprocess.run(build, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""
