"""The circuit breaker in front of Redis."""

from __future__ import annotations

from collections.abc import Callable

from clock import Clock
from redis_process import RedisProcess

from resolver.cache.breaker import CircuitBreaker

StartRedis = Callable[..., RedisProcess]


def test_breaker_waits_twice_as_long_each_time_up_to_a_bound() -> None:
    clock = Clock()
    breaker = CircuitBreaker(first=1, longest=5, clock=clock)
    assert breaker.allows()
    pauses = []
    for _ in range(5):
        breaker.failed()
        began = clock.now
        while not breaker.allows():
            clock.now += 0.5
        pauses.append(clock.now - began)
    assert pauses == [1, 2, 4, 5, 5]
    breaker.succeeded()
    breaker.failed()
    clock.now += 1
    assert breaker.allows()


def test_breaker_lets_one_try_at_a_time() -> None:
    clock = Clock()
    breaker = CircuitBreaker(first=1, longest=8, clock=clock)
    breaker.failed()
    clock.now += 1
    assert [breaker.allows() for _ in range(4)] == [True, False, False, False]
    breaker.succeeded()
    assert [breaker.allows() for _ in range(4)] == [True] * 4


def test_breaker_counts_a_failure_that_many_meet_at_once_as_one() -> None:
    clock = Clock()
    breaker = CircuitBreaker(first=1, longest=100, clock=clock)
    for _ in range(8):
        breaker.failed()
    clock.now += 1
    assert breaker.allows()


def test_breaker_tries_again_when_a_report_never_comes() -> None:
    clock = Clock()
    breaker = CircuitBreaker(first=1, longest=8, clock=clock)
    breaker.failed()
    clock.now += 1
    assert breaker.allows()
    clock.now += 1
    assert breaker.allows()
