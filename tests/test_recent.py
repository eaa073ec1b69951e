"""What is kept of what was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resolver.recent import Recent


def test_what_was_asked_for_lately_is_kept_and_the_rest_is_made_together() -> None:
    made: list[list[int]] = []

    def squares(keys: Sequence[int]) -> Iterator[int]:
        made.append(list(keys))
        return (key * key for key in keys)

    recent = Recent(squares, 8)
    assert recent([3, 1, 3]) == [9, 1, 9]
    assert recent([1, 2]) == [1, 4]
    assert made == [[3, 1], [2]]
    for key in range(10, 13):
        recent([key])
        recent([1])
    assert made[2:] == [[10], [11], [12]], "1 is asked for again and again, so it stays"
    assert recent(list(range(20, 40))) == [key * key for key in range(20, 40)], "more at once than are kept"
    made.clear()
    recent([3, 39])
    assert made == [[3]], "what was not asked for lately is made anew"
