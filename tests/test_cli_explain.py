"""`resolver explain` as users start it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from resolver.cli.entry import cli
from resolver.errors import InputError


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


def test_an_entity_that_is_no_candidate_is_explained_too() -> None:
    assert "angela-merkel" not in {one["id"] for one in json.loads(run("--json", "Putin").output)["candidates"]}
    body = json.loads(run("--json", "Putin", "angela-merkel").output)
    assert body["entity"]["id"] == "vladimir-putin"
    explanation = body["explanation"]
    assert explanation["candidate"]["id"] == "angela-merkel"
    assert explanation["candidate"]["score"] < 0.01
    assert explanation["runner_up"]["id"] == "vladimir-putin"
    assert ("not_in_name", "Putin") in {(reason["kind"], reason["query"]) for reason in explanation["reasons"]}


def test_an_id_that_no_entity_has_is_said_so() -> None:
    result = run("Putin", "nobody")
    assert isinstance(result.exception, InputError)
    assert (result.exception.field, str(result.exception).count("'nobody'")) == ("candidate", 1)


def test_nothing_speaks_for_anyone_where_no_letters_are() -> None:
    result = run("???", "angela-merkel")
    assert result.exit_code == 1
    assert "nothing speaks for angela-merkel" in result.output
