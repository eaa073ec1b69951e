"""Answers as they are sent."""

from __future__ import annotations

import json
import re
from typing import Any


def as_json(value: Any) -> bytes:
    """A value as it is sent."""
    # Half a surrogate pair, which JSON can hold and UTF-8 can't, goes back into its escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


_STATUS = re.compile(rb'"status":"(\w+)"')


def status_of(answer: bytes) -> str:
    """The status of an answer in JSON: the first member of that name that is not within the query."""
    start = answer.index(b',"status":"', 9)
    found = _STATUS.search(answer, start)
    return found[1].decode() if found else "none"
