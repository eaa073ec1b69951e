"""Given a name in any script and any romanisation, say which entity it is, and show why.

from resolver import Resolver

resolver = Resolver.open()              # the bundled aliases; or the path of an index directory
answer = resolver.resolve("Ціханоўская")
answer.status, answer.entity, answer.score, answer.reasons
"""

from typing import TYPE_CHECKING

from resolver.errors import ResolverError
from resolver.model import Candidate, Comparison, EntityRef, Reason, Resolution
from resolver.version import __version__

if TYPE_CHECKING:
    from resolver.resolver import Resolver

__all__ = [
    "Candidate",
    "Comparison",
    "EntityRef",
    "Reason",
    "Resolution",
    "Resolver",
    "ResolverError",
    "__version__",
]


def __getattr__(name: str) -> object:
    # The façade brings all that names need; whoever imports one room, or asks for the version, need not wait for it.
    if name == "Resolver":
        from resolver.resolver import Resolver

        return Resolver
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
