"""All spellings of a name: what is listed for its entity first, then what can be derived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from resolver.errors import InputError
from resolver.model import EntityRecord, Variant
from resolver.sources.alias_check import known_languages
from resolver.text import clean
from resolver.text.script import known_scripts
from resolver.variants.derive import any_of_them, derived, key_of

_LANG = re.compile("[a-z]{2,3}")
_SCRIPT = re.compile("[A-Z][a-z]{3}")


def variants(
    name: str, entity: EntityRecord | None = None, wanted: Callable[[Variant], bool] = any_of_them
) -> Iterator[Variant]:
    """The `wanted` spellings of a name, best first, each but once (case and diacritics aside), never the name itself.

    Those of `entity`, which the name denotes, lead, and its canonical and its native name are derived from as well.
    """
    seen = {key_of(clean(name))}
    type = entity.type if entity else None
    sources = [derived(name, type=type, wanted=wanted)]
    listed: list[Variant] = []
    if entity:
        known = [name for name in entity.names if not name.weak]
        every = (Variant(n.text, n.script, n.lang, "listed", "", _label(n.lang, n.role)) for n in known)
        listed = list(filter(wanted, every))
        native = next((n.text for n in known if n.script != "Latn"), None)
        sources += [derived(text, type=type, wanted=wanted) for text in (native, entity.name) if text]
    for variant in chain(listed, *sources):
        key = key_of(clean(variant.text))
        if key not in seen:
            seen.add(key)
            yield variant


def variants_in(
    lang: str | None, script: str | None, name: str, entity: EntityRecord | None, limit: int
) -> tuple[Variant, ...]:
    """Up to `limit` of these spellings that are of a language and in a script, as far as one is asked for. Raises
    InputError where there is none and nothing is known of the language or the script."""

    def is_wanted(one: Variant) -> bool:
        return (lang is None or one.lang.split("-")[0] == lang) and (script is None or one.script == script)

    found = tuple(islice(variants(name, entity, is_wanted), limit))
    if not found:  # a list may be in a language that is known by nothing else
        _check_known(lang, script)
    return found


def check_codes(lang: str | None, script: str | None) -> None:
    """Raises InputError where a language or a script can't be a code: no spelling would have it."""
    if lang is not None and not _LANG.fullmatch(lang):
        raise InputError(f"'{lang[:50]}' is no language", field="lang", mend="Give a code of ISO 639, such as fr.")
    if script is not None and not _SCRIPT.fullmatch(script):
        raise InputError(
            f"'{script[:50]}' is no script", field="script", mend="Give a code of ISO 15924, such as Cyrl."
        )


def _check_known(lang: str | None, script: str | None) -> None:
    """Raises InputError where a language or a script is not known at all, so that nothing can be written in it."""
    if lang is not None and lang not in known_languages():
        mend = "Give the code of one that names are written in, such as fr or yue (ISO 639), or leave it out."
        raise InputError(f"no language '{lang}' is known", field="lang", mend=mend)
    if script is not None and script not in known_scripts():
        mend = f"Give one of {', '.join(known_scripts())} (ISO 15924), or leave it out."
        raise InputError(f"no script '{script}' is known", field="script", mend=mend)


def query_string(texts: Iterable[str]) -> str:
    """A search string that finds any of the texts: "a" OR "b"."""
    return " OR ".join('"' + text.replace('"', " ").strip() + '"' for text in dict.fromkeys(texts))


def _label(lang: str, role: str) -> str:
    what = "canonical name" if role == "primary" else "listed"
    return f"{what} ({lang})" if lang else what
