"""What two tokens are to each other beyond their letters: one name in two languages, a short form, the other gender,
one word of organisations, or two names that only look alike. Data: given_names, hypocoristics, gender_forms,
patronymics, surname_forms, sister_sounds, surname_endings, organisation_words, cities, guarded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from resolver.names.cities import cities
from resolver.names.endings import other_ending, without_ending
from resolver.names.gendered import gender_form, women_of
from resolver.names.given import Form, Short, forms, given_names, shorts
from resolver.names.guards import guards, nodes
from resolver.names.marks import may_share
from resolver.names.organisations import organisation_words, parts, same_word
from resolver.names.patronymic import Patronymic, patronymic, surnames_of
from resolver.names.received import received
from resolver.names.sisters import classes, sister_form
from resolver.names.surnames import are_sons_of_one, surname_lines, surname_origin
from resolver.text import fold

Kind = Literal[
    "given_name",
    "hypocoristic",
    "surname_form",
    "gender_form",
    "patronymic_kin",
    "abbreviation",
    "translation",
    "guarded",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""All but "guarded" speak for one person; "guarded" tells that the likeness of the letters proves nothing."""

_SHOWN_FIRST = ("en", "es", "fr", "de", "it", "pt", "ru", "uk", "be", "ar", "he", "el", "pl", "hu", "tr")
"""The languages to name first where a form belongs to several."""

_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Kin:
    """How two tokens are akin: `kind`, and `detail` for people to read."""

    kind: Kind
    detail: str


@lru_cache(maxsize=1 << 11)
def kinship(left: str, right: str) -> Kin | None:
    """What two folded tokens (`resolver.text.fold`) are to each other; None if nothing is known. Symmetric but for the
    order of names in `detail`. Equal tokens are None: they need no reason."""
    if left == right:
        return None
    if not (is_known(left) or is_known(right)):
        found = _same_surname(left, right) or _other_gender(left, right)
        return found or _sister_form(left, right) or _other_surname(left, right) or _put_together(left, right)
    return (
        _same_given_name(left, right)
        or _short_form(left, right)
        or _same_surname(left, right)
        or _guarded(left, right)
        or _other_sex(left, right)
        or _of_patronymics(left, right)
        or _other_gender(left, right)
        or _organisations(left, right)
        or _cities(left, right)
        or _sister_form(left, right)
        or _other_surname(left, right)
        or _put_together(left, right)
    )


def may_be_akin(key: str) -> bool:
    """Whether a folded token may be akin to one that begins otherwise."""
    return is_known(key) or bool(classes(key))


@lru_cache(maxsize=1 << 11)
def is_known(key: str) -> bool:
    """Whether the data know a folded token: of two that they don't, only sounds and endings can tell that they are
    akin."""
    known = forms(key) or shorts(key) or surname_lines(key) or key in guards()
    return bool(known or patronymic(key) or organisation_words(key) or cities(key))


def kinship_among(left: Iterable[str], right: Iterable[str]) -> Kin | None:
    """The first kinship of any spelling of one token with any of the other. The first of each is the token as written,
    folded; then come its romanisations, most usual first. "guarded" is the answer only where nothing speaks for them,
    or if they are guarded as written, as two Arabic names of one romanisation are."""
    lefts, rights = tuple(left), tuple(right)
    if not may_share(lefts, rights):
        return None
    as_written = kinship(lefts[0], rights[0])
    if as_written is not None and as_written.kind == "guarded":
        return as_written
    if common := set(lefts).intersection(rights):
        return _received(lefts[0], rights[0], common)
    found = list(_pairs(lefts, rights))
    return next((kin for kin in found if kin.kind != "guarded"), found[0] if found else None)


def _received(left: str, right: str, common: set[str]) -> Kin | None:
    """Two spellings of a Western given name, of which one tells its sound."""
    names = sorted({*received(left), *received(right)} & common)
    return Kin("given_name", f"spellings of {names[0].title()}") if names else None


def _pairs(lefts: tuple[str, ...], rights: tuple[str, ...]) -> Iterable[Kin]:
    return filter(None, (kinship(a, b) for a in lefts for b in rights))


def different_given_names(left: str, right: str) -> bool:
    """Whether both tokens are known given names and no form of one name: Ivan and Peter, but not Ivan and Jan."""
    mine, theirs = given_names(left), given_names(right)
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs) and _short_form(left, right) is None


def _same_given_name(left: str, right: str) -> Kin | None:
    mine, theirs = forms(left), forms(right)
    for head in dict.fromkeys(form.head for form in mine):
        ours = [form for form in mine if form.head == head]
        others = [form for form in theirs if form.head == head]
        if not others:
            continue
        same = next((a for a in ours for b in others if (a.lang, a.number) == (b.lang, b.number)), None)
        if same:
            return Kin("given_name", f"spellings of {same.lang} {_first_text(same)}")
        # forms that one language tells apart, such as Jan and Johan in Dutch, are two names
        if {form.lang for form in ours}.isdisjoint(form.lang for form in others):
            a, b = min(ours, key=_shown_first), min(others, key=_shown_first)
            return Kin("given_name", f"{a.lang} {a.text} = {b.lang} {b.text}")
    return None


def _shown_first(form: Form) -> int:
    return _SHOWN_FIRST.index(form.lang) if form.lang in _SHOWN_FIRST else len(_SHOWN_FIRST)


def _first_text(form: Form) -> str:
    return next(
        (f.text for f in forms(fold(form.head)) if (f.head, f.lang, f.number) == (form.head, form.lang, form.number)),
        form.text,
    )


def _short_form(left: str, right: str) -> Kin | None:
    for short_key, full_key in ((left, right), (right, left)):
        for short in shorts(short_key):
            full = _full_name(short, full_key)
            if full:
                return Kin("hypocoristic", f"{short.text} is short for {full} ({', '.join(short.langs)})")
    for a in shorts(left):
        for b in shorts(right):
            common = a.heads & b.heads
            if common and len(a.heads | a.words | b.heads | b.words) == 1 and set(a.langs) & set(b.langs):
                return Kin("hypocoristic", f"{a.text} and {b.text} are short for {next(iter(common))}")
    return None


def _same_surname(left: str, right: str) -> Kin | None:
    common = surname_lines(left) & surname_lines(right)
    if not common and are_sons_of_one(left, right):
        return Kin("surname_form", "Mc and Mac")
    return Kin("surname_form", surname_origin(min(common))) if common else None


def _full_name(short: Short, key: str) -> str:
    if key in short.words:
        return key.title()
    for form in forms(key):
        if form.head in short.heads and form.lang in short.langs:
            return form.text
    return ""


def _guarded(left: str, right: str) -> Kin | None:
    for a in nodes(left):
        reasons = guards().get(a)
        if reasons:
            for b in nodes(right):
                if b in reasons:
                    return Kin("guarded", reasons[b])
    return None


def _other_sex(left: str, right: str) -> Kin | None:
    """A known given name beside the same with a feminine ending (Stanisław and Stanisława, Karim and Karima), or beside
    what a Hungarian wife is called by it (Zoltánné)."""
    short, long = sorted((left, right), key=len)
    if long == f"{short}ne" and any(form.lang == "hu" for form in forms(short)):
        return Kin("guarded", "a man and his wife")
    feminine = long == f"{short}a" and short[-1:] not in _VOWELS and given_names(short)
    return Kin("guarded", "a given name and its feminine form") if feminine else None


def _of_patronymics(left: str, right: str) -> Kin | None:
    mine, theirs = patronymic(left), patronymic(right)
    if mine and theirs:
        return _fathers(mine, theirs)
    for surname, other in ((left, theirs), (right, mine)):
        if other and surname in surnames_of(right if surname == left else left):
            return Kin("guarded", "a surname and the patronymic of the same stem")
    return None


def _fathers(mine: Patronymic, theirs: Patronymic) -> Kin | None:
    common = mine.fathers & theirs.fathers
    if common or mine.stem == theirs.stem:
        father = min(common) if common else mine.stem.title()
        if mine.gender == theirs.gender:
            return Kin("patronymic_kin", f"child of {father}")
        return Kin("gender_form", f"son and daughter of {father}")
    if mine.fathers and theirs.fathers:
        return Kin("guarded", f"child of {min(mine.fathers)}, child of {min(theirs.fathers)}")
    return None


def _other_gender(left: str, right: str) -> Kin | None:
    if given_names(left) or given_names(right):
        return None
    found = gender_form(left, right)
    if not found and not women_of(left).isdisjoint(women_of(right)):
        return Kin("guarded", "a wife and a daughter of one surname")
    return Kin("gender_form", found) if found else None


def _sister_form(left: str, right: str) -> Kin | None:
    if given_names(left) or given_names(right):
        return None
    found = sister_form(left, right)
    return Kin("surname_form", f"a Russian surname in its {found} form") if found else None


def _other_surname(left: str, right: str) -> Kin | None:
    if given_names(left) or given_names(right):
        return None
    if left in without_ending(right) or right in without_ending(left):
        return Kin("guarded", "a name and a surname made of it")
    found = other_ending(left, right)
    return Kin("guarded", f"two surnames of one stem ({found})") if found else None


def _put_together(left: str, right: str) -> Kin | None:
    short, long = sorted((left, right), key=len)
    together = short in parts(long)
    return Kin("guarded", "a word and one put together with it") if together else None


def _cities(left: str, right: str) -> Kin | None:
    """One city in two languages, or two cities. Given names are left out: many of them are a city's name somewhere."""
    mine, theirs = cities(left), cities(right)
    if not mine or not theirs:
        return None
    common = mine & theirs
    if common:
        return Kin("translation", f"names of {min(common)}")
    return None if forms(left) or forms(right) else Kin("guarded", "two cities")


def _organisations(left: str, right: str) -> Kin | None:
    found = same_word(left, right)
    if not found:
        return None
    mine, theirs = found
    if mine.lang != theirs.lang and _is_one_language(mine.lang, theirs.lang):
        return None  # a word and its romanisation: letters tell more
    if mine.short or theirs.short:
        short, full = (mine, theirs) if mine.short else (theirs, mine)
        return Kin("abbreviation", f"{short.text} is short for {full.text} ({full.lang})")
    if mine.lang and mine.lang == theirs.lang:
        return Kin("translation", f"forms of {mine.head} ({mine.lang})")
    # names of lands belong to no language in particular
    return Kin("translation", " = ".join([f"{word.lang} {word.text}".strip() for word in found]))


def _is_one_language(left: str, right: str) -> bool:
    """Whether two languages are one, in two scripts: ar, ar-Latn."""
    return left.partition("-")[0] == right.partition("-")[0]
