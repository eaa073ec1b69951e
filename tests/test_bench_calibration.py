"""How far scores hold: the error, and the answers it is told of."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from calibration import Answer, answers, error, reliability


def some(score: float, right: int, wrong: int, script: str = "Latn", words: int = 2) -> list[Answer]:
    return [Answer(score, at < right, script, words) for at in range(right + wrong)]


def test_scores_that_hold_have_no_error_and_others_by_how_much_they_are_off() -> None:
    assert error(some(0.75, 3, 1)) == 0
    assert error(some(0.95, 1, 1)) == pytest.approx(0.45)
    assert error([*some(0.75, 30, 10), *some(0.95, 5, 5)]) == pytest.approx(0.45 * 10 / 50)


def test_answers_are_right_if_expected_and_wrong_for_names_that_are_not_listed(tmp_path: Path) -> None:
    queries, predictions = tmp_path / "queries.tsv", tmp_path / "predictions.tsv"
    queries.write_text("query\texpected\tcategory\nAda\ta|b\tx\nИван Грозный\tNIL\tx\nNobody Here\tc\tx\n", "utf-8")
    predictions.write_text("query_index\tdecided_id\n0\tb\tb\t0.9\ta\t0.1\n1\tNIL\ta\t0.2\n2\tNIL\n", "utf-8")
    assert answers(queries, predictions) == [
        Answer(0.9, True, "Latn", 1), Answer(0.2, False, "Cyrl", 2), Answer(0.0, False, "Latn", 2),
    ]  # fmt: skip
    packed = tmp_path / "packed.tsv.gz"
    packed.write_bytes(gzip.compress(queries.read_bytes()))
    assert answers(packed, predictions) == answers(queries, predictions)


def test_the_table_shows_groups_that_are_large_enough() -> None:
    table = reliability([*some(0.05, 0, 40), *some(0.95, 40, 0, "Cyrl", 4), *some(0.5, 1, 1, "Hang")])
    titles = [line.partition("  ")[0] for line in table.splitlines()]
    assert titles == ["answers", "all", "score 0.0-0.1", "score 0.9-1", "Cyrl", "Latn", "2 words", "4 words+"]
