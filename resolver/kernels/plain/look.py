"""One name beside a query, word by word, in Python: a rough look where nothing was compiled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA, Prefix

from resolver.kernels.rough import (
    ACRONYM,
    FIRST_LETTER,
    IN_CHARACTERS,
    LEGAL,
    LONGEST_PATTERN,
    MOST_TOKENS,
    NAME,
    PARTICLE,
    NameTokens,
    RoughQuery,
    numbers_of,
    roles_of,
)

_STEM, _ENDING, _SHORTEST_ACRONYM, _LITTLE = 2, 8, 3, 3

_LEFT_OVER = {FIRST_LETTER: "not_in_query_initial", PARTICLE: "beside_particle", LEGAL: "beside_legal"}


class Look:
    """One name beside the query: its most alike words paired first, those in the same place before others."""

    def __init__(self, query: RoughQuery, known: NameTokens, name: int, cut: float) -> None:
        words = slice(known.at[name], known.at[name + 1])
        self.words = int(known.at[name + 1] - known.at[name])
        self.query, self.known = query, known
        self.mine = query.roles.tolist()[:MOST_TOKENS]
        self.tokens = numbers_of(known.words[words]).tolist()[:MOST_TOKENS]
        self.theirs = roles_of(known.words[words]).tolist()[:MOST_TOKENS]
        self.partner: dict[int, int] = {}
        self.place: dict[int, int | None] = {}
        found = []
        for i in range(len(self.mine)):
            for j in range(len(self.tokens)):
                place, value = self._pair(i, j, int(known.first_letter[self.tokens[j]]), cut)
                if value >= 0:
                    found.append((-value, abs(i - j), i, j, place))
        for _, _, i, j, place in sorted(found, key=lambda x: x[:4]):
            if i not in self.partner and j not in self.partner.values():
                self.partner[i], self.place[i] = j, place

    def _pair(self, i: int, j: int, first_letter: int, cut: float) -> tuple[int | None, float]:
        query, mine, theirs = self.query, self.mine[i], self.theirs[j]
        if FIRST_LETTER in (mine, theirs):
            fits = mine <= FIRST_LETTER and theirs <= FIRST_LETTER and 0 != query.letters[i] == first_letter
            return None, cut if fits else -1.0
        start, end = query.near_at[i], query.near_at[i + 1]
        place = int(start + np.searchsorted(query.near[start:end], self.tokens[j]))
        if place == end or query.near[place] != self.tokens[j]:
            return None, -1.0
        if (mine == NAME) != (theirs == NAME) and not query.same[place]:
            return None, -1.0
        return place, float(query.value[place])

    def log_odds(self, weights: dict[str, float]) -> float:
        total = weights["bias"]
        for i, role in enumerate(self.mine):
            place = self.place.get(i)
            if i not in self.partner:
                total += self.query.left_over[i]
            elif place is None:
                total += weights["initial"]
            else:
                total += self.query.weight[place] if role == NAME else weights["beside_shared"]
        spare = [j for j in range(len(self.tokens)) if j not in self.partner.values()]
        for j in spare:
            if self.theirs[j] == NAME:
                total += self._unasked(j, weights)
            else:
                total += weights[_LEFT_OVER.get(self.theirs[j], "beside_title")]
        named = [i for i, role in enumerate(self.mine) if role == NAME]
        order = [self.partner[i] for i in named if i in self.partner]
        falls = sum(a > b for a, b in pairwise(order))
        if falls:
            total += weights["order_rotated" if falls == 1 and order[-1] < order[0] else "order_mixed"]
        total += _of_counts(weights, *self._counts())
        if self.mine == [NAME] and self.partner and len(self.tokens) > 1:
            names = [j for j, role in enumerate(self.theirs) if role == NAME]
            at = [self.partner[0]]
            last = "stands_last" if names[-1:] == at else "stands_inside"
            total += weights["stands_first" if names[:1] == at else last]
        return float(total)

    def _counts(self) -> tuple[int, int, int]:
        """How many words of the names are paired, and left over of the query and of the name."""
        named = [i for i, role in enumerate(self.mine) if role == NAME]
        strong = sum(self.place.get(i) is not None for i in named)
        return strong, sum(i not in self.partner for i in named), len(self._spare())

    def _spare(self) -> list[int]:
        return [j for j, role in enumerate(self.theirs) if role == NAME and j not in self.partner.values()]

    def _unasked(self, j: int, weights: dict[str, float]) -> float:
        rarity = float(self.known.rarity[self.tokens[j]])
        return weights["not_in_query"] + weights["not_in_query_rarity"] * rarity / 10.0

    def gains(self, hints: int, weights: dict[str, float]) -> tuple[list[float], float]:
        """See `Pairings`."""
        query, found, more = self.query, [0.0] * MOST_TOKENS, 0
        spare = [self._unasked(j, weights) for j in self._spare()]
        for i in (i for i in range(len(self.mine)) if hints >> i & 1):
            place = self.place.get(i)
            if place is not None:
                found[i] = max(query.added, query.most[i] - query.weight[place])
            else:
                more += 1
                found[i] = max([0.0, *(query.most[i] - query.left_over[i] - left for left in spare)])
        strong, mine, theirs = self._counts()
        whole = [_of_counts(weights, strong + k, mine - k, theirs - k) for k in range(min(more, theirs) + 1)]
        return found, max(whole) - whole[0]

    def plain(self, least: float) -> bool:
        """See `Plain.pairings`."""
        if FIRST_LETTER in (*self.mine, *self.theirs) or max(len(self.query.roles), self.words) > MOST_TOKENS:
            return False
        mine = self.query.latin.all_bytes()
        theirs = [self.known.latin(token) for token in self.tokens]
        partner = {j: i for i, j in self.partner.items()}
        return not (
            _may_join(self.mine, mine, self.partner, self.theirs, theirs, partner, least)
            or _may_join(self.theirs, theirs, partner, self.mine, mine, self.partner, least)
        )

    def unseen(self, least: float) -> bool:
        """See `Plain.rough_log_odds`."""
        mine, theirs = (
            self.query.latin.all_bytes()[: len(self.mine)],
            [self.known.latin(token) for token in self.tokens],
        )
        sides = (self.mine, mine, self.partner), (self.theirs, theirs, {j: i for i, j in self.partner.items()})
        return any(
            NAME in [role for at, role in enumerate(one[0]) if at not in one[2]]
            and (_may_be_short(*one, *other[1:]) or _may_join(*one, *other, least))
            for one, other in (sides, sides[::-1])
        )

    def hints(self) -> int:
        """See `Plain.pairings`."""
        query, known, found = self.query, self.known, 0
        for token in self.tokens:
            if known.in_characters[known.scripts[token]]:
                found |= IN_CHARACTERS
            if _SHORTEST_ACRONYM <= len(known.key(token)) <= len(self.mine):
                found |= ACRONYM
        for i, role in enumerate(self.mine):
            place = self.place.get(i)
            if role == NAME and not (place is not None and query.same[place]):
                others = [self.tokens[j] for j in ([self.partner[i]] if i in self.partner else self._spare())]
                found |= any(self._may_be_akin(i, token) for token in others) << i
        return found

    def _may_be_akin(self, i: int, token: int) -> bool:
        if self.query.known[i] and self.known.akin[token]:
            return True
        one, other = self.query.latin.all_bytes()[i], self.known.latin(token)
        common = Prefix.similarity(one, other)
        return common >= _STEM and max(len(one), len(other)) - common <= _ENDING


def _of_counts(weights: dict[str, float], strong: int, left_query: int, left_name: int) -> float:
    total = weights[f"named_pairs_{min(strong, 3)}"]
    total += weights["both_sides_left_over"] if left_query and left_name else 0.0
    total += 0.0 if left_query else weights["all_of_query_found"]
    return total + (0.0 if left_name else weights["all_of_name_found"])


def _may_be_short(
    roles: list[int], texts: list[bytes], partner: dict[int, int], others: list[bytes], other_partner: dict[int, int]
) -> bool:
    """Whether a word of one side that is left over has the first letters of words of the other, of which one is left
    over too; little words may stand among these."""
    spare = (text for i, text in enumerate(texts) if roles[i] == NAME and i not in partner)
    return any(
        _begin_so(text, others[start:], [at not in other_partner for at in range(start, len(others))])
        for text in spare
        if len(text) >= _SHORTEST_ACRONYM
        for start in range(len(others) - len(text) + 1)
    )


def _begin_so(text: bytes, words: list[bytes], left: list[bool]) -> bool:
    told, spare = 0, False
    for word, is_left in zip(words, left, strict=True):
        if told == len(text) or not (word[:1] == text[told : told + 1] or (told and len(word) <= _LITTLE)):
            break
        if word[:1] == text[told : told + 1]:
            told, spare = told + 1, spare or is_left
    return told == len(text) and spare


def _may_join(
    roles: list[int], texts: list[bytes], partner: dict[int, int],
    other_roles: list[int], others: list[bytes], other_partner: dict[int, int], least: float,
) -> bool:  # fmt: skip
    """Whether words of one side, of which one is left over, may be one word that the other side has."""
    for start, end in _runs(roles):
        if all(i in partner for i in range(start, end + 1)):
            continue
        both = roles[start] == NAME
        ways = [[start, end], [end, start]] if both else [list(range(start, end + 1))]
        for j, other in enumerate(others):
            free = other_roles[j] == NAME and start <= other_partner.get(j, start) <= end
            if free and any(_may_be_one([texts[i] for i in way], other, least) for way in ways):
                return True
    return False


def _runs(roles: list[int]) -> Iterator[tuple[int, int]]:
    """Where words begin and end that may be written as one; see `resolver.names.joined_runs`."""
    for start, role in enumerate(roles):
        end = next((i for i in range(start + 1, len(roles)) if roles[i] != PARTICLE), len(roles))
        if role in (NAME, PARTICLE) and end < len(roles) and roles[end] == NAME:
            yield start, end


def _may_be_one(parts: list[bytes], other: bytes, least: float) -> bool:
    joined = b"".join(parts)
    if len(joined) > LONGEST_PATTERN or not (joined + other).isascii():
        return True
    return len(other) > max(map(len, parts)) and OSA.normalized_similarity(joined, other) >= least - 1e-6
