"""What names of organisations are made of: words (resolver/names/data/organisation_words.tsv), legal forms, places,
given names, and what names grow by."""

from __future__ import annotations

from functools import cache, cached_property

from resolver.names.words import rows
from training.people import Rng

LANGUAGES = ("en", "en", "en", "en", "de", "fr", "es", "it", "ru", "pl", "tr")
PLACES = (
    "Africa", "America", "Asia", "Australia", "Austria", "Belgium", "Brazil", "Canada", "Chile", "China", "Egypt",
    "Europe", "Finland", "France", "Germany", "Ghana", "Greece", "India", "Iraq", "Ireland", "Israel", "Italy",
    "Japan", "Kenya",
    "Korea", "Malaysia", "Mexico", "Nigeria", "Norway", "Pakistan", "Peru", "Poland", "Russia", "Spain", "Sweden",
    "Turkey", "UK", "USA", "Vietnam", "London", "Paris", "Berlin", "Dubai", "Hong Kong", "Singapore", "New York",
)  # fmt: skip
GIVEN = ("Anna", "Carlo", "Charles", "David", "Elena", "Emma", "Frank", "George", "Giovanni", "Hans", "Henry",
         "James", "Jean", "John", "José", "Juan", "Karl", "Laura", "Maria",
         "Mehmet", "Paul", "Peter", "Robert", "William")  # fmt: skip
LEGAL = {
    "en": ("Ltd", "Limited", "Inc.", "Inc", "LLC", "Corp.", "Corporation", "Co., Ltd.", "PLC", "Company"),
    "de": ("GmbH", "AG", "KG"), "fr": ("SA", "SARL", "S.A."), "es": ("S.A.", "SL", "S.A. de C.V."),
    "it": ("S.p.A.", "Srl"), "ru": ("ООО", "АО", "ПАО"), "pl": ("Sp. z o.o.", "S.A."), "tr": ("A.Ş.", "Ltd. Şti."),
}  # fmt: skip
IN_HOUSE = ("export", "import", "trading", "finance", "capital", "insurance", "leasing", "securities", "energy", "oil",
            "investment", "services", "logistics", "properties", "pension", "development", "management", "consulting",
            "technology", "research", "media", "systems", "distribution", "construction", "aviation", "engineering",
            "chemical", "gas", "bank", "shipping")  # fmt: skip
"""What firms found daughters for."""
GROWN = ("bank", "neft", "trans", "stroy", "invest", "export", "tech", "agro", "med", "energo", "gaz", "prom", "soft",
         "net", "tel", "com", "air", "oil", "chem", "cell", "telecom", "plast", "avia", "sat", "mash")  # fmt: skip
"""What names of bodies end in that are put together from two words."""


class Words:
    """The words of one language: by what they say, forms in full and abbreviated, by head."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.full: dict[str, list[str]] = {}
        self.short: dict[str, list[str]] = {}
        self.heads: dict[str, list[str]] = {"form": [], "field": [], "side": [], "place": [], "word": []}
        for head, says, groups in rows("organisation_words"):
            for group in groups.split("; "):
                of, *written = group.split(" ")
                if of == lang:
                    self.full[head] = [w for w in written if w[0] != "~"]
                    self.short[head] = [w[1:] for w in written if w[0] == "~"]
                    self.heads[says].append(head)

    def word(self, head: str, rng: Rng) -> str:
        return rng.choice(self.full[head]).capitalize()

    def head_of(self, word: str) -> str:
        """What the word says; "" if it is none of them."""
        return self.by_word.get(word.lower(), "")

    @cached_property
    def by_word(self) -> dict[str, str]:
        return {word: head for head, some in self.full.items() for word in some}

    def synonyms(self, head: str) -> set[str]:
        """The heads of all words that this one may also be."""
        return {other for other, some in self.full.items() if not set(some).isdisjoint(self.full[head])}


words = cache(Words)
