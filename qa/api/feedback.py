"""POST and GET /api/feedback: what readers say of answers."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from qa.api.shared import Limit, Offset, Service, only, reply
from qa.serve import replies, schemas

__all__ = ["router"]

router = APIRouter(prefix="/api")


@router.post(
    "/feedback",
    status_code=201,
    dependencies=[only()],
    responses=reply(replies.FeedbackGiven, "Kept.", 201),
)
def give_feedback(body: schemas.FeedbackBody, service: Service) -> Response:
    """Say whether an answer was good, and why."""
    return JSONResponse(service.give_feedback(body), 201)


@router.get(
    "/feedback",
    dependencies=[only("limit", "offset")],
    responses=reply(replies.FeedbackListReply, "One page of the feedback, newest first."),
)
def feedback(service: Service, limit: Limit = 50, offset: Offset = 0) -> Response:
    """List what readers said of answers."""
    return JSONResponse(service.feedback(limit, offset))
