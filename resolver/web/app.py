"""Makes the Flask application."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from resolver.cache import Cache, MemoryCache
from resolver.resolver import Resolver
from resolver.threads import one_thread_each
from resolver.web.problems import register_problems
from resolver.web.views import resolver_blueprint


class _Utf8Json(DefaultJSONProvider):
    """JSON in UTF-8, in the order of the model."""

    ensure_ascii = False
    sort_keys = False


def create_app(index: Path | str | None = None, cache: Cache | None = None) -> Flask:
    """The service as a WSGI application.

    `index` is an index directory (None: the bundled aliases), `cache` keeps answers (None: a cache in this process).
    Raises IndexMissingError or IndexFormatError.
    """
    one_thread_each()
    app = Flask("resolver", static_folder=None)
    app.json = _Utf8Json(app)
    app.url_map.merge_slashes = False
    register_problems(app)
    app.register_blueprint(resolver_blueprint(Resolver.open(index, cache=cache or MemoryCache())))
    return app
