"""What one name says of itself and the other denies: given name, initials, father, number, generation, gender, side,
the language it is read in, its syllables, and that it is no part of a longer one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from resolver.match.align import Alignment, Pair
from resolver.match.piece import Piece
from resolver.match.side import Side, written
from resolver.match.told_by_syllables import (
    characters_left_over,
    characters_miscounted,
    has_syllable_more,
    readings_differ,
    syllables_differ,
)
from resolver.names import Descent, Token, organisation_words, parent_before
from resolver.tokens import Likeness, kin, known, other_given_name

DENIALS = frozenset(
    {
        "guarded",
        "fathers_differ",
        "surnames_differ",
        "bynames_differ",
        "numbers_differ",
        "generations_differ",
        "sides_differ",
        "marks_differ",
        "readings_differ",
        "part_left_out",
        "own_words_differ",
        "syllables_differ",
    }
)
"""Kinds of pieces by which the names themselves deny that they are one: such a pair never matches on spelling alone."""

ADDITIONS = frozenset({"number_added", "generation_added"})
"""Kinds of pieces of what only one side says. Where that is the query, it is more than the name can answer for: Donald
Trump Jr. may well be another than Donald Trump. A name may say more than whoever asks for it."""

_WORDS = ("name", "particle")
_ALIKE = ("similar", "learned")
_COMPANY = "company"
_SEVERAL = 2
_MEN = frozenset({"m"})
_BLURRED = 0.75
"""Cosines of two words in letters that are read are greater where they spell one name, or their sounds are closer."""


def told(alignment: Alignment) -> Iterator[Piece]:
    """The pieces of evidence."""
    query, name = alignment.query, alignment.name
    if alignment.left_query and alignment.left_name:
        yield from _left_over(alignment)
    if query.told or name.told:
        yield from _denied(alignment)
    if query.child != name.child or query.parent != name.parent:
        yield from _bynames_differ(alignment)
    yield from _genders_differ(alignment)
    if readings_differ(alignment):
        yield _piece("readings_differ")
    if characters_miscounted(alignment):
        yield _piece("characters_miscounted")
    if alignment.left_query and alignment.left_name and characters_left_over(alignment):
        yield _piece("characters_left_over")
    if _marks_differ(alignment):
        yield _piece("marks_differ")
    if query.is_mandarin and name.is_mandarin:
        yield from syllables_differ(alignment)
    if query.is_organisation and name.is_organisation:
        yield from _own_words_differ(alignment)
    elif query.is_organisation != name.is_organisation and _is_called_after(alignment):
        yield _piece("person_beside_organisation")
    if (query.is_burmese and name.is_burmese) or has_syllable_more(alignment):
        yield from _part_left_out(alignment)
    if query.sides and name.sides and query.sides.isdisjoint(name.sides):
        yield _piece("sides_differ", ", ".join(sorted(query.sides)), ", ".join(sorted(name.sides)))


def _piece(kind: str, query: str = "", name: str = "") -> Piece:
    return Piece(kind, query, name, "", ((kind, 1.0),))


def _is_called_after(alignment: Alignment) -> bool:
    """Whether one of two names, of a body and not, is a person's: Walt Disney, The Walt Disney Company. A name of an
    unknown type may be the body's as well, for its legal form is often left out: Hugo Boss, Hugo Boss AG."""
    query, name = alignment.query, alignment.name
    if not (query, name)[query.is_organisation].bears_given_name:
        return False
    left = [*(query.tokens[i] for i in alignment.left_query), *(name.tokens[j] for j in alignment.left_name)]
    untyped = query.type is None and name.type is None
    return not untyped or any(token.role != "legal" or _says_company(token) for token in left)


def _says_company(token: Token) -> bool:
    return any(word.head == _COMPANY for word in organisation_words(token.key))


def _left_over(alignment: Alignment) -> Iterator[Piece]:
    """Given names and initials without counterpart on either side."""
    left = [alignment.query.tokens[i] for i in alignment.left_query]
    right = [alignment.name.tokens[j] for j in alignment.left_name]
    for mine, theirs in product(_given(left), _given(right)):
        if other_given_name(mine, theirs):
            yield _piece("given_names_differ", mine.text, theirs.text)
            break
    if len(left) == len(right) == 1 and left[0].role in _WORDS and right[0].role in _WORDS:
        known = kin(left[0], right[0])
        if known is not None and known.kind == "guarded":
            yield Piece("guarded", left[0].text, right[0].text, known.detail, (("guarded", 1.0),))
    for mine, theirs in product(left, right):
        if "initial" in (mine.role, theirs.role) and {mine.role, theirs.role} <= {"initial", "name"}:
            yield _piece("initials_differ", mine.text, theirs.text)
            break


def _given(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if token.role == "name" and known(token).given]


def _denied(alignment: Alignment) -> Iterator[Piece]:
    said, told = alignment.query.told, alignment.name.told
    for a, b in product(said.fathers, told.fathers):
        known = a.fathers and b.fathers and a.fathers.isdisjoint(b.fathers)
        if (known or _exchanged(a, b, alignment)) and not _is_of_another_line(a, b, alignment):
            yield _piece("fathers_differ", a.father, b.father)
            break
    if said.fathers and told.fathers:
        yield from _surnames_differ(alignment)
    elif said.fathers or told.fathers:
        yield from _is_father(alignment)
    if said.years and told.years and said.years.isdisjoint(told.years):
        yield _piece("numbers_differ", *(", ".join(map(str, sorted(side.years))) for side in (said, told)))
    if said.numbers and told.numbers:
        yield _piece("numbers_agree" if said.numbers == told.numbers else "numbers_differ")
    elif said.numbers or told.numbers:
        yield _piece("number_added", *(" ".join(side.number_words) for side in (said, told)))
    if said.generation and told.generation and said.generation != told.generation:
        yield _piece("generations_differ")
    elif bool(said.generation) != bool(told.generation):
        yield _piece("generation_added", *(" ".join(sorted(side.generation)) for side in (said, told)))


def _is_father(alignment: Alignment) -> Iterator[Piece]:
    """That the father whom one name tells of is the one meant by the other: Ilham Heydar oglu Aliyev, Heydar Aliyev."""
    query, name = alignment.query, alignment.name
    of_query = bool(query.told.fathers)
    child, father, left = (query, name, alignment.left_query) if of_query else (name, query, alignment.left_name)
    if len(father.named) < _SEVERAL or child.first_named not in left:
        return
    fathers = {each.at for each in child.told.fathers}
    for pair in alignment.pairs:
        at, other = (pair.query, pair.name) if of_query else (pair.name, pair.query)
        if pair.likeness is not None and at in fathers and other == father.first_named:
            yield _piece("fathers_differ", query.tokens[pair.query].text, name.tokens[pair.name].text)


def _exchanged(mine: Descent, theirs: Descent, alignment: Alignment) -> bool:
    """Whether the father of either name is another word of the other: Salman bin Muhammad, Muhammad bin Salman."""
    counterpart = {pair.query: pair.name for pair in alignment.pairs}
    found = counterpart.get(mine.at, theirs.at) != theirs.at
    return found and theirs.at in counterpart.values()


def _is_of_another_line(mine: Descent, theirs: Descent, alignment: Alignment) -> bool:
    """Whether one of two fathers is another father of the other name: in chains (Sami bin Khamis bin Salih), the father
    of one is not held against the grandfather of the other, unless they stand exchanged."""
    said, told = ({father.at for father in side.told.fathers} for side in (alignment.query, alignment.name))
    of_mine = next((pair.name for pair in alignment.pairs if pair.query == mine.at), None)
    of_theirs = next((pair.query for pair in alignment.pairs if pair.name == theirs.at), None)
    fathers = (of_mine is None or of_mine in told) and (of_theirs is None or of_theirs in said)
    if not fathers or of_mine == theirs.at:
        return False
    if of_mine is None or of_theirs is None:
        return of_mine is not of_theirs
    return (of_mine > theirs.at) != (of_theirs > mine.at)


def _surnames_differ(alignment: Alignment) -> Iterator[Piece]:
    """That two people of the same given name and patronymic have surnames that have nothing in common."""
    query, name = alignment.query, alignment.name
    mine, theirs = query.with_patronymic, name.with_patronymic
    if not mine or not theirs:
        return
    pairs = {pair.query: pair for pair in alignment.pairs}
    if all(i in pairs and pairs[i].name == j for i, j in zip(mine[1:], theirs[1:], strict=True)):
        found = pairs.get(mine[0])
        alone = found is None and theirs[0] in alignment.left_name
        one, other = query.tokens[mine[0]], name.tokens[theirs[0]]
        if organisation_words(one.key) and organisation_words(other.key):
            return
        if alone or (found is not None and found.name == theirs[0] and _is_blurred(found.likeness)):
            yield _piece("surnames_differ", one.text, other.text)


def _is_blurred(like: Likeness | None) -> bool:
    """Whether two words are alike to the encoder at most, and hardly that."""
    return like is not None and like.kind == "learned" and max(like.cosine, like.heard) < _BLURRED


def _bynames_differ(alignment: Alignment) -> Iterator[Piece]:
    """That the child after whom somebody is called is the one meant by the other name (Abu Usama, Usama), or that one
    is its father, the other its mother."""
    query, name = alignment.query, alignment.name
    if query.parent != name.parent:
        for pair in alignment.pairs:
            both = parent_before(query.tokens, pair.query), parent_before(name.tokens, pair.name)
            called = pair.likeness is not None and (pair.query == query.child or pair.name == name.child)
            if called and both[0] != both[1]:
                yield _piece("bynames_differ", query.tokens[pair.query].text, name.tokens[pair.name].text)


def _genders_differ(alignment: Alignment) -> Iterator[Piece]:
    """That two given names are of a man and a woman, as far as they are known, that a man's stands beside a surname in
    two genders, or that those beside such a surname are only alike."""
    query, name = alignment.query, alignment.name
    for i, j, like in alignment.pairs:
        one, other = query.genders[i], name.genders[j]
        known = one and other and one.isdisjoint(other) and query.tokens[i].key != name.tokens[j].key
        known = known or (one == other == _MEN and _stands_beside_forms(i, alignment))
        if known or (like is not None and like.kind in _ALIKE and _is_beside_forms(i, j, alignment)):
            yield _piece("genders_differ", query.tokens[i].text, name.tokens[j].text)
            break


def _is_beside_forms(i: int, j: int, alignment: Alignment) -> bool:
    """Whether another word stands in two genders beside two of which nothing is known."""
    return _stands_beside_forms(i, alignment) and kin(alignment.query.tokens[i], alignment.name.tokens[j]) is None


def _stands_beside_forms(i: int, alignment: Alignment) -> bool:
    """Whether a word that stands beside token i of the query is in another gender in the other name."""
    query, name = alignment.query.tokens, alignment.name.tokens
    found = (kin(query[pair.query], name[pair.name]) for pair in alignment.pairs
             if pair.query != i and pair.likeness is not None and pair.likeness.kind != "same")  # fmt: skip
    return any(known and known.kind == "gender_form" for known in found)


def _part_left_out(alignment: Alignment) -> Iterator[Piece]:
    """That one of two names has a word more than the other, where no word is ever left out."""
    sides = (alignment.query, alignment.left_query), (alignment.name, alignment.left_name)
    mine, theirs = (" ".join(side.tokens[at].text for at in spare if at in side.named) for side, spare in sides)
    if mine or theirs:
        yield Piece("part_left_out", mine, theirs, "", ())


def _own_words_differ(alignment: Alignment) -> Iterator[Piece]:
    """That two bodies have only words in common that many have, and each a word that the other has not."""
    sides = (alignment.query, alignment.left_query), (alignment.name, alignment.left_name)
    mine, theirs = (" ".join(side.tokens[at].text for at in spare if _is_telling(at, side)) for side, spare in sides)
    if mine and theirs and all(_is_usual(pair, alignment) for pair in alignment.pairs):
        yield Piece("own_words_differ", mine, theirs, "", ())


def _is_telling(at: int, side: Side) -> bool:
    """Whether a word is more than the kind of firm that a body is."""
    told = organisation_words(side.tokens[at].key)
    return at in side.named and at not in side.spelled_out and not any(word.says == "form" for word in told)


def _is_usual(pair: Pair, alignment: Alignment) -> bool:
    """Whether two words are no name, or one that many bodies have."""
    both = alignment.query.tokens[pair.query], alignment.name.tokens[pair.name]
    usual = (any(not word.short for word in organisation_words(token.key)) for token in both)
    return pair.likeness is not None and (both[0].role != "name" or all(usual))


def _marks_differ(alignment: Alignment) -> bool:
    """Whether two names that both bear the marks of Vietnamese have a word that only its marks tell apart."""
    query, name = alignment.query, alignment.name
    return (
        query.is_vietnamese
        and name.is_vietnamese
        and any(_other_marks(query.tokens[pair.query], name.tokens[pair.name]) for pair in alignment.pairs)
    )


def _other_marks(mine: Token, theirs: Token) -> bool:
    if mine.text == theirs.text or mine.key != theirs.key or not mine.key.isascii():
        return False
    return written(mine) != written(theirs)
