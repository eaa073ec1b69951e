"""Answers browsers. Each view is rendered whole here; the page's script fetches it anew and puts its part in place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import urlencode

from flask import Blueprint, current_app, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from resolver.errors import ResolverError
from resolver.facts import FACTS
from resolver.model import ENTITY_TYPES, EntityName, EntityRecord, EntityType
from resolver.web.page.drawing import draw
from resolver.web.page.words import FAMILIES, percent, script_words
from resolver.web.pages import directory
from resolver.web.service import Service
from resolver.web.views import ANSWERS

Asked = MultiDict[str, str]
Found = dict[str, Any]

_ASSETS: Mapping[str, str] = MappingProxyType(
    {
        "page.css": "text/css; charset=utf-8",
        "page.js": "text/javascript; charset=utf-8",
        "table.js": "text/javascript; charset=utf-8",
        "icon.svg": "image/svg+xml",
    }
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_CANDIDATES = 6
_SUGGESTIONS = 6
_VARIANTS = 80
_FORM_BYTES = 2 << 20
MAX_TEXT_LENGTH = 100_000
"""Characters of a text, as many as the contract allows."""


def page_blueprint(service: Service) -> Blueprint:
    """The page at / for browsers, where others get the directory of the service, and the files it needs."""
    blueprint = Blueprint("page", __name__, template_folder="templates")

    @blueprint.route("/", methods=["GET", "POST"])
    def page() -> Response:
        accepted = request.accept_mimetypes
        if request.method == "GET" and not accepted["text/html"] > accepted["application/json"]:
            answer: Response = current_app.make_response(directory(service))
        else:
            request.max_content_length = request.max_form_memory_size = _FORM_BYTES
            answer = _rendered(service)
        answer.vary.add("Accept")
        return answer

    @blueprint.get("/page/<name>")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise NotFound
        body, tag = _asset(name)
        response = Response(body, content_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})
        response.set_etag(tag, weak=True)  # what the edge compresses is no longer the same bytes
        return response.make_conditional(request.environ)

    return blueprint


@lru_cache
def _asset(name: str) -> tuple[bytes, str]:
    body = files("resolver.web.page").joinpath("static", name).read_bytes()
    return body, hashlib.blake2b(body, digest_size=8).hexdigest()


def _rendered(service: Service) -> Response:
    problem: Found | None = None
    asked: Asked = MultiDict()
    found: Found = {}
    status = 200
    view = _view(request.args)
    try:
        asked = request.args if request.method == "GET" else request.form
        if any(asked.get(field, "").strip() for field in _ASKS[view]):
            service.admit("read")
            found = _FIND[view](service, asked)
    except (HTTPException, ResolverError) as error:
        said = cast(Response, current_app.handle_user_exception(error))
        status, problem = said.status_code, json.loads(said.get_data())
    resolver = service.current()
    html = render_template(
        f"page/{view}.html",
        view=view,
        asked=asked,
        known={field: asked[field] for field in FACTS if asked.get(field, "").strip()},
        problem=problem,
        found=found,
        types=ENTITY_TYPES,
        families=FAMILIES,
        asking=_asking,
        percent=percent,
        script_words=script_words,
        counts=resolver.counts,
        languages=len(resolver.languages),
        engine=resolver.engine,
        asks_for_keys=service.asks_for_keys,
        decides=bool(service.settings.store),
        max_text=MAX_TEXT_LENGTH,
    )
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return Response(html, status, content_type="text/html; charset=utf-8", headers=headers)


def _asking(**asked: str | int | None) -> str:
    """The page that answers this, as seen from the page itself: a proxy may have put it anywhere."""
    return "?" + urlencode({name: value for name, value in asked.items() if value is not None})


def _view(asked: Asked) -> str:
    """Which view a link asks for: by its name, or by what it holds."""
    view = asked.get("view", "compare" if asked.get("left") or asked.get("right") else "name")
    return view if view in _FIND else "name"


def _ask(service: Service, operation: str, **asked: Any) -> Found:
    """What the operation of the contract answers, noted in the audit log as if it had been asked there."""
    answer = ANSWERS[operation](service, **asked)
    written = json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
    service.audit(operation, asked, written)
    return cast(Found, answer)


def _find_name(service: Service, asked: Asked) -> Found:
    name, kind = asked["name"].strip(), _type(asked)
    if asked.get("variants"):
        return {"variants": _ask(service, "variants", name=name, limit=_VARIANTS)["results"]}
    candidate = asked.get("candidate") or None
    if candidate and service.current().entity(candidate) is None:
        candidate = None  # a link to what the list no longer has still shows the answer
    known = {field: asked.get(field, "").strip() or None for field in FACTS}
    answer = _ask(service, "explain", name=name, limit=_CANDIDATES, type=kind, candidate=candidate, **known)
    explanation = answer["explanation"]
    found: Found = {"answer": answer, "explanation": explanation}
    if explanation:
        found["drawing"] = draw(explanation["reasons"])
        record = service.current().entity(explanation["candidate"]["id"])
        found |= {"entity": record, "names": _by_script(record) if record else []}
    if answer["status"] != "match":
        found["suggestions"] = service.current().suggest(name, type=kind, limit=_SUGGESTIONS)
    return found


def _by_script(record: EntityRecord) -> list[tuple[str, list[EntityName]]]:
    """The names of an entity for each script, the script of the canonical name first, then the fuller ones."""
    by_script = {
        script: list(names)
        for script, names in groupby(sorted(record.names, key=lambda name: name.script), lambda name: name.script)
    }
    first = record.names[0].script
    return sorted(by_script.items(), key=lambda item: (item[0] != first, -len(item[1]), item[0]))


def _find_comparison(service: Service, asked: Asked) -> Found:
    left, right = asked.get("left", "").strip(), asked.get("right", "").strip()
    if not (left and right):
        return {}
    answer = _ask(service, "compare", left=left, right=right, type=_type(asked), explain="full")
    return {"answer": answer, "drawing": draw(answer["reasons"])}


def _find_mentions(service: Service, asked: Asked) -> Found:
    text = asked.get("text", "").replace("\r\n", "\n")[:MAX_TEXT_LENGTH]
    mentions = _ask(service, "annotate", text=text)["mentions"]
    numbers: dict[str, int] = {}
    pieces: list[tuple[str, Found | None, int]] = []
    end = 0
    for mention in mentions:
        number = numbers.setdefault(mention["entity"]["id"], len(numbers) + 1)
        pieces += [(text[end : mention["start"]], None, 0), (mention["surface"], mention, number)]
        end = mention["end"]
    pieces.append((text[end:], None, 0))
    entities = {mention["entity"]["id"]: mention["entity"] for mention in mentions}
    listed = [
        (number, entities[id], [mention for mention in mentions if mention["entity"]["id"] == id])
        for id, number in numbers.items()
    ]
    return {"pieces": pieces, "listed": listed, "count": len(mentions)}


def _type(asked: Asked) -> EntityType | None:
    kind = asked.get("type")
    return kind if kind in ENTITY_TYPES else None


_ASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"name": ("name",), "compare": ("left", "right"), "text": ("text",), "table": ()}
)
_FIND: Mapping[str, Callable[[Service, Asked], Found]] = MappingProxyType(
    {"name": _find_name, "compare": _find_comparison, "text": _find_mentions, "table": lambda _service, _asked: {}}
)
