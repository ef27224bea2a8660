"""The instrument: ask a file of questions, score each turn, keep the run, compare it with another one.

questions, datasets   what is asked          scoring, summary   what it is worth
folder                a run on disk          compare, report    two runs beside each other, and all turns to read
"""

from qa.evaluation.questions import (
    Gold,
    Question,
    choose,
    fingerprint,
    question_from_json,
    question_json,
    read_questions,
)
from qa.evaluation.scoring import Scored, run, score, scored_from_json, scored_json
from qa.evaluation.summary import summary

__all__ = [
    "Gold",
    "Question",
    "Scored",
    "choose",
    "fingerprint",
    "question_from_json",
    "question_json",
    "read_questions",
    "run",
    "score",
    "scored_from_json",
    "scored_json",
    "summary",
]
