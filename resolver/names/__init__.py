"""What a NAME is: tokens with roles (name, initial, title, particle, legal form), and how names are split."""

from resolver.names.parse import ParsedName, Role, Token, parse, readings

__all__ = ["ParsedName", "Role", "Token", "parse", "readings"]
