"""Names of ships and places: lists copy them, and do not write down what they hear, so that a letter or a word mostly
tells two apart."""

from __future__ import annotations

from resolver.match.align import Alignment

_COPIED = frozenset({"vessel", "place"})
_ALTERED = frozenset({"similar", "learned"})
_SOUNDING = frozenset({"sound"})


def of_copied(alignment: Alignment, left_over: bool) -> list[tuple[str, float]]:
    """The features of two names one of which is known to be such: how many words of one script are written otherwise,
    how many of them only sound alike, and whether one of the names has a word more."""
    if (alignment.query.type or alignment.name.type) not in _COPIED:
        return []
    likes = [pair.likeness for pair in alignment.pairs if pair.likeness is not None]
    features = [
        (feature, float(count))
        for feature, kinds in (("copied_altered", _ALTERED), ("copied_sounding", _SOUNDING))
        if (count := sum(like.kind in kinds and not like.across for like in likes))
    ]
    return [*features, ("copied_left_over", 1.0)] if left_over else features
