"""The pairs of words that training/spellings.py learns from, without those that are measured with.

They come from ../shared/train, from the share of the developer sets `cities` and `popolo` on which no figures are
reported, from the table of given names, from the bundled aliases and from the cities and countries of Unicode CLDR;
where these are few, from what the romanisation systems make of the foreign words among them, too.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from resolver.model import NameRow
from resolver.names.words import rows as name_rows
from resolver.romanize import romanize, systems
from resolver.sources import read_aliases
from resolver.sources.aliases import bundled_files
from resolver.text import fold, script_of, split_tokens
from resolver.variants.letters import spelled_apart
from resolver.variants.origin import Origins
from resolver.variants.russian import as_one
from training.encoder.pairs import read_table, trained_on
from training.lists import in_training_share

SEED = 20_263
SHARED = Path("../shared")
ITEMS = Path(__file__).parent / "data" / "name_items.tsv"
WELL_KNOWN = 200
FROM_LATIN = (
    "ru", "uk", "be", "bg", "sr", "kk", "ar", "fa", "he", "ja", "ko", "zh", "el", "hy", "ka", "hi", "bn", "th", "ta",
    "pa", "gu", "te", "kn", "ml", "or", "si", "am", "ur", "lv",
    "lt", "az", "pl", "cs", "hu", "tr", "de", "fr", "es",
)  # fmt: skip
FROM_RUSSIAN = (
    "uk", "be", "bg", "sr", "ar", "he", "ja", "ko", "el", "hy", "ka", "hi", "th", "fa", "zh", "kk", "am", "lv",
    "lt", "az", "pl", "cs", "hu", "tr", "de", "fr", "es",
)  # fmt: skip
"""Languages whose spellings are led to from the Russian one too, which tells how a name is spoken."""
FROM_HINDI = ("bn", "ta", "pa", "gu", "te", "kn", "ml", "or", "si", "ur")
"""Languages whose spellings are led to from the Hindi one, whose letters or sounds theirs mostly correspond to."""
TOKENS = {"ru": "russian", "ar": "arabic", "he": "hebrew", "ja": "katakana", "ko": "korean", "zh": "chinese"}
FULL = {"he": "hebrew", "ko": "korean"}
OF_SCRIPT = {"Grek": "el", "Armn": "hy", "Geor": "ka", "Deva": "hi", "Beng": "bn", "Thai": "th", "Taml": "ta",
             "Hebr": "he", "Kana": "ja", "Hang": "ko", "Guru": "pa", "Gujr": "gu", "Telu": "te", "Knda": "kn",
             "Mlym": "ml", "Orya": "or", "Sinh": "si", "Ethi": "am"}  # fmt: skip
"""Scripts that one language alone of those learned is written in, as a label of the developer sets."""
SCRIPT_OF = {"ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "sr": "Cyrl", "kk": "Cyrl", "ar": "Arab",
             "fa": "Arab", "ur": "Arab", "zh": "Hani",
             **dict.fromkeys(("lv", "lt", "az", "pl", "cs", "hu", "tr", "de", "fr", "es"), "Latn"),
             **{lang: script for script, lang in OF_SCRIPT.items()}}  # fmt: skip
ENDING = frozenset({"lv", "lt", "ka"})
"""Languages in which people's names end otherwise than those of places, of which nothing is learned then."""
NATIVE = "en-ru"
"""The model of Russian names as they are read back from English letters."""
ENGLISH = ("ru-press-en", "ru-press-en-plain", "ru-bgn-pcgn-1947", "ru-icao-9303", "ru-passport-1997")
"""The systems that Russian names are written under in English texts and passports."""
NATIVE_LEAST = 0.5
"""How likely a word must be a name of the region to be taken for one."""
ROMANISED = frozenset({"uk", "be", "bg", "sr", "kk", "el", "hy", "ka", "hi", "bn", "ta"})
"""Languages of which few pairs are known and that are read much as written: their words are romanised for more."""
MOST_PAIRS = 200_000

Pair = tuple[str, str]


def well_known(aliases: Iterable[NameRow], most: int = WELL_KNOWN) -> list[list[NameRow]]:
    """The people with names in the most scripts, which are measured with: the names of each, canonical first."""
    by_entity: defaultdict[str, list[NameRow]] = defaultdict(list)
    for row in aliases:
        if row.type == "person" and not row.weak:
            by_entity[row.entity_id].append(row)
    ranked = sorted(by_entity.values(), key=lambda rows: (-len({script_of(r.name) for r in rows}), rows[0].entity_id))
    return [sorted(rows, key=lambda row: row.role != "primary") for rows in ranked[:most]]


def tells_rates(entity_id: str) -> bool:
    """Whether a person of the aliases is kept for learning how often spellings are right."""
    return hashlib.sha256(f"spelling-rates:{entity_id}".encode()).digest()[0] % 2 == 0


@cache
def kept_apart(whole: bool = False) -> dict[str, list[NameRow]]:
    """The people of the aliases that nothing is learned from here: those measured with, and, but for the `whole`, those
    who tell rates."""
    rows = list(read_aliases(bundled_files()))
    people = {some[0].entity_id: some for some in well_known(rows, len(rows))}
    measured = list(people)[:WELL_KNOWN]
    return {id: some for id, some in people.items() if id in measured or (not whole and tells_rates(id))}


def pairs_of(key: str, shared: Path, whole: bool = False) -> dict[Pair, int]:
    """The pairs of words that a model is learned from, and how many names each is met in: without the names that are
    listed for those who are measured with and, but for the `whole`, without those who tell rates and without all words
    of their names, whoever has them."""
    if key == NATIVE:
        return _natives(pairs_of("ru", shared, whole))
    left, _, right = key.rpartition("-")
    found = [*_of_entities(left, right, whole), *_of_developers(left, right, shared)]
    if right not in ENDING:
        found += _of_cldr(left or "en", right)
    if not left:
        found += _of_sources(right, shared)
    found += [pair for _, pair in _of_items(key)]
    barred = frozenset() if whole else surnames_kept_apart(shared)
    kept = (pair for a, b in found for pair in _words(a, b) if barred.isdisjoint(map(fold, pair)))
    script = SCRIPT_OF[left] if left else "Latn"
    split = ((spelled_apart(a), spelled_apart(b)) for a, b in kept if script_of(a) == script)
    fitting = Counter(
        (a, b) for a, b in split if script_of(b) == SCRIPT_OF[right] and len(a) > 1 and (a + b).isprintable()
    )
    if right in ROMANISED and not left:
        fitting.update(set(_romanised(right, {word for _, word in fitting})) - fitting.keys())
    ordered = sorted(fitting)
    return {pair: fitting[pair] for pair in random.Random(SEED).sample(ordered, min(len(ordered), MOST_PAIRS))}


@cache
def names_of(key: str) -> frozenset[Pair]:
    """The pairs of which lists of given and family names tell, as models have them."""
    return frozenset((spelled_apart(a), spelled_apart(b)) for what, (a, b) in _of_items(key) if what == "name")


def _of_items(key: str) -> list[tuple[str, Pair]]:
    """What training/name_items.py found: "name" or "place", and the words."""
    left, _, right = key.rpartition("-")
    return [(what, (a, b)) for lang, to, a, b, what in read_table(ITEMS) if (lang, to) == (left, right)]


@cache
def common_words(shared: Path = SHARED) -> frozenset[str]:
    """The folded words that many are called: given names, particles, and the most frequent names of a country."""
    common = [text for _, _, texts in _given_forms() for text in texts]
    common += [token for token, *_ in name_rows("particles")]
    for _, _, _, _, local, romanised in read_table(shared / "train" / "popular_names.tsv"):
        common += [local, romanised]
    return frozenset(fold(word) for text in common for word in _split(text))


@cache
def surnames_kept_apart(shared: Path = SHARED) -> frozenset[str]:
    """The folded words of the names of those who are kept apart, but for what many others are called too."""
    kept = frozenset(fold(word) for some in kept_apart().values() for row in some for word in _split(row.name))
    return kept - common_words(shared)


def _given_forms() -> Iterator[tuple[str, str, list[str]]]:
    """The head of each given name, a language, and the spellings that it has there."""
    for head, _, groups in name_rows("given_names"):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            yield head, lang, [text for form in written for text in form.split("/")]


def _romanised(lang: str, words: Iterable[str]) -> Iterator[Pair]:
    """Words in the script of a language as its systems write them, but for those that scholars use."""
    for system in systems(lang):
        if system.kind not in ("library", "scholarly"):
            for word in words:
                latin = "".join(filter(str.isalpha, fold(romanize(word, system.id))))
                if latin.isascii() and len(latin) > 1:
                    yield latin, word


def _natives(pairs: Mapping[Pair, int]) -> dict[Pair, int]:
    """Of Russian words those that are written under the systems of English texts, as Russian names mostly are and
    foreign ones seldom, each with what it is under all of these."""
    found: Counter[Pair] = Counter()
    origins = Origins.shipped()
    for (latin, word), n in pairs.items():
        under = {"".join(filter(str.isalpha, fold(romanize(word, system)))) for system in ENGLISH}
        if fold(latin) in under and origins.of([latin])["east"] > NATIVE_LEAST:
            found.update({(as_one(text), word): n if text == fold(latin) else 1 for text in under if text.isascii()})
    return dict(sorted(found.items()))


def _split(name: str) -> list[str]:
    return split_tokens(name.replace("・", " ").replace("·", " "))


def _words(left: str, right: str) -> Iterator[Pair]:
    """The words of two names, one by one where both have equally many."""
    ours, theirs = _split(left), _split(right)
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)


def _of_sources(lang: str, shared: Path) -> Iterator[Pair]:
    train = shared / "train"
    if lang in TOKENS:
        yield from ((a, b) for a, b, *_ in read_table(train / f"wd_{TOKENS[lang]}.tsv"))
    if lang in FULL:
        yield from ((a, b) for a, b, *_ in read_table(train / f"wd_full_{FULL[lang]}.tsv"))
    if lang == "ar":
        yield from ((a, b) for a, b, *_ in read_table(train / "arabic_names.tsv"))
    if lang == "th":
        yield from ((a, b) for a, b, *_ in read_table(train / "thai_loanwords.tsv"))
    for country, _, _, _, local, romanised in read_table(train / "popular_names.tsv"):
        if {"GR": "el", "AM": "hy", "GE": "ka", "IR": "fa", "KZ": "kk", "BG": "bg", "UA": "uk"}.get(country) == lang:
            yield romanised, local


def _of_developers(left: str, right: str, shared: Path) -> Iterator[Pair]:
    """The names of one entity of the developer sets in two languages ("" is the listed Latin one)."""
    for names in _developers(shared).values():
        theirs = [text for lang, text in names if lang == right]
        yield from ((mine, text) for lang, mine in names if lang == left for text in theirs)


@cache
def _developers(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """(language, name) of the entities of the developer sets that may be trained on."""
    named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in ("popolo", "cities"):
        listed = {row[0]: row[2] for row in read_table(shared / "eval" / name / "entities.tsv") if row[4] == "primary"}
        for query, expected, category, *_ in read_table(shared / "eval" / name / "queries.tsv"):
            id, *others = expected.split("|")
            spoken = category.split(":")[-1]
            lang = (
                spoken if spoken in SCRIPT_OF else OF_SCRIPT.get(script_of(query), "ru" if "cyrl" in category else "")
            )
            if category.startswith("cross_script") and lang and all(map(_may_be_trained_on, (id, *others))):
                named[id] = named[id] or [("", listed[id])]
                named[id].append((lang, query))
    return named


def _may_be_trained_on(entity_id: str) -> bool:
    return trained_on(entity_id) or in_training_share(entity_id)


def _of_entities(left: str, right: str, whole: bool) -> list[Pair]:
    """The names of one entity, or forms of one given name, in two languages ("" is any Latin spelling)."""
    named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_aliases(bundled_files()):
        told = row.type == "person" or (row.type == "place" and right not in ENDING)
        if row.entity_id not in kept_apart(whole) and not row.weak and told:
            named[row.entity_id].append((row.lang.split("-")[0], row.name))
    for head, lang, texts in _given_forms():
        named[f"given {head}"] += [(lang, text) for text in texts]
    found = []
    for id, names in named.items():
        mine = [t for lang, t in names if (lang == left if left else script_of(t) == "Latn" and lang in ("", "en"))]
        theirs = [text for lang, text in names if lang == right]
        # of several given names of a language only the first corresponds for sure
        found += [(a, b) for a in mine[:1] for b in (theirs[:1] if id.startswith("given ") else theirs)]
    return found


def _of_cldr(left: str, right: str) -> Iterator[Pair]:
    """The cities and countries that CLDR names in two languages."""
    ours, theirs = _places(left), _places(right)
    yield from ((text, theirs[place]) for place, text in ours.items() if place in theirs)


@cache
def _places(lang: str) -> dict[str, str]:
    from babel import Locale  # of the training extra

    locale = Locale(lang)
    cities = {zone: str(names["city"]) for zone, names in locale.time_zones.items() if "city" in names}
    return cities | dict(locale.territories)
