"""What is asked of the answer before, or of the program, and not of the news: "link?", "how sure are you?", "make it shorter", "are you an AI?".

Closed sets of words: a text that has one other word is a question about the articles.
"""

from __future__ import annotations

import re
from typing import Literal

from index import STOP_WORDS, words

__all__ = ["asked_of_answer"]

Wish = Literal["source", "summary", "help"]

_LONGEST = 12  # words
# What an answer rests on, and what may be said of that: "can I read the article?", "when was that article published?"
_SOURCES = frozenset(
    words(
        "quote quotes quotation quotations wording link links url urls source sources citation citations reference references article headline"
    )
)
_OF_SOURCES = _SOURCES | frozenset(
    words(
        "articles say says said give show send see read get got find found open full original whole exact exactly text passage publish published publication "
        "publisher outlet date dated written write wrote author authors reporter journalist title named name old come comes came want need provide report reported story page website web "
        "actual actually original quoted cited"
    )
)
# How far it can be relied on: "can I trust this?", "is that up to date?"
_CERTAINTY = frozenset(
    words(
        "sure certain confident confidence reliable trust trusted trustworthy accurate accuracy true wrong mistaken incorrect believe rely "
        "verify verified verifiable current outdated kidding serious joking"
    )
)
_OF_CERTAINTY = _CERTAINTY | frozenset(
    words("answer answers information info really 100 percent still right quite absolutely")
)
_OF_THE_NEWS = frozenset(
    words("who whom whose when where why which what he she they him her them his their we was were did")
)
_UP_TO_DATE = re.compile(r"\bup[ -]to[ -]date\b", re.I)
# Its form: "in one sentence", "make it shorter", "too long"
_FORM = frozenset(
    words(
        "short shorter shorten brief briefer briefly concise concisely simple simpler simply simplify bullet english layman paraphrase rephrase reword"
    )
)
_IN_ONE = re.compile(
    r"\b(?:in an?|one|two|three|few|single|fewer|\d+) (?:(?:short|simple) )?(?:sentences?|words?|lines?|paragraphs?)\b",
    re.I,
)
_OF_FORM = _FORM | frozenset(
    words(
        "make made it that this the answer reply version summary an a in one two three few fewer be keep give say put tell explain answer to with please of and but your "
        "more less too only just me us can could would you i again as for points point plain terms max maximum most least single long sentence sentences word "
        "words line lines paragraph"
    )
)
# The program itself: "are you a robot?", "who made you?", "what's your name?"
_OF_YOU = re.compile(
    r"\b(?:are|were) you\b|\b(?:made|built|created|developed|programmed|trained|owns|runs) you\W*$|\byour name\b|\bdo you work\b",
    re.I,
)
_PROGRAM = frozenset(
    words(
        "ai artificial intelligence bot robot chatbot human person machine computer program software real alive language model llm gpt chatgpt name work made built "
        "created developed programmed trained owns runs"
    )
)


def asked_of_answer(text: str) -> Wish | None:
    """What a text wants to know of the answer before or of the program; None for a question about the articles."""
    said = words(_UP_TO_DATE.sub("current", text))
    if not 0 < len(said) <= _LONGEST:
        return None
    telling = {word for word in said if word not in STOP_WORDS}
    if _OF_YOU.search(text) and telling and telling <= _PROGRAM:
        return "help"
    if telling <= _OF_SOURCES and not telling.isdisjoint(_SOURCES):
        return "source"
    if telling <= _OF_CERTAINTY and not telling.isdisjoint(_CERTAINTY) and _OF_THE_NEWS.isdisjoint(said):
        return "source"
    is_form = not _FORM.isdisjoint(said) or _IN_ONE.search(text)
    return "summary" if is_form and all(word in _OF_FORM or word.isdigit() for word in said) else None
