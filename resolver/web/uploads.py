"""Tables that come in and go out: as a body of their own media type, or as a file in a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import IO

from flask import request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Response

from resolver.batch import table_format
from resolver.errors import InputError, TableError
from resolver.web.job import Job
from resolver.web.problems import Refusal

FORM = "multipart/form-data"
SMALLER = "Send the table compressed, or in parts."
_SUFFIXES = MappingProxyType(
    {
        "text/csv": ".csv",
        "text/tab-separated-values": ".tsv",
        "application/jsonl": ".jsonl",
        "application/x-ndjson": ".jsonl",
    }
)
_TYPES = MappingProxyType({".csv": "text/csv", ".tsv": "text/tab-separated-values", ".jsonl": "application/jsonl"})
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Upload:
    """A table that is being sent: the end of a file name that tells its format, and its bytes as they come."""

    suffix: str
    parts: Iterator[bytes]


def read_upload(format: str | None, max_bytes: int) -> Upload:
    """The table of the request at hand; `format` is what the client says it is. Raises InputError, BadRequest,
    RequestEntityTooLarge, Refusal."""
    if (request.content_length or 0) > max_bytes + _PART:
        raise Refusal(413, f"The table is larger than {max_bytes >> 20} MB.", mend=SMALLER)
    if request.mimetype == FORM:
        request.max_content_length = max_bytes + _PART
        file = _form_file()
        return Upload(f".{format}" if format else _suffix(file), _parts(file.stream, None))
    suffix = f".{format}" if format else _SUFFIXES.get(request.mimetype)
    if suffix is None:
        what = f"A table is sent as {', '.join(_SUFFIXES)}, or as a file in {FORM}."
        raise Refusal(415, what, mend="Set the header Content-Type, or say ?format=csv, tsv or jsonl.")
    return Upload(suffix, _not_empty(_parts(request.stream, request.content_length)))


def download(job: Job) -> Response:
    """The result of a job as a file."""
    kind = _TYPES.get(job.request.suffix, "application/octet-stream")
    return send_file(job.output, mimetype=kind, as_attachment=True, download_name=f"{job.id}{job.request.suffix}")


def _form_file() -> FileStorage:
    try:
        file = request.files.get("file")
    except (RequestEntityTooLarge, BadRequest):
        raise
    except Exception as error:  # each WSGI server has exceptions of its own for a broken transfer
        raise BadRequest("The body ends early or its transfer encoding is broken.") from error
    if file is None:
        raise InputError("the form has no part 'file'", field="file", mend="Send the table as the part 'file'.")
    return file


def _suffix(file: FileStorage) -> str:
    """What tells the format of a file in a form: its media type, else the end of its name; without either it is CSV."""
    name = (file.filename or "").lower()
    packed = ".gz" if name.endswith(".gz") else ""
    if file.mimetype in _SUFFIXES:
        return _SUFFIXES[file.mimetype] + packed
    if not Path(name).suffix:
        return ".csv"
    try:
        return f".{table_format(name).kind}{packed}"
    except TableError:
        raise InputError(
            "the name of the file does not tell its format", field="format", mend="Give ?format=csv, tsv or jsonl."
        ) from None


def _not_empty(parts: Iterator[bytes]) -> Iterator[bytes]:
    first = next(parts, b"")
    if not first:
        raise InputError(
            "there is no table in the body", mend="Send the table, its first row the names of its columns."
        )
    return chain([first], parts)


def _parts(stream: IO[bytes], length: int | None) -> Iterator[bytes]:
    size = 0
    try:
        while part := stream.read(_PART):
            size += len(part)
            yield part
    except OSError as error:
        raise BadRequest("The body ends early.") from error
    if length is not None and size < length:
        raise BadRequest("The body ends early.")
