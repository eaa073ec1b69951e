"""Script to Latin: one reviewed data file a system (data/), one small engine."""

from resolver.romanize.catalogue import romanize, system, systems
from resolver.romanize.forms import Form, forms
from resolver.romanize.last_resort import fallback
from resolver.romanize.system import System

__all__ = ["Form", "System", "fallback", "forms", "romanize", "system", "systems"]
