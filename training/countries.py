"""Writes the names and codes of countries that `resolver.facts` reads.

    python -m training.countries

Names in the languages below are those of Unicode CLDR (through Babel; Unicode licence); official names, alpha-3 codes,
Wikidata ids and successors of countries that are no more are those of rigour's table of territories (MIT). A name that
is given to two countries is left out, unless English has it for one. Deterministic for the same versions of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from resolver.facts.countries import key_of

LANGUAGES = (
    "en", "fr", "de", "es", "pt", "it", "nl", "sv", "pl", "cs", "ro", "tr", "ru", "uk", "be", "bg", "sr", "el",
    "ar", "fa", "he", "hi", "zh", "ja", "ko", "id", "vi", "zh_Hant", "ur", "ps", "bn", "mr", "ne", "gu", "pa", "ta",
    "te", "kn", "ml", "si", "th", "lo", "km", "my", "ka", "hy", "am", "ti", "kk", "ky", "mn", "tg", "mk",
)  # fmt: skip
NO_COUNTRIES = ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB")
USUAL = {
    "Palestinian": "PS", "West Bank": "PS", "Holland": "NL", "Burma": "MM", "Hong Kong": "HK", "Macau": "MO",
    "Turkey": "TR", "Ivory Coast": "CI", "Белоруссия": "BY", "Weißrussland": "BY",
    "Cape Verde": "CV", "Swaziland": "SZ", "UK": "GB",
    "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB", "Bosnia": "BA",
    "YU": "BA HR ME MK RS SI XK", "Macedonia": "MK",
    "The Former Yugoslav Republic of Macedonia": "MK", "Republic of the Congo": "CG",
    "Congo": "CD CG", "Korea": "KP KR", "China, Hong Kong Special Administrative Region": "HK",
    "UAE": "AE", "KSA": "SA", "DPRK": "KP", "ROK": "KR", "PRC": "CN", "DRC": "CD", "GDR": "DE",
    "USSR": "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ", "СССР": "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ",
    "РФ": "RU", "КНР": "CN", "The Netherlands": "NL", "The Gambia": "GM", "The Bahamas": "BS", "The Philippines": "PH",
    "Lao PDR": "LA", "East Timor": "TL",
    "China, Macao Special Administrative Region": "MO", "Brunei Darussalam": "BN", "Micronesia": "FM",
}  # fmt: skip
"""Names in use that neither source has as such."""
SUCCESSORS = {
    "suhh": "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ",
    "yucs": "BA HR ME MK RS SI XK",
    "csxx": "ME RS XK",
}
"""Of those that the table of territories gives otherwise."""
OUT = Path(__file__).parent.parent / "resolver" / "facts" / "data" / "countries.tsv"
HEAD = """\
# Countries by name and code. key (folded, without gaps), ISO 3166-1 alpha-2 codes of the country or its successors
# Sources: Unicode CLDR (Babel {babel}; Unicode licence), rigour {rigour} (MIT). Written by training/countries.py.
"""


def territories() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Codes and names, each with the alpha-2 codes that it leads to."""
    from rigour.territories import get_territories

    by_code = {one.code: one for one in get_territories()}

    def countries(code: str) -> list[str]:
        one = by_code[code]
        if one.is_historical:
            return SUCCESSORS.get(code, "").split() or sorted(
                {known for successor in one._successors for known in countries(successor)}
            )
        return [code.upper()] if len(code) == 2 and code.upper() not in NO_COUNTRIES else []

    for code, one in by_code.items():
        if known := tuple(countries(code)):
            qids = [one.qid, *one.other_qids] if one.is_country else [one.qid]
            for word in (code, one.alpha3, one.name, one.full_name, *qids, *one.other_codes):
                if word and word != "None":
                    yield word, known


def names() -> Iterator[tuple[str, str, str]]:
    """Language, name and code of every country that CLDR knows."""
    from babel import Locale

    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                yield language, name, code


def main() -> None:
    import babel

    found: dict[str, set[tuple[str, ...]]] = {}
    fixed: dict[str, tuple[str, ...]] = {}
    for word, codes in chain(((word, tuple(codes.split())) for word, codes in USUAL.items()), territories()):
        fixed.setdefault(key_of(word), codes)
    for language, name, code in names():
        (found.setdefault(key_of(name), set())).add((code,))
        if language == "en":
            fixed.setdefault(key_of(name), (code,))
    table = {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1} | fixed
    lines = [f"{key}\t{' '.join(codes)}\n" for key, codes in sorted(table.items()) if key]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(HEAD.format(babel=babel.__version__, rigour=version("rigour")) + "".join(lines), "utf-8")
    print(f"{len(lines)} names and codes of {len({c for codes in table.values() for c in codes})} countries")


if __name__ == "__main__":
    main()
