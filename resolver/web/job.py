"""A job in its directory: what was asked, how far it is, input and output."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from resolver.batch import NameColumn, TableFormat, table_format

Status = Literal["queued", "running", "done", "failed", "cancelled"]
CANCEL = "cancel"
"""The file that says that nobody wants the job any more."""

STATE = "state.json"
REQUEST = "request.json"
_ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What is to be done: `names` says where the rows have names, `suffix` tells the format of input and output,
    `delimiter` and `encoding` how the input is written ("": as usual), `owner` is the id of the key that asked,
    `bytes` the size of the table."""

    names: tuple[NameColumn, ...]
    suffix: str
    index: str | None = None
    candidates: int = 0
    owner: str = ""
    created: str = ""
    bytes: int = 0
    delimiter: str = ""
    encoding: str = ""

    @property
    def form(self) -> TableFormat:
        """How the input is written."""
        form = table_format(f"table{self.suffix}", encoding=self.encoding or None)
        return replace(form, delimiter=self.delimiter) if self.delimiter and form.kind == "csv" else form

    @classmethod
    def read(cls, fields: dict[str, Any]) -> JobRequest:
        """The request that was written as JSON."""
        names = [NameColumn(**name) for name in fields.pop("names")]
        # JSON knows lists only.
        names = [name if isinstance(name.column, str) else replace(name, column=name.parts) for name in names]
        return cls(tuple(names), **fields)


@dataclass(frozen=True, slots=True)
class JobState:
    """How far it is; `counts` says how many rows came out how, `rejected` holds the first that could not be used."""

    status: Status = "queued"
    bytes_done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()
    error: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job in its directory."""

    folder: Path
    request: JobRequest
    state: JobState

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def input(self) -> Path:
        return self.folder / f"input{self.request.suffix}"

    @property
    def output(self) -> Path:
        return self.folder / f"output{self.request.suffix}"

    @property
    def ended(self) -> bool:
        return self.state.status in _ENDED

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants it any more; it is there only until its program has ended."""
        return (self.folder / CANCEL).exists() or not self.folder.exists()

    def to_dict(self) -> dict[str, Any]:
        state = self.state
        return {
            "id": self.id,
            "status": state.status,
            "column": ", ".join(column for name in self.request.names for column in name.parts),
            "created": self.request.created,
            "ended": state.ended,
            "bytes": self.request.bytes,
            "bytes_done": state.bytes_done,
            "counts": dict(state.counts),
            "rejected": list(state.rejected),
            "error": state.error,
        }

    def create(self) -> None:
        """Writes request and state of a new job."""
        _write(self.folder / REQUEST, asdict(self.request))
        self.write(self.state)

    def write(self, state: JobState) -> None:
        """Replaces the state."""
        _write(self.folder / STATE, asdict(state))

    def remove(self) -> None:
        """Forgets it at one stroke, so that nobody meets half of it while its files go one by one."""
        with contextlib.suppress(OSError):
            gone = self.folder.rename(self.folder.with_name(f".{self.id}"))
            shutil.rmtree(gone, ignore_errors=True)


def open_job(folder: Path) -> Job:
    """The job in a directory. Raises FileNotFoundError where there is none."""
    request = JobRequest.read(json.loads((folder / REQUEST).read_text("utf-8")))
    state = json.loads((folder / STATE).read_text("utf-8"))
    return Job(folder, request, JobState(**{**state, "rejected": tuple(state["rejected"])}))


def open_all(folder: Path) -> Iterator[Job]:
    """The jobs in a folder; none where there is no folder."""
    for path in folder.glob("[0-9a-f]*") if folder.is_dir() else ():
        job = find_job(path)
        if job is not None:
            yield job


def find_job(folder: Path) -> Job | None:
    """The job in a directory; None where there is none that can be read."""
    try:
        return open_job(folder)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def now() -> str:
    """The time in UTC, as jobs note it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _write(path: Path, value: object) -> None:
    """Writes JSON whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
