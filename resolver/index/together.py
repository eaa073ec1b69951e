"""Two words of a query as one, or one as two, where the names of an index may have it so."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.index.search import Searcher
from resolver.names import ParsedName, characters_apart, syllables_together, written_together
from resolver.tokens import spelled_alike

_AS_ONE = 0.7
"""What the letters of two words as one, and of the word that they may be, have in common at least."""
_NEAR = 24
"""Words of the vocabulary that two words as one may be."""


def further_readings(
    searcher: Searcher, name: ParsedName, *, promising: bool
) -> Iterator[tuple[ParsedName, list[int]]]:
    """A name with two of its words as one, or one as two, in each way that the index knows, and the words of the
    vocabulary that this may be. Latin letters are asked for characters; Arabic letters and characters, for what is
    written together or apart elsewhere, only where the name as it stands finds nothing `promising`."""
    for word, query in syllables_together(name):
        read = searcher.written(word).tolist()
        if read:
            yield query, read
    if not promising:
        yield from _written_together(searcher, name)
        for characters, query in characters_apart(name):
            first, *others = (searcher.read(character).tolist() for character in characters)
            if first and all(others):
                yield query, first


def _written_together(searcher: Searcher, name: ParsedName) -> Iterator[tuple[ParsedName, list[int]]]:
    index, together = searcher.index, list(written_together(name))
    near = index.similar_tokens([word for word, _ in together], _NEAR) if together else []
    for (word, query), some in zip(together, near, strict=True):
        alike = [n for n in some.tolist() if spelled_alike(word, index.spellings_of(n)) >= _AS_ONE]
        if alike:
            yield query, alike
