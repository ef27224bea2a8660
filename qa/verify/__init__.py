"""A draft → only what its sources say: every sentence is checked against the evidence, by code, whoever wrote it.

    draft ─claims→ sentences ─reading→ tokens ─support→ signs, a likelihood ─verdicts→ supported | partly | not found

For each sentence of the draft, the evidence that supports it best is looked for, one piece or two. A number or a name that stands
neither there nor in its article's head (title, publisher, date) removes the sentence, and so does a denial too many or too few;
everything else is weighed: words that are missing, that stand apart or in another order, another name in a name's place. The citation goes to the
evidence that does support the sentence, whatever mark the model wrote.
"""

from qa.verify.claims import Verified, cite, is_unknown, verify
from qa.verify.contests import contest
from qa.verify.nli import Judge, judge_by_name
from qa.verify.short import answers, say_the_same, says_something

__all__ = [
    "Judge",
    "Verified",
    "answers",
    "cite",
    "contest",
    "is_unknown",
    "judge_by_name",
    "say_the_same",
    "says_something",
    "verify",
]
