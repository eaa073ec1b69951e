"""The command that starts the HTTP server."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.options import index_option, store_option


@click.command()
@index_option
@store_option
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: 8080]")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: 1]")
def serve(index: Path | None, store: str | None, host: str | None, port: int | None, workers: int | None) -> None:
    """Answer over HTTP: GET /resolve?name=…

    Options come before the environment (RESOLVER_HOST, …), which comes before resolver.toml; `resolver config` lists
    all settings. SIGHUP reads them anew; a new index in the place of the old one is seen without it.

    \b
    Examples:
      resolver serve
      resolver serve --index all.index --host 0.0.0.0 --port 80 --workers 4
    """
    # Only this command pays for loading the web framework.
    from resolver.web import serve as serve_http

    serve_http(index, host, port, workers, store=store)
