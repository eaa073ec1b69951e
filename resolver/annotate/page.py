"""Annotated texts as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from resolver.model import Annotation, EntityRef, Mention

_GOLDEN_ANGLE = 137
"""Degrees between the colours of one entity and the next: many steps of it come near no colour that was before."""
_STYLE = """
:root { color-scheme: light dark; }
body { font: 17px/1.65 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { white-space: pre-wrap; overflow-wrap: anywhere; }
h2, ul { font-family: system-ui, sans-serif; font-size: .95rem; }
ul { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .3rem .6rem; }
mark { background: hsl(var(--hue) 75% 84%); color: #111; border-bottom: 2px solid hsl(var(--hue) 60% 42%);
  border-radius: .2em; padding: 0 .12em; position: relative; cursor: help; }
mark > span { display: none; position: absolute; left: 0; top: 100%; z-index: 1; width: max-content; max-width: 24rem;
  background: #222; color: #eee; font: 13px/1.45 system-ui, sans-serif; padding: .5em .7em; border-radius: .4em;
  white-space: pre-line; }
mark:hover > span, mark:focus > span { display: block; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #ddd; } }
"""


def html_page(texts: Iterable[tuple[str, str, Annotation]]) -> str:
    """The page of (title, text, its annotation): every entity in a colour of its own, the evidence shown on hover or
    focus, and above each text what it names. All that comes from texts and lists is escaped."""
    shown = list(texts)
    ids = dict.fromkeys(mention.entity.id for _, _, annotation in shown for mention in annotation.mentions)
    hues = {entity_id: at * _GOLDEN_ANGLE % 360 for at, entity_id in enumerate(ids)}
    body = "\n".join(_section(*one, hues) for one in shown)
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8"><title>Names in texts</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _section(title: str, text: str, annotation: Annotation, hues: Mapping[str, int]) -> str:
    counts: dict[EntityRef, int] = {}
    for mention in annotation.mentions:
        counts[mention.entity] = counts.get(mention.entity, 0) + 1
    legend = "".join(
        f'<li><mark style="--hue:{hues[entity.id]}">{escape(entity.name)}</mark> {count}</li>'
        for entity, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name))
    )
    article = "".join(_marked(text, annotation, hues))
    return f'<h2>{escape(title)}</h2>\n<ul>{legend}</ul>\n<article dir="auto">{article}</article>'


def _marked(text: str, annotation: Annotation, hues: Mapping[str, int]) -> Iterator[str]:
    at = 0
    for mention in annotation.mentions:
        yield escape(text[at : mention.start])
        shown = f"{escape(mention.surface)}<span>{escape(_evidence(mention))}</span>"
        yield f'<mark tabindex="0" style="--hue:{hues[mention.entity.id]}">{shown}</mark>'
        at = mention.end
    yield escape(text[at:])


def _evidence(mention: Mention) -> str:
    entity = mention.entity
    about = f", {entity.description}" if entity.description else ""
    head = f"{entity.name} [{entity.id}]\n{entity.type}{about}\nprobability {mention.probability:.3f}"
    return "\n".join([head, *(str(reason) for reason in mention.reasons if reason.kind != "whole")])
