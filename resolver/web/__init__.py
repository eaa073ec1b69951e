"""The HTTP door: a Flask application and a server for it."""

from resolver.web.app import create_app
from resolver.web.server import serve
from resolver.web.settings import Settings

__all__ = ["Settings", "create_app", "serve"]
