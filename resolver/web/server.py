"""Runs the service under gunicorn."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

from resolver.errors import ConfigurationError
from resolver.version import __version__
from resolver.web.app import create_app
from resolver.web.settings import Settings


def serve(index: Path | None = None, host: str = "127.0.0.1", port: int = 8080, workers: int = 1) -> None:
    """Serves until SIGTERM or SIGINT, then finishes what was begun and exits the process (SystemExit).

    `index` is an index directory (None: the one of RESOLVER_INDEX, else the bundled aliases); the other settings come
    from the environment (see Settings). Port 0 takes a free one; the address is written to stderr. Raises
    ConfigurationError if the address can't be used or a setting makes no sense, IndexMissingError or IndexFormatError.
    """
    if workers < 1:
        raise ConfigurationError(f"workers is {workers}; at least 1 is needed")
    settings = Settings.from_env()
    with listen(host, port) as listener:
        app = create_app(index or settings.index, settings.open_cache())
        run(app, listener, workers)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises ConfigurationError saying why that can't be."""
    if not 0 <= port <= 65535:
        raise ConfigurationError(f"port {port} is none; use 1 to 65535, or 0 for any free one")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a host name"
        mend = "Choose another with --host and --port, or stop the program that uses it."
        raise ConfigurationError(f"can't listen on {host} port {port}: {reason}. {mend}") from error


def run(app: WSGIApplication, listener: socket.socket, workers: int = 1) -> None:
    """Serves `app` on a bound socket. The application was made before the workers fork, so they share its memory."""
    try:
        from resolver.web.gunicorn import GunicornServer
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "the built-in server needs Linux or macOS; elsewhere let a WSGI server run service:app"
        ) from error
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"resolver {__version__} on http://{shown}:{port} (Ctrl-C stops it)", file=sys.stderr, flush=True)
    GunicornServer(app, listener, workers).run()
