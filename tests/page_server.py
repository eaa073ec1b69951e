"""A service with a small index, for tests of the page in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from web_index import NAMES
from werkzeug.serving import WSGIRequestHandler, make_server

from resolver.index import NameRow, build_index
from resolver.store import Store
from resolver.web import Settings, create_app
from resolver.web.keys import KeyFile

MORE = [
    ("h1", "John Smith", "person", "en", "primary"),
    ("h2", "John Smith", "person", "en", "primary"),
    ("a1", "Mahmoud Abbas", "person", "en", "primary"),
    ("a1", "محمود عباس", "person", "ar", "alias"),
    ("c1", "Xi Jinping", "person", "en", "primary"),
    ("c1", "习近平", "person", "zh", "alias"),
]


@dataclass(frozen=True, slots=True)
class Served:
    """A service that runs: where, its store, and the text of a key that may write."""

    url: str
    store: Path
    key: str


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of an application on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[Served]:
    """The service on a free port until the block ends."""
    index, keys, store = folder / "index", folder / "keys.json", folder / "store.db"
    build_index([NameRow(*name) for name in NAMES + MORE], index)
    Store.open(store, create=True).close()
    _, key = KeyFile(keys).add("write", "tester")
    known = {"store": str(store), "keys": keys, "jobs": folder / "jobs", **settings}
    app = create_app(settings=Settings(index=index, **known))
    try:
        with serving(app) as url:
            yield Served(url, store, key)
    finally:
        # The thread that looks after the jobs ends with their folder.
        (folder / "jobs").exists() and (folder / "jobs").rename(folder / "ended")
