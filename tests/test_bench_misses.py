"""What a set missed: which queries count, and how they are shown."""

from __future__ import annotations

from pathlib import Path

from misses import Miss, misses, names_of, shown


def test_a_query_is_missed_if_no_expected_entity_is_among_the_first(tmp_path: Path) -> None:
    queries, predictions = tmp_path / "queries.tsv", tmp_path / "predictions.tsv"
    queries.write_text("query\texpected\tcategory\nAda\ta|b\tx\nNobody\tNIL\tx\nBob\tc\ty\nCy\td\tz\n", "utf-8")
    predictions.write_text(
        "query_index\tdecided_id\n0\tNIL\tc\t.9\tb\t.1\n1\tNIL\ta\t.2\n2\tc\tc\t.9\n3\tNIL\n", "utf-8"
    )
    first = Miss(0, "Ada", "x", ("a", "b"), ("c", "b"))
    assert misses(queries, predictions, 1) == ([first, Miss(3, "Cy", "z", ("d",), ())], 3)
    assert misses(queries, predictions, 2, left_out=[3]) == ([], 2)


def test_a_miss_is_shown_with_the_names_it_should_have_led_to(tmp_path: Path) -> None:
    entities = tmp_path / "entities.tsv"
    entities.write_text("entity_id\ttype\tname\nb\tperson\tAda Byron\nb\tperson\tAda King\nc\tperson\tBob\n", "utf-8")
    text = shown(Miss(7, "Ada", "x", ("b",), ("c",)), names_of(entities))
    assert text == "7  Ada  [x]\n    expected  Ada Byron = Ada King\n    answers   Bob"
