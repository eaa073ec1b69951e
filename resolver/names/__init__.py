"""What a NAME is: tokens with roles (name, initial, title, particle, legal form), how names are split, and what their
tokens are to each other."""

from resolver.names.acronyms import SHORTEST_ACRONYM, acronym_run, acronyms, blend_run, may_be_acronym, translated_run
from resolver.names.burmese import is_burmese
from resolver.names.descent import Descent, child, descents, is_servant, parent, parent_before
from resolver.names.given import genders, given_names, languages_of
from resolver.names.initials import stand_for
from resolver.names.joins import (
    Run,
    characters_apart,
    joined_runs,
    syllables_together,
    written_apart,
    written_together,
)
from resolver.names.kin import KINDS, Kin, different_given_names, kinship, kinship_among, may_be_akin
from resolver.names.legal import is_legal, legal_class
from resolver.names.numerals import generation, number_words, numbers, suffixes, years
from resolver.names.organisations import (
    OrganisationWord,
    organisation_words,
    phrase_end,
    said_elsewhere,
    same_word,
    sides,
)
from resolver.names.parse import ParsedName, parse, readings
from resolver.names.patronymic import Patronymic, patronymic
from resolver.names.received import received
from resolver.names.reigns import is_reign
from resolver.names.roles import is_of_body
from resolver.names.token import BESIDE_PERSONS, ROLES, Role, Token

__all__ = [
    "BESIDE_PERSONS",
    "KINDS",
    "ROLES",
    "SHORTEST_ACRONYM",
    "Descent",
    "Kin",
    "OrganisationWord",
    "ParsedName",
    "Patronymic",
    "Role",
    "Run",
    "Token",
    "acronym_run",
    "acronyms",
    "blend_run",
    "characters_apart",
    "child",
    "descents",
    "different_given_names",
    "genders",
    "generation",
    "given_names",
    "is_burmese",
    "is_legal",
    "is_of_body",
    "is_reign",
    "is_servant",
    "joined_runs",
    "kinship",
    "kinship_among",
    "languages_of",
    "legal_class",
    "may_be_acronym",
    "may_be_akin",
    "number_words",
    "numbers",
    "organisation_words",
    "parent",
    "parent_before",
    "parse",
    "patronymic",
    "phrase_end",
    "readings",
    "received",
    "said_elsewhere",
    "same_word",
    "sides",
    "stand_for",
    "suffixes",
    "syllables_together",
    "translated_run",
    "written_apart",
    "written_together",
    "years",
]
