"""WSGI entry for any WSGI server: `service:app`, with settings from the environment and resolver.toml."""

from resolver.web import Settings, create_app

app = create_app(settings=Settings.from_env())
