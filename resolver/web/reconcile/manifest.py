"""What the service says of itself, in both versions. `base` is the absolute URL of the service, without a slash."""

from __future__ import annotations

from typing import Any

from resolver.model import ENTITY_TYPES
from resolver.resolver import Resolver
from resolver.web.reconcile.properties import SETTING_FORMS, TYPE_NAMES, SettingForm

MAX_BATCH = 100
"""Reconciliation queries in one request."""

PREVIEW_WIDTH, PREVIEW_HEIGHT = 400, 220

_SUGGESTED = ("entity", "property", "type")


def manifest_0_2(resolver: Resolver, base: str) -> dict[str, Any]:
    """The manifest of version 0.2."""
    return {
        "versions": ["0.1", "0.2"],
        **_common(resolver),
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": f"{base}/reconcile/types/",
        "view": {"url": f"{base}/reconcile/preview?id={{{{id}}}}"},
        "preview": {
            "url": f"{base}/reconcile/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {
            kind: {
                "service_url": base,
                "service_path": f"/reconcile/suggest/{kind}",
                "flyout_service_url": base,
                "flyout_service_path": f"/reconcile/flyout/{kind}?id=${{id}}",
            }
            for kind in _SUGGESTED
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/extend/propose"},
            "property_settings": [_setting_0_2(form) for form in SETTING_FORMS],
        },
    }


def manifest_1(resolver: Resolver, base: str) -> dict[str, Any]:
    """The manifest of the draft of version 1.0, whose root is another one."""
    return {
        "versions": ["1.0-draft"],
        **_common(resolver),
        "lang": "en",
        "dir": "ltr",
        "standardizedScore": True,
        "view": {"url": f"{base}/reconcile/v1/preview?id={{id}}"},
        "preview": {"width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "suggest": dict.fromkeys(_SUGGESTED, True),
        "extend": {"proposeProperties": True, "propertySettings": [_setting_1(form) for form in SETTING_FORMS]},
    }


def type_object(type_id: str) -> dict[str, str]:
    """A type as both versions have it."""
    return {"id": type_id, "name": next(name for known, name in TYPE_NAMES.items() if known == type_id)}


def _common(resolver: Resolver) -> dict[str, Any]:
    return {
        "name": f"resolver ({resolver.counts['entities']:,} entities)",
        "serviceVersion": resolver.engine,
        "batchSize": MAX_BATCH,
        "defaultTypes": [type_object(known) for known in ENTITY_TYPES],
    }


def _setting_0_2(form: SettingForm) -> dict[str, Any]:
    said = {"name": form.id, "label": form.name, "type": form.type, "default": form.default, "help_text": form.help}
    return said | _choices(form)


def _setting_1(form: SettingForm) -> dict[str, Any]:
    said = {"id": form.id, "name": form.name, "type": form.type, "default": form.default, "helpText": form.help}
    return said | _choices(form)


def _choices(form: SettingForm) -> dict[str, Any]:
    return {"choices": [{"value": value, "name": name} for value, name in form.choices]} if form.choices else {}
