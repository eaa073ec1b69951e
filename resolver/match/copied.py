"""Names of ships and places: lists copy them, and do not write down what they hear, so that a letter or a word mostly
tells two apart."""

from __future__ import annotations

from resolver.match.align import Alignment

_COPIED = frozenset({"vessel", "place"})
_ALTERED = frozenset({"similar", "learned", "sound"})


def of_copied(alignment: Alignment, left_over: bool) -> list[tuple[str, float]]:
    """The features of two names one of which is known to be such: how many words of one script are written otherwise,
    and whether one of them has a word more."""
    if (alignment.query.type or alignment.name.type) not in _COPIED:
        return []
    likes = [pair.likeness for pair in alignment.pairs if pair.likeness is not None]
    altered = sum(like.kind in _ALTERED and not like.across for like in likes)
    features = [("copied_altered", float(altered))] if altered else []
    return [*features, ("copied_left_over", 1.0)] if left_over else features
