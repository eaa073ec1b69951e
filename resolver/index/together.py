"""Two words of a query as one, or one as two, where the names of an index may have it so."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.index.search import Searcher
from resolver.names import ParsedName, characters_apart, syllables_together, written_apart, written_together


def further_readings(
    searcher: Searcher, name: ParsedName, *, promising: bool
) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    """A name with two of its words as one, or one as two, in each way that the index knows, and the words of the
    vocabulary of which a name that it may be has one of each list. Latin letters are asked for characters; Arabic
    letters and characters, for what is written together or apart elsewhere, only where the name as it stands finds
    nothing `promising`."""
    for word, query in syllables_together(name):
        read = searcher.written(word).tolist()
        if read:
            yield query, [read]
    if not promising:
        yield from _written_together(searcher, name)
        yield from _written_apart(searcher, name)
        for characters, query in characters_apart(name):
            first, *others = (searcher.read(character).tolist() for character in characters)
            if first and all(others):
                yield query, [first]


def _written_together(searcher: Searcher, name: ParsedName) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    ways = list(written_together(name))
    for (_, query), alike in zip(ways, searcher.alike([word for word, _ in ways]), strict=True):
        if alike:
            yield query, [alike]


def _written_apart(searcher: Searcher, name: ParsedName) -> Iterator[tuple[ParsedName, list[list[int]]]]:
    """Only with names that have all words: many names are made of two (محمدرضا), of which others bear one. A word that
    the vocabulary has as it stands has lost no gap."""
    ways = [query for word, query in written_apart(name) if not searcher.has(word)]
    words = list(dict.fromkeys(token for query in ways for token in query.tokens if token.role == "name"))
    found = dict(zip(words, searcher.alike(words), strict=True))
    for query in ways:
        alike = [found[token] for token in query.tokens if token.role == "name"]
        if all(alike):
            yield query, alike
