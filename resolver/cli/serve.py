"""The command that starts the HTTP server."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.options import index_option


@click.command()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
def serve(index: Path | None, host: str, port: int, workers: int) -> None:
    """Answer over HTTP: GET /resolve?name=…

    \b
    Examples:
      resolver serve
      resolver serve --index all.index --host 0.0.0.0 --port 80 --workers 4
    """
    # Only this command pays for loading the web framework.
    from resolver.web import serve as serve_http

    serve_http(index, host, port, workers)
