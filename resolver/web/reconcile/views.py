"""The addresses of the reconciliation API."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES, EntityRecord
from resolver.resolver import Resolver
from resolver.web.bodies import form_body, json_body
from resolver.web.reconcile import answers, pages
from resolver.web.reconcile.manifest import MAX_BATCH, manifest_0_2, manifest_1, type_object
from resolver.web.reconcile.matching import Hit, find, is_likely
from resolver.web.reconcile.properties import Property, find_property, known_properties
from resolver.web.reconcile.queries import Extension, Query, read_batch, read_batch_1, read_extension, read_single
from resolver.web.reconcile.reading import MAX_LIMIT, entity_type, read_callback, read_count, read_parameters

MAX_IDS = 1000
"""Entities in one data extension query."""

_ROOT = "/reconcile"
_SUGGESTIONS = 10
_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Authorization, X-API-Key",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"


Ask = Callable[[Sequence[Query]], Sequence[Sequence[Hit]]]
"""The candidates of each query."""


def reconcile_blueprint(
    current: Callable[[], Resolver],
    charge: Callable[[int], None],
    note: Callable[[str, Mapping[str, Any], bytes], None],
) -> Blueprint:
    """The API: version 0.2 at /reconcile, 1.0-draft at /reconcile/v1. `current` gives the resolver that answers now,
    `charge` counts the names of a batch beyond the first, and may refuse them; `note` is told which operation was asked
    what, and what the answer came to (JSON)."""
    blueprint = Blueprint("reconcile", __name__, url_prefix=_ROOT)

    def ask(queries: Sequence[Query]) -> Sequence[Sequence[Hit]]:
        _bounded(len(queries), MAX_BATCH, "queries")
        if len(queries) > 1:
            charge(len(queries) - 1)
        found = find(current(), queries)
        said = json.dumps({"results": [answers.in_short(hits) for hits in found]})
        note("reconcile", {"queries": [asdict(query) for query in queries]}, said.encode())
        return found

    @blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
    def root() -> Response:
        form = form_body() if request.method == "POST" else b""
        asked = read_parameters(request.query_string, form)
        return _scripted(_answer_0_2(current(), asked, ask), asked)

    @blueprint.get("/v1", strict_slashes=False)
    def root_1() -> Response:
        return jsonify(manifest_1(current(), _base()))

    @blueprint.post("/v1/match")
    def match_1() -> Response:
        found = ask(read_batch_1(json_body()))
        return jsonify({"results": [{"candidates": answers.candidates_1(hits)} for hits in found]})

    @blueprint.post("/v1/extend")
    def extend_1() -> Response:
        asked = read_extension(json_body(), None)
        return jsonify(answers.extension_1(asked, _records(current(), asked)))

    @blueprint.get("/extend/propose")
    @blueprint.get("/v1/extend/propose")
    def propose() -> Response:
        asked = read_parameters(request.query_string)
        known = known_properties(current().languages)
        limit = read_count(asked, "limit", len(known), least=1)
        proposed = [{"id": p.id, "name": p.name, "description": p.description} for p in known[:limit]]
        echoed: dict[str, Any] = {"limit": limit} if asked.get("limit") else {}
        return _scripted({"properties": proposed, "type": asked.get("type", ""), **echoed}, asked)

    @blueprint.get("/suggest/<any(entity, property, type):kind>")
    @blueprint.get("/v1/suggest/<any(entity, property, type):kind>")
    def suggest(kind: str) -> Response:
        asked = read_parameters(request.query_string)
        limit = min(read_count(asked, "limit", _SUGGESTIONS, least=1), MAX_LIMIT)
        # The number to skip was called cursor before the draft of 1.0.
        skipped = read_count(asked, "offset", read_count(asked, "cursor", 0, least=0), least=0)
        prefix = asked.get("prefix", "")
        if kind == "entity":
            entities = _entities(current(), asked, prefix, limit, skipped)
            note("suggest", {"prefix": prefix}, json.dumps([entity["id"] for entity in entities]).encode())
            return _scripted({"result": entities}, asked)
        found = [thing for thing in _things(current(), kind) if _begins(thing, prefix)]
        return _scripted({"result": found[skipped : skipped + limit]}, asked)

    @blueprint.get("/flyout/<any(entity, property, type):kind>")
    def flyout(kind: str) -> Response:
        asked = read_parameters(request.query_string)
        wanted = asked.get("id", "")
        if kind == "entity":
            html = pages.entity_flyout(_record(current(), wanted))
        elif kind == "property":
            html = pages.property_flyout(_property(wanted))
        else:
            html = pages.type_flyout(_type_name(wanted))
        return _scripted({"id": wanted, "html": html}, asked)

    @blueprint.get("/preview")
    @blueprint.get("/v1/preview")
    def preview() -> Response:
        record = _record(current(), read_parameters(request.query_string).get("id", ""))
        page = Response(pages.preview_page(record), content_type="text/html; charset=utf-8")
        page.headers["Content-Security-Policy"] = _PAGE_POLICY
        return page

    @blueprint.after_app_request
    def open_to_all_origins(response: Response) -> Response:
        """Every answer below /reconcile may be read by pages of other origins, errors too, and shown in frames."""
        if request.path == _ROOT or request.path.startswith(f"{_ROOT}/"):
            response.headers.update(_OPEN_TO_ALL)
        return response

    return blueprint


def _answer_0_2(resolver: Resolver, asked: dict[str, str], ask: Ask) -> dict[str, Any]:
    if "queries" in asked:
        queries = read_batch(asked["queries"])
        found = ask(list(queries.values()))
        return {key: {"result": answers.candidates(hits)} for key, hits in zip(queries, found, strict=True)}
    if "query" in asked:
        return {"result": answers.candidates(ask([read_single(asked["query"])])[0])}
    if "extend" in asked:
        extension = read_extension(asked["extend"], "extend")
        return answers.extension(extension, _records(resolver, extension))
    if request.method == "POST":
        raise InputError("there are no queries in the form", field="queries", mend="Send queries=…, or extend=….")
    return manifest_0_2(resolver, _base())


def _records(resolver: Resolver, asked: Extension) -> list[EntityRecord | None]:
    _bounded(len(asked.ids), MAX_IDS, "ids")
    return [resolver.entity(entity_id) for entity_id in asked.ids]


def _entities(resolver: Resolver, asked: dict[str, str], prefix: str, limit: int, skipped: int) -> list[dict[str, Any]]:
    """Entities that have a name beginning so; where none has, those whose names are like it."""
    wanted = asked.get("type", "")
    if wanted and entity_type(wanted) is None:
        return []
    type = entity_type(wanted)
    found = resolver.suggest(prefix, type=type, limit=limit, offset=skipped)
    if found or skipped:
        return [answers.suggestion(s.id, s.name, s.description, s.type, s.matched_name) for s in found]
    answer = resolver.resolve(prefix, type=type, limit=limit)
    alike = (resolver.entity(candidate.id) for candidate in answer.candidates if is_likely(candidate.score))
    return [answers.suggestion(r.id, r.name, r.description, r.type, "") for r in alike if r and type in (None, r.type)]


def _things(resolver: Resolver, kind: str) -> list[dict[str, str]]:
    if kind == "type":
        return [type_object(known) for known in ENTITY_TYPES]
    return [{"id": p.id, "name": p.name, "description": p.description} for p in known_properties(resolver.languages)]


def _begins(thing: dict[str, str], prefix: str) -> bool:
    wanted = prefix.strip().casefold()
    words = (thing["id"], thing["name"], *thing["name"].split())
    return any(word.casefold().startswith(wanted) for word in words)


def _record(resolver: Resolver, entity_id: str) -> EntityRecord:
    record = resolver.entity(entity_id)
    if record is None:
        raise NotFound("There is no entity with this id.")
    return record


def _property(property_id: str) -> Property:
    known = find_property(property_id)
    if known is None:
        raise NotFound("There is no property with this id.")
    return known


def _type_name(type_id: str) -> str:
    if entity_type(type_id) is None:
        raise NotFound("There is no type with this id.")
    return type_object(type_id)["name"]


def _base() -> str:
    return request.url_root.rstrip("/")


def _bounded(count: int, most: int, what: str) -> None:
    if count > most:
        raise RequestEntityTooLarge(f"There are {count} {what}, more than {most}. Send them in several requests.")


def _scripted(body: dict[str, Any], asked: dict[str, str]) -> Response:
    """The answer as JSON, or as a call of the function that a JSONP client named."""
    callback = read_callback(asked)
    if callback is None:
        return jsonify(body)
    # The comment keeps the body from being read as anything else than a script.
    return Response(f"/**/{callback}({json.dumps(body)});", content_type="text/javascript; charset=utf-8")
