"""Makes the Flask application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from resolver.cache import Cache
from resolver.program import own_process
from resolver.web.edge import register_edge
from resolver.web.page import page_blueprint
from resolver.web.pages import pages_blueprint
from resolver.web.problems import register_problems
from resolver.web.reconcile import reconcile_blueprint
from resolver.web.routes import resolver_blueprint
from resolver.web.service import Service
from resolver.web.settings import Settings


class _Utf8Json(DefaultJSONProvider):
    """JSON in UTF-8, in the order of the model."""

    ensure_ascii = False
    sort_keys = False


class _Flask(Flask):
    """An application whose functions are all plain ones; to look for others before each call took time."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(index: Path | str | None = None, cache: Cache | None = None, settings: Settings | None = None) -> Flask:
    """The service as a WSGI application.

    `index` is an index directory (None: the one of the settings, else the bundled aliases), `cache` keeps answers
    (None: the one of the settings), `settings` are those of nobody's saying anything if None. Raises IndexMissingError,
    IndexFormatError or ConfigurationError.
    """
    own_process()
    settings = settings or Settings()
    index = settings.index if index is None else Path(index)
    service = Service.open(replace(settings, index=index), cache or settings.open_cache())
    app = _Flask("resolver", static_folder=None)
    app.json = _Utf8Json(app)
    app.url_map.merge_slashes = False
    if trusted := settings.proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0, x_prefix=trusted)
        app.wsgi_app = fixed  # type: ignore[method-assign]
    register_problems(app)
    register_edge(app, service)
    operations = resolver_blueprint(service)
    app.register_blueprint(operations)
    app.register_blueprint(operations, url_prefix="/v1", name="v1")
    app.register_blueprint(page_blueprint(service))
    app.register_blueprint(pages_blueprint(service))
    app.register_blueprint(reconcile_blueprint(service.current, service.charge, service.audit))
    app.extensions["resolver"] = service
    return app
