"""Tables that are answered in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from resolver.batch import name_columns
from resolver.web import uploads
from resolver.web.contract import JSON
from resolver.web.job import Job, JobRequest
from resolver.web.jobs import TooLargeError
from resolver.web.problems import Refusal
from resolver.web.service import Service
from resolver.web.views.sent import as_json


def jobs(service: Service) -> Any:
    return {"results": [_shown(job) for job in service.jobs.all(service.owner)]}


def job_start(
    service: Service,
    *,
    column: Sequence[str],
    each: bool = False,
    candidates: int = 0,
    format: str | None = None,
    delimiter: str = "",
    encoding: str = "",
    type: Sequence[str] = (),
    threshold: Sequence[float] = (),
    type_column: Sequence[str] = (),
    country_column: Sequence[str] = (),
    birth_date_column: Sequence[str] = (),
    gender_column: Sequence[str] = (),
) -> Response:
    names = name_columns(
        column, each=each, type=type, threshold=threshold, type_column=type_column, country_column=country_column,
        birth_date_column=birth_date_column, gender_column=gender_column,
    )  # fmt: skip
    upload = uploads.read_upload(format, service.settings.job_megabytes << 20)
    index = service.current.path
    owner = g.key.id if g.key else ""
    asked = JobRequest(
        names, upload.suffix, str(index) if index else None, candidates, owner, delimiter=delimiter, encoding=encoding
    )
    try:
        job = service.jobs.start(asked, upload.parts)
    except TooLargeError as error:
        raise Refusal(413, f"{str(error).capitalize()}.", mend=uploads.SMALLER) from None
    except OSError as error:
        raise Refusal(507, f"The table can't be kept: {error.strerror}.") from None
    response = Response(as_json(_shown(job)), 202, content_type=JSON)
    response.headers["Location"] = f"{request.script_root}{request.path}/{job.id}"
    return response


def job(service: Service, *, id: str) -> Any:
    return _shown(_job(service, id))


def job_cancel(service: Service, *, id: str) -> Any:
    return _shown(service.jobs.cancel(_job(service, id)))


def job_result(service: Service, *, id: str) -> Response:
    found = _job(service, id)
    if found.state.status != "done":
        said = found.state.error or f"it is {found.state.status}"
        raise Refusal(409, f"The job has no result: {said}.", mend="GET /jobs/{id} says how far it is.")
    try:
        return uploads.download(found)
    except FileNotFoundError:  # somebody forgot it meanwhile
        raise _no_job() from None


def _job(service: Service, id: str) -> Job:
    found = service.jobs.find(id, service.owner)
    if found is None:
        raise _no_job()
    return found


def _no_job() -> Refusal:
    return Refusal(404, "There is no such job.", mend="GET /jobs lists those there are.")


def _shown(job: Job) -> dict[str, Any]:
    result = {"result": f"{request.script_root}/v1/jobs/{job.id}/result"} if job.state.status == "done" else {}
    return {**job.to_dict(), **result}
