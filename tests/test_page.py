"""The page for browsers, as the service sends it: without a browser, without scripts."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from page_server import MORE
from web_index import NAMES

from resolver import Resolver
from resolver.index import NameRow, build_index
from resolver.web import Settings, create_app
from resolver.web.keys import KeyFile
from resolver.web.page.drawing import draw
from resolver.web.page.words import FAMILIES, KINDS, percent

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = "<script>alert(1)</script> \"'&<em>"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index"
    build_index([NameRow(*name) for name in NAMES + MORE], path)
    return path


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


class _Text(HTMLParser):
    """The text of a page, and the names of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def get(client: FlaskClient, **query: str) -> str:
    response = client.get("/", query_string=query, headers=BROWSER)
    assert response.status_code == 200
    return response.text


# Who gets what


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/json, text/html;q=0.9"])
def test_programs_get_the_directory(client: FlaskClient, accept: str | None) -> None:
    response = client.get("/", headers={"Accept": accept} if accept else {})
    assert response.content_type == "application/json"
    assert response.json is not None
    assert response.json["docs"] == "/docs"
    assert "Accept" in response.vary


def test_browsers_get_the_page_under_a_strict_policy(client: FlaskClient) -> None:
    response = client.get("/", headers=BROWSER)
    assert response.content_type == "text/html; charset=utf-8"
    assert "Accept" in response.vary
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "img-src", "form-action")} == {"'self'"}
    page = _Text(response.text)
    assert "style" not in page.tags
    assert not [name for name, _ in page.attributes if name == "style" or name.startswith("on")]
    assert not re.findall(r"<script(?![^>]*\ssrc=)", response.text)


def test_all_that_the_page_loads_weighs_little_and_comes_from_here(client: FlaskClient) -> None:
    html = get(client, view="table") + get(client, name="Sviatlana Tsikhanouskaya")
    addresses = {value for name, value in _Text(html).attributes if name in ("src", "href") and "page/" in value}
    assert {"page/page.css", "page/page.js", "page/table.js", "page/icon.svg"} == addresses
    # A proxy may have put the page at any path.
    assert not re.findall(r"(?:src|href|action)=\"(?:[a-z]+:|/)", html + client.get("/docs").text)
    weight = len(html.encode())
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        weight += len(response.data)
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert weight < 150 * 1024
    assert client.get("/page/views.py").status_code == 404


# Answers


@pytest.mark.parametrize(
    ("name", "scripts"), [("Цихановская Светлана", "Latin Cyrillic"), ("Minsk Mazovieckі", "Latin")]
)
def test_a_name_without_scripts(client: FlaskClient, index: Path, name: str, scripts: str) -> None:
    answer = Resolver.open(index).resolve(name)
    assert answer.entity is not None
    page = _Text(get(client, name=name))
    rivals = [candidate.name for candidate in answer.candidates]
    for words in (answer.entity.name, percent(answer.score), answer.matched_name, *rivals, *scripts.split()):
        assert words in page.text
    assert page.tags.count("figure") == 2
    assert "path" in page.tags


def test_the_answer_of_the_page_is_that_of_the_other_doors(client: FlaskClient) -> None:
    for name in ("John Smith", "Jane Doe", "Minsk", "???", "x" * 1001):
        status = (client.get("/resolve", query_string={"name": name[:1000]}).json or {})["status"]
        assert f'class="card verdict {status}"' in get(client, name=name)


def test_a_chosen_candidate_is_explained(client: FlaskClient) -> None:
    html = get(client, name="John Smith", candidate="h2")
    assert re.search(r'candidate=h2" aria-current="true"', html)


def test_a_link_to_an_entity_that_is_gone_shows_the_answer(client: FlaskClient) -> None:
    assert _Text(get(client, name="Minsk", candidate="gone")).text == _Text(get(client, name="Minsk")).text


def test_two_names_without_scripts(client: FlaskClient) -> None:
    page = _Text(get(client, left="Сергей Лавров", right="Sergey Lavrov"))
    assert "✓ match" in " ".join(page.text.split())
    assert page.tags.count("figure") == 2
    assert "A name" not in page.text
    assert "unusable" not in _Text(get(client, left="???", right="Minsk")).text


def test_a_text_without_scripts(client: FlaskClient) -> None:
    text = "Sviatlana Tsikhanouskaya was in Minsk.\r\nمحمود عباس\r\nMinsk <em>again</em>."
    response = client.post("/?view=text", data={"text": text}, headers=BROWSER)
    page = _Text(response.text)
    assert page.tags.count("mark") == 4
    assert "Minsk <em>again</em>." in page.text.replace("Minsk3", "Minsk")
    assert "em" not in page.tags


def test_variants_have_a_part_of_their_own(client: FlaskClient) -> None:
    assert "Святлана Ціханоўская" in get(client, name="Sviatlana Tsikhanouskaya", variants="1")


@pytest.mark.parametrize("query", [
    {"name": HOSTILE}, {"left": HOSTILE, "right": HOSTILE}, {"name": HOSTILE, "variants": "1"},
    {"name": "Minsk", "type": HOSTILE, "candidate": HOSTILE}, {"view": HOSTILE},
])  # fmt: skip
def test_markup_in_what_is_asked_is_text(client: FlaskClient, query: dict[str, str]) -> None:
    page = _Text(get(client, **query))
    assert page.tags.count("script") == 1  # the page's own
    assert "em" not in page.tags
    if "candidate" not in query and "view" not in query:
        assert HOSTILE in page.text or HOSTILE in [value for _, value in page.attributes]


@pytest.mark.parametrize(
    "query", ["name=%FF%FE", "name=%00", "name=" + "x" * 3000, "left=a", "name=a&name=b", "type=x"]
)
def test_whatever_is_asked_gets_a_page(client: FlaskClient, query: str) -> None:
    response = client.get(f"/?{query}", headers=BROWSER)
    assert response.status_code == 200
    assert "</html>" in response.text


def test_too_much_is_refused_in_words(client: FlaskClient) -> None:
    response = client.post("/?view=text", data={"text": "x" * (3 << 20)}, headers=BROWSER)
    assert response.status_code == 413
    assert "too large" in _Text(response.text).text


# Keys, rates, the audit log


@pytest.fixture
def guarded(index: Path, tmp_path: Path) -> tuple[FlaskClient, str, Path]:
    keys, audit = tmp_path / "keys.json", tmp_path / "audit.jsonl"
    _, key = KeyFile(keys).add("read")
    settings = Settings(index=index, keys=keys, auth="on", audit=audit, rate=2)
    return create_app(settings=settings).test_client(), key, audit


def test_the_page_is_no_way_around_keys_rates_and_the_audit_log(guarded: tuple[FlaskClient, str, Path]) -> None:
    client, key, audit = guarded
    assert client.get("/", headers=BROWSER).status_code == 200
    refused = client.get("/?name=Minsk", headers=BROWSER)
    assert refused.status_code == 401
    assert "A key is asked for here." in refused.text
    assert 'id="key"' in refused.text
    asked = {**BROWSER, "Authorization": f"Bearer {key}"}
    assert "verdict match" in client.get("/?name=Minsk", headers=asked).text
    assert client.get("/?left=Minsk&right=Minsk", headers=asked).status_code == 200
    assert client.post("/?view=text", data={"text": "Minsk"}, headers=asked).status_code == 429
    lines = [json.loads(line) for line in audit.read_text("utf-8").splitlines()]
    assert [(line["operation"], line["asked"].get("name")) for line in lines] == [
        ("explain", "Minsk"),
        ("compare", None),
    ]


# Pictures


def test_every_kind_of_evidence_has_words_and_a_colour() -> None:
    described = "".join(sys.modules[f"resolver.match.{room}"].__doc__ or "" for room in ("evidence", "context"))
    lines = re.findall(r"^([a-z_]+(?:, [a-z_]+)*)(?: {2,}\S.*)?$", described, re.MULTILINE)
    named = {kind for line in lines for kind in line.split(", ")}
    assert len(named) > 15
    assert named <= set(KINDS)
    assert {family for family, _ in KINDS.values()} == {family.name for family in FAMILIES}
    assert len({family.sign for family in FAMILIES}) == len(FAMILIES)


def test_each_step_begins_where_the_last_one_ended() -> None:
    weights = [3.0, -5.0, 4.0, 0.0]
    reasons = [{"kind": "same", "query": "a", "name": "a", "detail": "", "weight": weight} for weight in weights]
    drawing = draw(reasons)
    assert drawing.total.weight == 2.0
    bars = [(step.start, step.start + step.width) for step in drawing.steps]
    assert bars[0] == pytest.approx((40.0, 100.0))
    assert bars[1] == pytest.approx((0.0, 100.0))
    assert bars[2] == pytest.approx((0.0, 80.0))
    assert bars[3] == pytest.approx((80.0, 80.6))
    assert drawing.zero == drawing.total.start == pytest.approx(40.0)


def test_letters_stand_in_their_order_and_bands_join_all_groups() -> None:
    groups = [["ш", "sh"], ["", "e"], ["к", "k"]]
    (pair,) = draw(
        [{"kind": "sound", "query": "шк", "name": "shek", "detail": "", "weight": 1.0, "letters": groups}]
    ).pairs
    assert [letters.text for letters in pair.above] == ["ш", "к"]
    assert [letters.text for letters in pair.below] == ["sh", "e", "k"]
    for row in (pair.above, pair.below):
        places = [letters.x for letters in row]
        assert places == sorted(places)
        assert 0 < places[0] < places[-1] < pair.width
    assert len(pair.bands) == 3
    assert pair.spoken == "ш = sh, e only below, к = k"


def test_letters_keep_their_marks() -> None:
    (pair,) = draw([{"kind": "same", "query": "नरेन्द्र", "name": "नरेन्द्र", "detail": "", "weight": 1.0}]).pairs
    assert "".join(letters.text for letters in pair.above) == "नरेन्द्र"
    assert not [letters for letters in pair.above if letters.text[0] in "े्"]


@pytest.mark.parametrize(
    ("probability", "words"), [(1.0, "> 99.9 %"), (0.0, "< 0.1 %"), (0.5, "50 %"), (0.0123, "1.2 %")]
)
def test_nothing_is_called_certain(probability: float, words: str) -> None:
    assert percent(probability) == words
