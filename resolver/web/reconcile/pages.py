"""Small pieces of HTML for those who choose among candidates. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from resolver.model import EntityName, EntityRecord
from resolver.web.reconcile.properties import TYPE_NAMES, Property

_NAMES_SHOWN = 12

_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:8px;color:#222;background:#fff;overflow-wrap:anywhere}"
    "h1{font-size:17px;margin:0}p{margin:4px 0}.type{color:#555}ul{margin:4px 0;padding:0;list-style:none}"
    "li{display:inline-block;margin:0 12px 2px 0}code{font-size:12px;color:#555}"
)


def preview_page(record: EntityRecord) -> str:
    """The page of an entity, to be shown in a frame: name, type, description, names in other scripts first."""
    canonical, *others = record.names
    listed = "".join(_item(name) for name in _told_apart(others, canonical.script))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(record.name)}</title>'
        f"<style>{_STYLE}</style></head><body>"
        f'<h1 dir="auto">{escape(record.name)}</h1>{_said(record)}<ul>{listed}</ul>'
        f"<p><code>{escape(record.id)}</code></p></body></html>"
    )


def entity_flyout(record: EntityRecord) -> str:
    """The same in two lines, for a hint beside a list."""
    return f"<p><b>{escape(record.name)}</b></p>{_said(record)}"


def type_flyout(type_name: str) -> str:
    return f"<p><b>{escape(type_name)}</b></p>"


def property_flyout(known: Property) -> str:
    return f"<p><b>{escape(known.name)}</b></p><p>{escape(known.description)}</p>"


def _said(record: EntityRecord) -> str:
    known = (*record.countries, *record.birth_dates, *record.genders)
    said = [TYPE_NAMES[record.type], record.description, *known]
    return f'<p class="type">{escape(" · ".join(x for x in said if x))}</p>'


def _told_apart(names: Iterable[EntityName], script: str) -> list[EntityName]:
    """A few names, one of each other script before a second one of any."""
    seen: dict[str, int] = {script: 1}
    rounds: list[tuple[int, EntityName]] = []
    for name in names:
        rounds.append((seen.get(name.script, 0), name))
        seen[name.script] = seen.get(name.script, 0) + 1
    return [name for _, name in sorted(rounds, key=lambda turn: turn[0])][:_NAMES_SHOWN]


def _item(name: EntityName) -> str:
    lang = f' lang="{escape(name.lang)}"' if name.lang else ""
    return f'<li dir="auto"{lang}>{escape(name.text)}</li>'
