"""Legal forms of organisations: how they are written and which class they belong to. Data: legal_forms.tsv."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from resolver.names.words import rows
from resolver.text import fold, script_of, split_tokens

_ATTACHED_IN = frozenset({"Hani", "Hang", "Jpan", "Kana", "Hira"})
"""Scripts that write the legal form together with the name."""
_LEAST_ATTACHED = 4
_LEAST_REST = 2


def legal_class(key: str) -> str:
    """The class of a legal form, by the folded token that `parse` makes of it (gmbh, spzoo, ооо): "limited", "stock",
    "corporation", "partnership", "sole", "state", "cooperative", "association" or "foundation"; "" for other words."""
    return _classes().get(key, "")


def is_legal(key: str, typed: bool) -> bool:
    """Whether a folded token is a legal form; `typed` where the name is known to be no person's."""
    return key in _classes() and (typed or key not in _only_typed())


def legal_words() -> frozenset[str]:
    """All folded tokens that are legal forms in some name."""
    return frozenset(_classes())


def legal_end(keys: Sequence[str], start: int, typed: bool) -> int:
    """Where a legal form of several tokens ends that begins at `start`; `start` if none does. The longest wins."""
    if keys[start] not in _first_words():
        return start
    for end in range(min(len(keys), start + _longest()), start + 1, -1):
        if tuple(keys[start:end]) in _phrases(typed):
            return end
    return start


def split_attached(part: str) -> list[str]:
    """Splits the legal form from a token that is written together with it: 豊田通商株式会社."""
    if len(part) >= _LEAST_ATTACHED + _LEAST_REST and script_of(part) in _ATTACHED_IN and part not in _attached():
        for form in _attached():
            if len(part) - len(form) >= _LEAST_REST:
                if part.startswith(form):
                    return [form, part[len(form) :]]
                if part.endswith(form):
                    return [part[: -len(form)], form]
    return [part]


@cache
def _forms() -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """(folded words, class, whether it counts only in names known to be no person's)."""
    found = []
    for form, _, kind, when in rows("legal_forms"):
        found.append((tuple(fold(word) for word in split_tokens(form)), kind, when == "typed"))
    return tuple(found)


@cache
def _classes() -> dict[str, str]:
    return {"".join(words): kind for words, kind, _ in _forms()}


@cache
def _only_typed() -> frozenset[str]:
    always = {"".join(words) for words, _, typed in _forms() if not typed}
    return frozenset("".join(words) for words, _, typed in _forms() if typed) - always


@cache
def _phrases(typed: bool) -> frozenset[tuple[str, ...]]:
    return frozenset(words for words, _, only_typed in _forms() if len(words) > 1 and (typed or not only_typed))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words[0] for words, _, _ in _forms())


@cache
def _longest() -> int:
    return max(len(words) for words, _, _ in _forms())


@cache
def _attached() -> tuple[str, ...]:
    """The forms that are written together with names, as written, longest first."""
    written = (form for form, *_ in rows("legal_forms") if script_of(form) in _ATTACHED_IN)
    return tuple(sorted((form for form in written if len(form) >= _LEAST_ATTACHED), key=len, reverse=True))
