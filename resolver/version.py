"""The version of package and engine; an answer carries it, so that a cache never mixes two engines."""

__version__ = "0.1.0"
