"""POST /api/ingest, /api/jobs and DELETE /api/articles/{id}: changing the corpus of a running server.

Files of the server's machine are read only for who shows the token in the data directory's lock file: who can read that file
could index them without the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from index import BadRequest
from qa.api.access import OWNER
from qa.api.shared import Limit, Offset, Service, only, reply
from qa.serve import replies, schemas
from qa.serve.jobs import Jobs, job_json

__all__ = ["router"]

router = APIRouter(prefix="/api")

_NOT_FETCHED = (
    "This server fetches nothing from the web: send the articles instead, or let its owner start it with "
    "`newsqa serve --allow-fetch`"
)


def _jobs(request: Request) -> Jobs:
    return request.app.state.jobs


_Jobs = Annotated[Jobs, Depends(_jobs)]


@router.post("/ingest", status_code=202, dependencies=[only()], responses=reply(replies.JobReply, "Accepted.", 202))
def ingest(body: schemas.IngestBody, request: Request, jobs: _Jobs) -> Response:
    """Index articles, as a job; `GET /api/jobs/{id}` tells how far it is. What is known already is skipped."""
    if [bool(body.articles), bool(body.paths), bool(body.urls)].count(True) != 1:
        raise BadRequest("articles", "send either articles or paths or urls.")
    if body.paths and request.scope.get("newsqa.caller") is not OWNER:
        raise HTTPException(403, "Paths are read only for the owner of the data directory; send the articles instead")
    if body.urls:
        if jobs.web is None:
            raise HTTPException(403, _NOT_FETCHED)
        job = jobs.add_addresses(jobs.web, body.urls)
    elif body.paths:
        job = jobs.add_paths([Path(path) for path in body.paths], body.encoding)
    else:
        job = jobs.add_records(body.articles)
    return JSONResponse(job_json(job), 202, {"location": f"/api/jobs/{job.id}"})


@router.get(
    "/jobs",
    dependencies=[only("limit", "offset")],
    responses=reply(replies.JobsReply, "One page of the jobs, newest first."),
)
def list_jobs(jobs: _Jobs, limit: Limit = 50, offset: Offset = 0) -> Response:
    """List the jobs since the server started."""
    all_jobs = jobs.jobs()
    page = [job_json(job) for job in all_jobs[offset : offset + limit]]
    return JSONResponse({"jobs": page, "total": len(all_jobs)})


@router.get("/jobs/{job_id}", dependencies=[only()], responses=reply(replies.JobReply, "The job."))
def job(job_id: str, jobs: _Jobs) -> Response:
    """How far a job is, and what came of it."""
    return JSONResponse(job_json(jobs.job(job_id)))


@router.post("/jobs/{job_id}/cancel", dependencies=[only()], responses=reply(replies.JobReply, "The job."))
def cancel_job(job_id: str, jobs: _Jobs) -> Response:
    """Stop a job before its next batch of articles; what it has indexed stays."""
    return JSONResponse(job_json(jobs.cancel(job_id)))


@router.delete("/articles/{article_id}", status_code=204, dependencies=[only()])
def remove_article(article_id: str, service: Service) -> Response:
    """Forget an article with all its versions."""
    service.remove(article_id)
    return Response(status_code=204)
