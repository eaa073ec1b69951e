"""Compiles resolver/kernels/*.c while the package is built, where a C compiler is; else numpy does its work."""

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


class Kernels(BuildHookInterface):  # type: ignore[misc, type-arg]
    """The hook that hatchling calls."""

    PLUGIN_NAME = "custom"

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Leaves the library beside its source, and puts it into a wheel."""
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
