"""The page for people: a name, two names, a text or a table, and what the engine makes of them."""

from resolver.web.page.views import page_blueprint

__all__ = ["page_blueprint"]
