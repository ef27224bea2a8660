"""What is said around a question and asks nothing: courtesies, and a remark on the answer before."""

from __future__ import annotations

import re

from qa.polar import plainly
from qa.questions import AUXILIARY, WH

__all__ = ["after_remark", "plain_question"]

_REACTING = (
    r"(?:that|this)(?:['’]s| is| was| sounds| seems| looks| must be| must have been)"
    r" (?!(?:why|where|when|how|what|who|not|like|about|interesting about)\b|(?:an?|the|my|your|his|her|its|their) (?!lot|shame|pity|relief|surprise|tragedy))"
    r"[^.!?,\d]{1,60}|"
    r"it (?:sounds|seems|looks|must be|must have been) [^.!?\d]{1,40}|"
    r"(?:how|what an?)(?: (?!(?:is|was|are|were|did|does|do|can|could|will|would|has|have|had|many|much|old|long|far|often)\b)[a-z-]+){1,3}|"
    r"i (?:did not|didn['’]t|never|do not|don['’]t) (?:know|expect|realise|realize|think|like|understand)(?: (?:that|this|it|so))?|"
    r"good to know|i understand|i see|fair enough|(?:that )?makes sense|got it|not quite|no(?: way)?|never ?mind(?: (?:that|it|(?:about )?the [^.!?]{1,40}))?|poor [a-z]+|"
    r"oh (?:no|dear|my god)|ok(?:ay)?|(?:unbelievable|incredible|amazing|terrible|horrible|awful|shocking|sad|crazy|wild)(?:, [^.!?\d]{1,60})?"
)
_INTERJECTION = r"(?:ok|okay|oh|ah+|hm+|mm+|well|really|interesting|great|thanks|thank you|wow|i see|cool|nice|hi|hello|sorry|sure|right|oh dear|oh no)"
# "Wow, that's terrible. …", "I didn't know that! …": what a reader says of the answer before, and asks nothing by it
_ASIDE = re.compile(
    rf"^(?:(?:{_INTERJECTION}[,.!?…]+|(?:(?:ok|okay|oh dear|oh no|oh my|oh|ah+|hm+|well|wow|but),? )*(?:{_REACTING})[.!…]+)\s+)+(?=\S)",
    re.I,
)
# "Can you tell me who …?", "do we know when …?", "I'd like to know why …": a courtesy, and no yes or no
_FRAME = re.compile(
    r"^(?:please[\s,]+)?(?:(?:can|could|would|will) (?:you|anyone|somebody|someone)(?: please)? (?:(?:tell|remind) (?:me|us)|explain(?: to (?:me|us))?)|"
    r"(?:do|does) (?:you|we|anyone|anybody|somebody|someone)(?: (?:happen to|actually))? know|is it known|(?:(?:do )?(?:you )?have )?any idea|"
    r"i(?:['’]d| would)? (?:just )?(?:like|love|want|need) to (?:know|find out|learn|understand)|i(?:['’]m| was| am)? wonder(?:ing)?|"
    r"(?:just )?(?:tell|remind) (?:me|us)|say|explain)(?:[\s,:]+please)?[\s,:]+"
    r"(?=(?:(?:in|at|on|to|for|from|by|with|during|of|since|until) )?(?:who|whom|whose|what|which|when|where|why|how)\b)",
    re.I,
)
_COULD_YOU = re.compile(
    r"^(?:please[\s,]+)?(?:can|could|would|will) you (?:please )?(?=tell me (?:more )?about\b|(?:explain|describe|summari[sz]e)\b|give (?:me|us)\b|(?:list|name) (?:me|us|some|all|two|three|\d+|the (?:\w+ )?[a-z]{3,}s)\b)",
    re.I,
)
# "I remember a worse one. When was it?": a remark, and the only question, last
_REMARK = re.compile(
    rf"(?:[^?]*[a-z]{{2}}[.!…]+)\s+(?:(?:(?:in|at|on|to|for|from|by|with|of) )?(?:{WH}|{AUXILIARY})\b[^.?!]*[?!. ]*)",
    re.I,
)


def plain_question(text: str) -> str:
    """A question without what is said for courtesy before it, or of how the answer before strikes its reader."""
    bare = _ASIDE.sub("", " ".join(text.split()))
    asked = _COULD_YOU.sub("", _FRAME.sub("", bare))
    plain = plainly(asked)
    return (bare if plain == bare else plain[:1].upper() + plain[1:]) or text


def after_remark(text: str) -> bool:
    """Whether a question stands behind a remark, which its "it" may mean."""
    return bool(_REMARK.fullmatch(text))
