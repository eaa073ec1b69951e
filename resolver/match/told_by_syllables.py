"""What characters and syllables tell of two names: that they are read in no one language, or are not the same."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.match.align import READ, Alignment
from resolver.match.piece import Piece
from resolver.match.readings import languages
from resolver.match.syllables import is_syllable, may_be_heard_alike
from resolver.text import script_of

_ALIKE = ("similar", "learned")
_SEVERAL = 2
_SPOKEN = frozenset({"Hani", "Hang"})


def readings_differ(alignment: Alignment) -> bool:
    """Whether the Han characters of one name are what the other has in several languages, but in none of them all: a
    name is not spoken half in Mandarin, half in Korean."""
    pairs = [pair for pair in alignment.pairs if pair.likeness is READ]
    if len(pairs) < _SEVERAL:
        return False
    words = [(alignment.query.tokens[pair.query], alignment.name.tokens[pair.name]) for pair in pairs]
    han = [both for both in words if any(script_of(word.text) in _SPOKEN for word in both)]
    read = [some for some in (languages(*both) for both in han) if some]
    return len(read) > 1 and not frozenset.intersection(*read)


def characters_miscounted(alignment: Alignment) -> bool:
    """Whether a name in Han characters, of which one word is read as one of the other name, has more or fewer of them
    than the other has syllables for."""
    if not any(pair.likeness is READ for pair in alignment.pairs):
        return False
    both = ((alignment.query, alignment.name), (alignment.name, alignment.query))
    return any(one.han and other.stands_for and one.han not in other.stands_for for one, other in both)


def characters_left_over(alignment: Alignment) -> bool:
    """Whether a name in characters, and one that they may be read as, each have a syllable that the other has not."""
    query, name = alignment.query, alignment.name
    if not any(one.is_in_characters and other.stands_for for one, other in ((query, name), (name, query))):
        return False
    sides = (query, alignment.left_query), (name, alignment.left_name)
    return all(any(at in side.named for at in left) for side, left in sides)


def has_syllable_more(alignment: Alignment) -> bool:
    """Whether all characters of one name are what words of the other are read as, behind the first of which a further
    syllable stands: 王毅, Wang Yi Fan."""
    if not alignment.pairs or any(pair.likeness is not READ for pair in alignment.pairs):
        return False
    query, name = alignment.query, alignment.name
    if query.is_in_characters:
        left, other, spare = alignment.left_query, name, alignment.left_name
        first = min(pair.name for pair in alignment.pairs)
    else:
        left, other, spare = alignment.left_name, query, alignment.left_query
        first = min(pair.query for pair in alignment.pairs)
    return not left and any(at > first and is_syllable(other.tokens[at].key) for at in spare)


def syllables_differ(alignment: Alignment) -> Iterator[Piece]:
    """That words which are alike in two names of Chinese people have other syllables: Jianguo, Jianhua."""
    for pair in alignment.pairs:
        mine, theirs = alignment.query.tokens[pair.query], alignment.name.tokens[pair.name]
        if pair.likeness is not None and pair.likeness.kind in _ALIKE and not may_be_heard_alike(mine.key, theirs.key):
            yield Piece("syllables_differ", mine.text, theirs.text, "", ())
            break
