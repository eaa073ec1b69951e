"""Country, date of birth and gender through every door: command line, HTTP, clients, tables, lists with columns."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from patience import until

from resolver.batch import NameColumn, TableRun, normalize_table, read_names
from resolver.cli.entry import cli
from resolver.client import AsyncClient, Client
from resolver.errors import InputError
from resolver.facts import context_of
from resolver.index import build_index
from resolver.model import Asked, Context
from resolver.resolver import Resolver
from resolver.web import Settings, create_app

LIST = """entity_id,name,type,country,birth_date,gender
elder,Ivan Petrov,person,Russia;BY,1960-05-04,m
younger,Ivan Petrov,person,Bulgaria,circa 1978,male
maria,Maria Kalesnikava,person,nowhere,,f
minsk,Minsk,place,Belarus,,
"""
KNOWN: dict[str, Any] = {"country": "Bulgaria", "birth_date": "1978-02-03", "gender": "m"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("context")
    (folder / "list.csv").write_text(LIST, "utf-8")
    build_index(read_names([folder / "list.csv"], lambda _, error: pytest.fail(str(error))), folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def resolver(index: Path) -> Resolver:
    return Resolver.open(index)


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(settings=Settings(index=index, auth="off")).test_client()


def command(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_list_tells_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    rows = {row.entity_id: row for row in read_names([path], lambda _, error: pytest.fail(str(error)))}
    assert rows["elder"].context == Context(("BY", "RU"), ("1960-05-04",), ("male",))
    assert rows["younger"].context == Context(("BG",), ("1978",), ("male",))
    assert rows["maria"].context == Context(genders=("female",))
    path.write_text('entity_id,name,countries,birth_dates,genders\na,Ada,by;"ru",1950;1951,female\n', "utf-8")
    (row,) = read_names([path], lambda _, error: pytest.fail(str(error)))
    assert row.context == Context(("BY", "RU"), ("1950", "1951"), ("female",))


# The command line


def test_the_command_line_takes_it(index: Path, resolver: Resolver) -> None:
    options = ("--country", "Bulgaria", "--birth-date", "1978-02-03", "--gender", "m")
    found = command("resolve", "--json", "--index", index, "Ivan Petrov", *options)
    assert json.loads(found.output) == resolver.resolve("Ivan Petrov", **KNOWN).to_dict()
    text = command("explain", "--index", index, "Ivan Petrov", "elder", *options).output
    assert "birth date differs" in text
    assert "country differs" in text


@pytest.mark.parametrize(("option", "field"), [("--country", "country"), ("--birth-date", "birth_date")])
def test_the_command_line_refuses_what_it_can_not_read(index: Path, option: str, field: str) -> None:
    for asking in ("resolve", "explain"):
        refused = command(asking, "--index", index, "Minsk", option, "Atlantis")
        assert isinstance(refused.exception, InputError)
        assert (refused.exception.field, bool(refused.exception.mend)) == (field, True)


def test_two_names_on_the_command_line() -> None:
    known = ("--birth-date", "1960", "1960-05-04", "--gender", "m", "", "--country", "RU", "Bulgaria")
    found = command("compare", "--json", "Ivan Petrov", "Iwan Petrow", *known)
    expected = Resolver.compare(
        "Ivan Petrov", "Iwan Petrow", birth_date=("1960", "1960-05-04"), country=("RU", "BG"), gender=("m", None)
    )
    assert json.loads(found.output) == expected.to_dict()
    kinds = {reason.kind for reason in expected.reasons}
    assert {"birth_year_agrees", "country_differs"} <= kinds
    assert not kinds & {"gender_agrees", "gender_differs"}
    refused = command("compare", "--country", "RU", "BG", "--pairs", "x.csv")
    assert (refused.exit_code, "--pairs" in refused.output) == (2, True)


# HTTP


def test_the_service_takes_it(client: FlaskClient, resolver: Resolver) -> None:
    expected = resolver.resolve("Ivan Petrov", **KNOWN).to_dict()
    assert expected["status"] == "match"
    assert client.get("/v1/resolve", query_string={"name": "Ivan Petrov", **KNOWN}).json == expected
    explained = client.get("/v1/explain", query_string={"name": "Ivan Petrov", "candidate": "elder", **KNOWN}).json
    assert explained is not None
    assert {"birth_date_differs", "country_differs"} <= {r["kind"] for r in explained["explanation"]["reasons"]}
    whole = client.get("/v1/resolve", query_string={"name": "Ivan Petrov", "explain": "full", **KNOWN}).json
    assert whole is not None
    assert whole["explanation"]["candidate"]["id"] == "younger"


def test_each_name_of_a_request_has_its_own(client: FlaskClient, resolver: Resolver) -> None:
    items = [
        {"name": "Ivan Petrov", **KNOWN},
        "Ivan Petrov",
        {"name": "Ivan Petrov", "country": "by"},
        {"name": "Minsk"},
    ]
    body = client.post("/v1/resolve", json={"names": items, "type": "person"}).json
    asked = [Asked("Ivan Petrov", "person", context_of(**KNOWN)), Asked("Ivan Petrov", "person"),
             Asked("Ivan Petrov", "person", context_of("BY")), Asked("Minsk", "person")]  # fmt: skip
    assert body == {"results": [answer.to_dict() for answer in resolver.resolve_many(asked)]}
    assert [one["status"] for one in body["results"]] == ["match", "ambiguous", "match", "ambiguous"]


def test_two_names_over_http(client: FlaskClient) -> None:
    names = {"left": "Ivan Petrov", "right": "Iwan Petrow"}
    known = {
        "left_country": "RU",
        "right_country": "Bulgaria",
        "left_birth_date": "1960",
        "right_birth_date": "1960-05",
    }
    expected = Resolver.compare(*names.values(), country=("RU", "BG"), birth_date=("1960", "1960-05")).to_dict()
    assert client.get("/v1/compare", query_string={**names, **known}).json == expected
    several = client.post("/v1/compare", json={"pairs": [names, {**names, **known, "left_gender": "f"}]}).json
    assert several == {"results": [Resolver.compare(*names.values()).to_dict(), expected]}
    refused = client.post("/v1/compare", json={"pairs": [names, {**names, "right_country": "Atlantis"}]})
    assert (refused.status_code, "pairs[1].right_country" in refused.text) == (400, True)


def test_no_answer_is_kept_for_another_context(index: Path) -> None:
    client = create_app(settings=Settings(index=index, auth="off", cache_megabytes=8)).test_client()
    asked: list[dict[str, Any]] = [
        {},
        {"country": "BG"},
        {"country": "RU"},
        {"birth_date": "1978"},
        {"gender": "f"},
        {"type": "org"},
    ]
    first = [client.get("/v1/resolve", query_string={"name": "Ivan Petrov", **known}) for known in asked]
    again = [client.get("/v1/resolve", query_string={"name": "Ivan Petrov", **known}) for known in asked]
    once_more = [client.get("/v1/resolve", query_string={"name": "Ivan Petrov", **known}) for known in asked]
    assert len({answer.headers["ETag"] for answer in first}) == len(asked)
    for one, *others in zip(first, again, once_more, strict=True):
        assert one.json is not None
        assert not one.json["cached"]
        for other in others:
            assert other.json == {**one.json, "cached": True}


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "Atlantis"), ("country", "x" * 201), ("birth_date", "4.5.60"), ("birth_date", "1960-02-30"),
     ("gender", "masc")],
)  # fmt: skip
def test_the_service_names_what_it_can_not_read(client: FlaskClient, field: str, value: str) -> None:
    one = client.get("/v1/resolve", query_string={"name": "Minsk", field: value})
    explained = client.get("/v1/explain", query_string={"name": "Minsk", field: value})
    several = client.post("/v1/resolve", json={"names": ["Minsk", {"name": "Minsk", field: value}]})
    for answer, place in ((one, field), (explained, field), (several, f"names[1].{field}")):
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        assert answer.json is not None
        assert (answer.json["field"], bool(answer.json["mend"])) == (place, True)
    unknown = client.post("/v1/resolve", json={"names": [{"name": "Minsk", "birthdate": "1960"}]})
    assert (unknown.status_code, "birth_date" in unknown.text) == (400, True)


def test_the_page_takes_it(client: FlaskClient) -> None:
    asked = {"name": "Ivan Petrov", "country": "Bulgaria", "birth_date": "1978", "gender": "male"}
    html = client.get("/", query_string=asked, headers={"Accept": "text/html"}).text
    assert "the same country" in html
    assert 'data-said="Match: Ivan Petrov' in html
    assert "country=Bulgaria&amp;birth_date=1978&amp;gender=male" in html
    refused = client.get("/", query_string={**asked, "birth_date": "7.1.78"}, headers={"Accept": "text/html"})
    assert (refused.status_code, "YYYY-MM-DD" in refused.text) == (400, True)
    injected = client.get("/", query_string={**asked, "country": '"><b>'}, headers={"Accept": "text/html"})
    assert (injected.status_code, '"><b>' in injected.text) == (400, False)


def test_clients_send_it(index: Path, resolver: Resolver) -> None:
    app = create_app(settings=Settings(index=index, auth="off"))
    expected = resolver.resolve("Ivan Petrov", **KNOWN)
    asked: list[str | Asked] = [
        Asked("Ivan Petrov", None, context_of("SU")),
        "Minsk",
        Asked("Ivan Petrov", None, context_of("BG")),
        "Minsk",
    ]
    with Client("http://test/v1", transport=httpx.WSGITransport(app)) as blocking:
        assert blocking.resolve("Ivan Petrov", **KNOWN).to_dict() == expected.to_dict()
        answers = blocking.resolve_many(asked)
        assert [a.entity.id if a.entity else "" for a in answers] == ["elder", "minsk", "younger", "minsk"]
        with pytest.raises(InputError, match="country"):
            blocking.resolve("Minsk", country="Atlantis")

    async def ask() -> str:
        def answered(request: httpx.Request) -> httpx.Response:
            sent = app.test_client().post("/v1/resolve", data=request.content, content_type="application/json")
            return httpx.Response(sent.status_code, content=sent.data)

        async with AsyncClient("http://test/v1", transport=httpx.MockTransport(answered)) as client:
            found = await client.resolve("Ivan Petrov", **KNOWN)
            return found.entity.id if found.entity else ""

    assert asyncio.run(ask()) == "younger"


# Tables


TABLE = """who,land,born,sex,kind
Ivan Petrov,Bulgaria,1978,m,person
Ivan Petrov,BY,,,
Ivan Petrov,,1960-05-04,,person
Ivan Petrov,,,,
Minsk,Atlantis,,,
Minsk,,4.5.60,,
Minsk,,,w.,
Minsk,BY,,,place
"""
COLUMNS: dict[str, Any] = {"country_column": "land", "birth_date_column": "born", "gender_column": "sex"}


@pytest.mark.parametrize("type_column", [None, "kind"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_table_has_it_in_columns(index: Path, tmp_path: Path, type_column: str | None, jobs: int) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(TABLE, "utf-8")
    rejected: list[InputError] = []
    run = TableRun(source, out, rejected.append, jobs=jobs)
    counts = normalize_table(run, NameColumn("who", type_column=type_column, **COLUMNS), index=index)
    assert counts == {"match": 4, "ambiguous": 1, "rejected": 3}
    found = [line.split(",")[5] for line in out.read_text("utf-8").splitlines()[1:]]
    assert found == ["younger", "elder", "elder", "", "minsk"]
    assert [(error.row, error.field) for error in rejected] == [(6, "land"), (7, "born"), (8, "sex")]
    assert all(error.mend for error in rejected)


def test_a_job_has_it_in_columns(index: Path, tmp_path: Path) -> None:
    client = create_app(settings=Settings(index=index, auth="off", jobs=tmp_path / "jobs")).test_client()
    columns = {"column": "who", "country_column": "land", "birth_date_column": "born", "gender_column": "sex"}
    address = client.post("/v1/jobs", query_string=columns, data=TABLE.encode(), content_type="text/csv").location
    until(lambda: (client.get(address).json or {})["status"] not in ("queued", "running"))
    job: Any = client.get(address).json
    assert (job["status"], job["counts"]) == ("done", {"match": 4, "ambiguous": 1, "rejected": 3})
    assert [line.split(",")[0] for line in job["rejected"]] == ["row 6", "row 7", "row 8"]
    text = client.get(job["result"], buffered=True).text
    assert [line.split(",")[5] for line in text.splitlines()[1:]] == ["younger", "elder", "elder", "", "minsk"]
    (tmp_path / "jobs").rename(tmp_path / "ended")  # the thread that looks after the jobs ends with their folder


def test_columns_by_options_and_a_journal_that_knows_them(index: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(TABLE, "utf-8")
    plain = command("normalize", source, "-o", out, "--column", "who", "--index", index, "--resume")
    assert plain.exit_code == 0
    without = out.read_bytes()
    options = ("--country-column", "land", "--birth-date-column", "born", "--gender-column", "sex")
    done = command("normalize", source, "-o", out, "--column", "who", "--index", index, "--resume", *options)
    assert done.exit_code == 1
    assert "no country" in done.output
    assert out.read_bytes() != without
    missing = command("normalize", source, "-o", out, "--column", "who", "--index", index, "--country-column", "nation")
    assert "nation" in str(missing.exception)
