"""`resolver explain` as users start it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from resolver.cli.entry import cli


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments])


def test_the_waterfall_ends_at_the_sum() -> None:
    result = run("Ціханоўскі Сяргей")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    weights = [float(line.split()[0]) for line in lines if line.startswith("  ") and line.split()[0][:1] in "+-"]
    assert sum(weights[:-1]) == pytest.approx(weights[-1], abs=0.03)
    assert "log-odds in all" in result.output
    assert any(line.lstrip().startswith("answer: ") for line in lines)


def test_letters_stand_below_their_words() -> None:
    result = run("Zichanouskaya")
    lines = result.output.splitlines()
    at, line = next((i, x) for i, x in enumerate(lines) if i and "Zichanouskaya ~ " in x)
    letters = lines[at + 1].split()
    assert "".join(group.split(":")[0] for group in letters) == "zichanouskaya"
    assert line.lstrip().startswith("+")


def test_json_has_the_answer_and_the_explanation() -> None:
    body = json.loads(run("--json", "Putin", "vladimir-putin").output)
    assert body["explanation"]["candidate"]["id"] == body["candidates"][0]["id"] == "vladimir-putin"


def test_a_candidate_that_is_none_is_said_so() -> None:
    result = run("Putin", "nobody")
    assert result.exit_code == 1
    assert "nobody is none of the" in result.output
