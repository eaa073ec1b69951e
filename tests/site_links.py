"""A hook of mkdocs: what pages link to outside docs/ is no part of the site, so its path is named instead."""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+((?:resolver|aliases|README|LICENSE|CHANGELOG)[^)\s]*)\)")


def on_page_markdown(markdown: str, **_: object) -> str:
    """`[card](../resolver/x.md)` becomes `card (resolver/x.md)`."""
    return _OUTSIDE.sub(r"\1 (`\2`)", markdown)
