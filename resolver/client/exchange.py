"""What is said to the service and back, without any input or output: both clients act it out."""

from __future__ import annotations

import json
import random
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from resolver.errors import InputError, ServiceError
from resolver.model import Asked, EntityType, Resolution

MOST_NAMES = 1000
"""Names in one request: the most that the service takes."""

_MOST_WAIT = 60.0
_AGAIN = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a request is tried (`attempts`, the first included), and how long is waited before the next: at first
    up to `first_wait` seconds, then twice as long each time, each wait drawn at random so that many clients don't come
    back at once. What the service asks for (Retry-After) is kept to, up to a minute."""

    attempts: int = 4
    first_wait: float = 0.25

    def wait(self, attempt: int, answer: httpx.Response | None) -> float:
        """Seconds to wait after this attempt (counted from 0)."""
        asked = answer.headers.get("Retry-After", "") if answer is not None else ""
        if asked.isascii() and asked.isdigit():
            return min(float(asked), _MOST_WAIT)
        return min(self.first_wait * 2.0**attempt, _MOST_WAIT) * random.uniform(0.5, 1)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to be sent; the answer, or the error that came instead, is to be sent back."""

    names: Sequence[str | Asked]
    type: EntityType | None
    limit: int

    @property
    def body(self) -> bytes:
        """The question as JSON in ASCII, so that half a surrogate pair gets as far as the service, which refuses it."""
        names = [name if isinstance(name, str) else _item(name) for name in self.names]
        body: dict[str, Any] = {"names": names, "limit": self.limit}
        return json.dumps(body if self.type is None else {**body, "type": self.type}).encode()


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds to wait before going on."""

    seconds: float


Step = Ask | Pause
Outcome = httpx.Response | httpx.TransportError | None
Talk = Generator[Step, Outcome, list[Resolution]]


def _item(asked: Asked) -> dict[str, str]:
    context = asked.context
    known = {
        "type": asked.type,
        "country": ";".join(context.countries),
        "birth_date": ";".join(context.birth_dates),
        "gender": ";".join(context.genders),
    }
    return {"name": asked.name} | {field: value for field, value in known.items() if value}


def asks(names: Sequence[str | Asked], type: EntityType | None, limit: int) -> Iterator[Ask]:
    """The requests for many names, each of them once."""
    distinct = list(dict.fromkeys(names))
    return (Ask(distinct[at : at + MOST_NAMES], type, limit) for at in range(0, len(distinct), MOST_NAMES))


def talk(ask: Ask, retry: Retry) -> Talk:
    """One request with its retries. Resolving changes nothing at the service, so asking again is always safe.

    Returns the answers in the order of the names. Raises InputError where the service refuses the request, naming what
    and how to mend it, and ServiceError where it can't be reached, fails, or answers what is no answer.
    """
    last = ""
    for attempt in range(retry.attempts):
        outcome = yield ask
        answer = outcome if isinstance(outcome, httpx.Response) else None
        if answer is not None and answer.status_code not in _AGAIN:
            return _read(answer, len(ask.names))
        last = f"status {answer.status_code}" if answer is not None else str(outcome) or repr(outcome)
        if attempt + 1 < retry.attempts:
            yield Pause(retry.wait(attempt, answer))
    raise ServiceError(f"the service could not be asked in {retry.attempts} attempts: {last}")


def _read(answer: httpx.Response, count: int) -> list[Resolution]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if 400 <= answer.status_code < 500 and isinstance(body, dict):
        detail = str(body.get("detail", body.get("title"))).removesuffix(".")
        raise InputError(detail, field=body.get("field"), mend=body.get("mend"))
    results = body.get("results") if answer.status_code == 200 and isinstance(body, dict) else None
    try:
        if isinstance(results, list) and len(results) == count:
            return [Resolution.from_dict(result) for result in results]
    except (KeyError, TypeError):
        pass
    raise ServiceError(f"what {answer.url} answered (status {answer.status_code}) is no answer")


def in_order(names: Sequence[str | Asked], answers: Iterable[Resolution]) -> list[Resolution]:
    """The answers for all names, repeats included, of those for each of them once."""
    found = dict(zip(dict.fromkeys(names), answers, strict=True))
    return [found[name] for name in names]
