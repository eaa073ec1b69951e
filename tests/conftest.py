"""What several test modules need: data beside the repository, a real Redis, a clean environment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from postgres_process import PostgresProcess, programs
from redis_process import RedisProcess

# A busy machine takes as long as it takes.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent


def unavailable(reason: str) -> NoReturn:
    """Skips the test; under CI, where everything has to be there, fails it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long values would make the names of tests unreadable (and, as pytest exports them, environments too large)."""
    return f"{argname} of {len(val)}" if isinstance(val, str | bytes) and len(val) > 60 else None


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data, which lie beside the repository and are no part of it."""
    path = ROOT.parent / "shared"
    if not (path / "eval").is_dir():
        unavailable("the evaluation data are missing: put them into ../shared, beside the repository")
    return path


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's shell reaches a test."""
    for name in list(os.environ):
        if name.startswith("RESOLVER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., RedisProcess]]:
    """Starts Redis servers, `redis_server("--maxmemory", "1mb")`, and ends them with the test."""
    program = shutil.which("redis-server")
    if program is None:
        unavailable("redis-server is missing: apt-get install redis-server, dnf install redis or brew install redis")
    servers: list[RedisProcess] = []

    def start(*options: str) -> RedisProcess:
        server = RedisProcess(program, tmp_path_factory.mktemp("redis"), options)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresProcess]:
    """A PostgreSQL server for all tests; each takes a database of its own."""
    found = programs()
    if found is None:
        unavailable("PostgreSQL is missing: apt-get install postgresql, dnf install postgresql-server")
    server = PostgresProcess(found)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made: the path of a SQLite file, then the URL of a PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server: PostgresProcess = request.getfixturevalue("postgres_server")
    return server.database()
