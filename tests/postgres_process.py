"""A real PostgreSQL server that tests start: a cluster of its own in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from redis_process import free_port

_USER = "resolver"


def programs() -> Path | None:
    """The folder with the server's programs; Debian keeps them off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return folders[-1] if folders else None


class PostgresProcess:
    """One server on a free port of loopback. It refuses to run as root, so that root starts it as nobody."""

    def __init__(self, folder_of_programs: Path) -> None:
        self._programs = folder_of_programs
        self._folder = Path(tempfile.mkdtemp(prefix="resolver-postgres-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.port = free_port()

    def start(self) -> None:
        """Makes the cluster and waits until the server answers."""
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", self._folder / "log", "-o", options, "start")

    def database(self) -> str:
        """The URL of a new empty database."""
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._url(name)

    @contextmanager
    def renamed(self, url: str) -> Iterator[None]:
        """Meanwhile there is no database at this URL."""
        name = url.rpartition("/")[2]
        self._rename(name, f"{name}_gone")
        try:
            yield
        finally:
            self._rename(f"{name}_gone", name)

    def _rename(self, before: str, after: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{before}" RENAME TO "{after}"'.encode())

    def stop(self) -> None:
        """Ends the server and removes its folder."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, database: str) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        output = self._folder / "output"
        with output.open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd=self._folder, check=False, **self._as)
        if done.returncode:
            raise RuntimeError(output.read_text())
