"""Runs the service under gunicorn."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask

from resolver.errors import ConfigurationError
from resolver.version import __version__
from resolver.web.app import create_app
from resolver.web.current import warm
from resolver.web.keys import Key
from resolver.web.service import is_loopback
from resolver.web.settings import Settings, bare_host


def serve(
    index: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    *,
    store: str | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT, then finishes what was begun and exits the process (SystemExit).

    What is None is taken from the settings (see `read_settings`); SIGHUP reads them anew, and what they name. Port 0
    takes a free one; the address is written to stderr. Raises ConfigurationError if the address can't be used or a
    setting makes no sense, IndexMissingError or IndexFormatError.
    """
    host = bare_host(host) if host else None
    given: dict[str, Any] = {"index": index, "host": host, "port": port, "workers": workers, "store": store}
    given = {name: value for name, value in given.items() if value is not None}

    def settings() -> Settings:
        return replace(Settings.from_env(), **given)

    now = settings()
    if now.workers < 1:
        raise ConfigurationError(f"workers is {now.workers}; at least 1 is needed")
    with listen(now.host, now.port) as listener:
        app = _warm_app(now)
        _warn(now, app.extensions["resolver"].keys.all)
        run(app, listener, now, again=lambda: _warm_app(settings()))


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises ConfigurationError saying why that can't be."""
    if not 0 <= port <= 65535:
        raise ConfigurationError(f"port {port} is none; use 1 to 65535, or 0 for any free one")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # "::" stands for all addresses, of IPv4 as well.
        both = host == "::" and socket.has_dualstack_ipv6()
        listener = socket.create_server(address, family=family, backlog=2048, dualstack_ipv6=both)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a host name"
        mend = "Choose another with --host and --port, or stop the program that uses it."
        raise ConfigurationError(f"can't listen on {host} port {port}: {reason}. {mend}") from error
    # Who connects before the server is set up would else wait 40 ms for each answer as long as the connection is kept.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def run(
    app: WSGIApplication,
    listener: socket.socket,
    settings: Settings | None = None,
    *,
    again: Callable[[], WSGIApplication] | None = None,
) -> None:
    """Serves `app` on a bound socket. The application was made before the workers fork, so they share its memory;
    `again` makes it anew on SIGHUP."""
    try:
        from resolver.web.gunicorn import GunicornServer
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "the built-in server needs Linux or macOS; elsewhere let a WSGI server run service:app"
        ) from error
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    _say(f"resolver {__version__} on http://{shown}:{port} (Ctrl-C stops it)")
    GunicornServer(app, listener, settings or Settings(), again).run()


def _warm_app(settings: Settings) -> Flask:
    """The application with everything read that its processes are to share."""
    app = create_app(settings=settings)
    warm(app.extensions["resolver"].current())
    # The garbage collector writes beside each object that it looks at, and what is written to is shared no more.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return app


def _warn(settings: Settings, keys: Callable[[], list[Key]]) -> None:
    """Says what would surprise: nobody may ask, or everybody."""
    if is_loopback(settings.host):
        return
    if settings.auth == "off":
        _say("anybody who reaches this address may ask (auth = off)")
    elif not keys():
        mend = "make a key with `resolver keys add`, or set RESOLVER_AUTH=off"
        _say(f"a key is asked for, and there is none: {mend}")


def _say(words: str) -> None:
    # Where standard error can't be written (a full disk), the service still starts.
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)
