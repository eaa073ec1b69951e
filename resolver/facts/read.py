"""From what people and lists write to a `Context`: strict where somebody asks, lenient where a list is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from resolver.errors import InputError
from resolver.facts.countries import countries_of, says_nothing
from resolver.model import NO_CONTEXT, Context

FACTS = ("country", "birth_date", "gender")
"""What may be known beside a name, as all doors call it; `context_of` takes these."""

_GENDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("m", "male", "man", "masculine", "q6581097"), ("male",))
    | dict.fromkeys(("f", "female", "woman", "feminine", "w", "q6581072"), ("female",))
    # What says that it is neither or not known is understood, and no evidence.
    | dict.fromkeys(("x", "u", "other", "diverse", "non-binary", "unknown"), ())
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(1[5-9]\d\d|20\d\d)"
_ISO = re.compile(rf"{_YEAR}(?:-(\d\d)(?:-(\d\d))?)?")
_MIDNIGHT = re.compile(r"[T ]00:00:00(\.0+)?(Z|\+00:00)?$")
"""What tables with typed cells write behind a date."""
_WORDS = re.compile(rf"(?:(\d{{1,2}})\s+)?([A-Za-z]{{3,9}})\.?,?\s+{_YEAR}")
_MONTH_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+{_YEAR}")
_NUMBERS = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.]{_YEAR}")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_LONGEST_SPAN = 10


Words = str | int | date | Iterable[str | int | date] | None
"""A value as somebody gives it (a year may be a number); several parted by semicolons, or one by one."""


def context_of(country: Words = None, birth_date: Words = None, gender: Words = None) -> Context:
    """What somebody knows of whom they ask for. Each may hold several values, as texts or in one, parted by semicolons.

    A country is an ISO 3166-1 code or a name, a birth date YYYY, YYYY-MM or YYYY-MM-DD, a gender male (m) or female
    (f). Dates as lists and tables have them are read too (19 Jun 1951, 19.06.1951); of one whose month can't be told
    from its day only the year counts. Words such as "unknown" and "n/a" say nothing. Raises InputError naming the field
    that can't be read.
    """
    if not (country or birth_date or gender):
        return NO_CONTEXT
    return Context(_all(country, _country), _all(birth_date, _date), _all(gender, _gender))


def known_of(countries: Iterable[str] = (), birth_dates: Iterable[str] = (), genders: Iterable[str] = ()) -> Context:
    """What a list knows of an entity, in whichever form it writes it; what can't be read is left out."""
    found = (
        _distinct(code for text in countries for code in countries_of(text)),
        _distinct(day for text in birth_dates for day in dates_of(text)),
        _distinct(word for text in genders for word in _GENDERS.get(text.strip().casefold(), ())),
    )
    return Context(*found) if any(found) else NO_CONTEXT


def _all(given: Words, read: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    if given is None:
        return ()
    values = given.split(";") if isinstance(given, str) else given if isinstance(given, Iterable) else [given]
    texts = (str(value).strip() for value in values)
    return _distinct(value for text in texts if not says_nothing(text) for value in read(text))


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _country(text: str) -> tuple[str, ...]:
    if found := countries_of(text):
        return found
    mend = "Give a code of ISO 3166-1, such as BY, or the name of a country."
    raise InputError(f"'{text[:50]}' is no country", field="country", mend=mend)


def _date(text: str) -> tuple[str, ...]:
    found = _ISO.fullmatch(_MIDNIGHT.sub("", text))
    if found and (day := _day(*found.groups())):
        return (day,)
    if any(form.fullmatch(text) for form in (_NUMBERS, _WORDS, _MONTH_FIRST)) and not _is_no_day(text):
        return dates_of(text)
    mend = "Give YYYY, YYYY-MM or YYYY-MM-DD, such as 1952-10-07."
    raise InputError(f"'{text[:50]}' is no date", field="birth_date", mend=mend)


def _gender(text: str) -> tuple[str, ...]:
    found = _GENDERS.get(text.casefold())
    if found is None:
        raise InputError(f"'{text[:50]}' is no gender", field="gender", mend="Give male or female (m, f).")
    return found


@lru_cache(maxsize=1 << 10)
def dates_of(text: str) -> tuple[str, ...]:
    """The dates that a list means: "19 Jun 1951", "circa 1960", "1951-06-19T00:00:00", "1960 to 1965" (every year
    of a span, ten at most). Of a date in numbers that may be read in two ways only the year counts."""
    return tuple(filter(None, _dates(text)))


def _dates(text: str) -> Iterator[str]:
    years = [int(year) for year in _ANY_YEAR.findall(text)]
    if len(years) == 2:
        yield from map(str, range(years[0], min(years[1], years[0] + _LONGEST_SPAN) + 1))
    elif (found := _ISO.match(text)) and found[2] and (day := _day(*found.groups())):
        yield day
    elif found := _NUMBERS.search(text):
        first, second, year = found.groups()
        # A day above twelve tells which of the two is the month; 00 stands for what is not known.
        day, month = (first, second) if int(first) > 12 else (second, first) if int(second) > 12 else ("", "")
        yield _day(year, month, day) or year
    elif (found := _WORDS.search(text)) and (month := _month(found[2])):
        yield _day(found[3], month, found[1]) or found[3]
    elif (found := _MONTH_FIRST.search(text)) and (month := _month(found[1])):
        yield _day(found[3], month, found[2]) or found[3]
    else:
        yield from map(str, years[:1])


def _is_no_day(text: str) -> bool:
    """Whether a text in a form for a day names one that never was (31.13.1950, 30 Feb 1950); 00 is not known."""
    if found := _NUMBERS.fullmatch(text):
        first, second, year = found.groups()
        return int(first) * int(second) > 0 and not (_day(year, second, first) or _day(year, first, second))
    if found := _MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
    elif found := _WORDS.fullmatch(text):
        day, word, year = found.groups()
    return bool(found and day and int(day) and not _day(year, _month(word) or "13", day))


def _month(word: str) -> str:
    name = word[:3].casefold()
    return f"{_MONTH_NAMES.index(name) + 1:02}" if name in _MONTH_NAMES else ""


def _day(year: str, month: str | None, day: str | None) -> str:
    """The date as precise as it is known; "" if there is no such day."""
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole if month and day else whole[:7] if month else whole[:4]
