"""The two clients: the same words, one with and one without `await`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from itertools import chain
from types import TracebackType
from typing import Self

import httpx

from resolver.client.exchange import Ask, Outcome, Pause, Retry, asks, in_order, talk
from resolver.facts import Words, context_of, names_of
from resolver.model import Asked, EntityType, Resolution

_TIMEOUT = 30.0
_PATH = "/resolve"
_HEADERS = {"Content-Type": "application/json"}


class Client:
    """Asks a service at `url` ("http://127.0.0.1:8080"); threads may share it.

    `timeout` is in seconds, for each attempt. `transport` is how requests travel, for tests and special networks.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = _TIMEOUT,
        retry: Retry | None = None,
        headers: dict[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._retry = retry or Retry()
        self._http = httpx.Client(base_url=url, timeout=timeout, headers=headers, transport=transport)

    def resolve(
        self,
        name: str,
        *,
        type: EntityType | None = None,
        limit: int = 10,
        country: Words = None,
        birth_date: Words = None,
        gender: Words = None,
    ) -> Resolution:
        """Which entity `name` denotes; see `Resolver.resolve`. Raises InputError, ServiceError."""
        asked = Asked(name, type, context_of(country, birth_date, gender))
        return self.resolve_many([asked], limit=limit)[0]

    def resolve_many(
        self, names: Iterable[str | Asked], *, type: EntityType | None = None, limit: int = 10
    ) -> list[Resolution]:
        """The answers for many names, in their order: a thousand a request, repeats asked once.

        Raises InputError where the service refuses the request, ServiceError where it can't be asked.
        """
        asked = names_of(names)
        return in_order(asked, chain.from_iterable(self._act(ask) for ask in asks(asked, type, limit)))

    def _act(self, ask: Ask) -> list[Resolution]:
        steps = talk(ask, self._retry)
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answers: list[Resolution] = done.value
                return answers
            outcome = None
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                continue
            try:
                outcome = self._http.post(_PATH, content=step.body, headers=_HEADERS)
            except httpx.TransportError as error:
                outcome = error

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class AsyncClient:
    """The same for asyncio; up to `parallel` requests are under way at once."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = _TIMEOUT,
        retry: Retry | None = None,
        headers: dict[str, str] | None = None,
        parallel: int = 4,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retry = retry or Retry()
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout, headers=headers, transport=transport)
        self._room = asyncio.Semaphore(parallel)

    async def resolve(
        self,
        name: str,
        *,
        type: EntityType | None = None,
        limit: int = 10,
        country: Words = None,
        birth_date: Words = None,
        gender: Words = None,
    ) -> Resolution:
        """Which entity `name` denotes; see `Resolver.resolve`. Raises InputError, ServiceError."""
        asked = Asked(name, type, context_of(country, birth_date, gender))
        return (await self.resolve_many([asked], limit=limit))[0]

    async def resolve_many(
        self, names: Iterable[str | Asked], *, type: EntityType | None = None, limit: int = 10
    ) -> list[Resolution]:
        """The answers for many names, in their order: a thousand a request, repeats asked once.

        Raises InputError where the service refuses the request, ServiceError where it can't be asked; requests under
        way then are given up.
        """
        asked = names_of(names)
        tasks = [asyncio.ensure_future(self._act(ask)) for ask in asks(asked, type, limit)]
        try:
            return in_order(asked, chain.from_iterable(await asyncio.gather(*tasks)))
        finally:
            for task in tasks:
                task.cancel()

    async def _act(self, ask: Ask) -> list[Resolution]:
        steps = talk(ask, self._retry)
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answers: list[Resolution] = done.value
                return answers
            outcome = None
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
                continue
            try:
                async with self._room:
                    outcome = await self._http.post(_PATH, content=step.body, headers=_HEADERS)
            except httpx.TransportError as error:
                outcome = error

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()
