"""The command line."""

from resolver.cli.entry import main

__all__ = ["main"]
