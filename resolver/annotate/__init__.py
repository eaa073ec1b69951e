"""Mentions of the entities of an index in running text."""

from resolver.annotate.annotator import Annotator
from resolver.annotate.page import html_page

__all__ = ["Annotator", "html_page"]
