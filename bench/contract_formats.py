"""What the formats of the contract stand for, told to schemathesis: it loads this (SCHEMATHESIS_HOOKS)."""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st

schemathesis.openapi.format("country", st.sampled_from(["BY", "blr", "Belarus", "Беларусь", "SU", "BY;RU"]))
schemathesis.openapi.format("partial-date", st.sampled_from(["1952", "1952-10", "1952-10-07", "1952; 1953-01"]))
