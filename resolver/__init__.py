"""Given a name in any script and any romanisation, say which entity it is, and show why.

from resolver import Resolver

resolver = Resolver.open()              # the bundled aliases; or the path of an index directory
answer = resolver.resolve("Ціханоўская")
answer.status, answer.entity, answer.score, answer.reasons
"""

from resolver.errors import ResolverError
from resolver.model import Candidate, Comparison, EntityRef, Reason, Resolution
from resolver.resolver import Resolver
from resolver.version import __version__

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
