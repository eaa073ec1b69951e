"""WSGI entry for any WSGI server: `service:app`, with settings from the environment."""

from resolver.web import Settings, create_app

settings = Settings.from_env()
app = create_app(settings.index, settings.open_cache())
