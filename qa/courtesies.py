"""What is said around a question and asks nothing: courtesies, and a remark on the answer before."""

from __future__ import annotations

import re

from qa.polar import plainly
from qa.questions import AUXILIARY, WH

__all__ = ["after_remark", "plain_question"]

# A predicate that tells nothing: adverbs and an adjective, or one of a few nouns
_SO = r"(?:(?:so|very|really|quite|pretty|rather|too|such|just|truly|absolutely|extremely|even|all|a bit|a little|much) )*"
_ADJECTIVE = (
    r"(?:terrible|horrible|awful|sad|tragic|dreadful|shocking|scary|frightening|dangerous|crazy|insane|wild|unbelievable|incredible|amazing|"
    r"great|good|nice|cool|lovely|brilliant|excellent|awesome|wonderful|fantastic|impressive|interesting|fascinating|surprising|unexpected|strange|weird|odd|funny|expensive|cheap|"
    r"bad|worse|better|worrying|disturbing|alarming|disappointing|disgusting|ridiculous|outrageous|unfair|fair|clear|helpful|useful|"
    r"enough|(?:a )?(?:lot|shame|pity|relief|surprise|tragedy|disaster|mess|huge (?:number|amount)|big (?:number|surprise))|too bad)"
)
_REACTING = (
    rf"(?:that|this|it)(?:['’]s| is| was| sounds| seems| looks| must be| must have been) {_SO}{_ADJECTIVE}"
    r"(?: (?:news|indeed|to hear|of (?:money|people)|for an? [a-z]+|than (?:i|we) (?:thought|expected)))*|"
    rf"(?:how|what an?|so|too|very) {_SO}{_ADJECTIVE}|{_ADJECTIVE}(?:, my [^.!?\d]{{1,40}})?|"
    r"i(?:['’]m| am) (?:so |really |very )?(?:shocked|sorry|sad|surprised|confused|impressed)|"
    r"i (?:did not|didn['’]t|never|do not|don['’]t) (?:know|expect|realise|realize|think|like|understand)(?: (?:that|this|it|so))?|"
    r"good to know|that help(?:s|ed)(?: a lot)?|i understand|i see|fair enough|(?:that )?makes sense|got it|not quite|no(?: way)?(?!\.? ?\d)|"
    r"never ?mind(?: (?:that|it|(?:about )?the [^.!?]{1,40}))?|poor (?:man|woman|guy|girl|boy|child|kid|people|thing|things|kids|children|animals?)|"
    r"(?:oh )?my (?:god|goodness)|ok(?:ay)?"
)
_INTERJECTION = r"(?:ok|okay|oh dear|oh no|oh|ah+|hm+|mm+|well|really|interesting|great|thanks|thx|thank you|wow|i see|cool|nice|yikes|ouch|ugh|haha|lol|omg|gosh|hi|hello|sorry|sure|right)"
# "Wow, that's terrible. …", "I didn't know that! …": what a reader says of the answer before, and asks nothing by it
_ASIDE = re.compile(
    rf"^(?:(?:{_INTERJECTION}[,.!?…]+|(?:{_INTERJECTION},? )*(?:{_REACTING})[.!…]+(?!\d| \d))\s+)+(?=\S)", re.I
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
    rf"(?:[^?]*[a-z]{{2}}[.!…]+)\s+(?P<question>(?:(?:in|at|on|to|for|from|by|with|of) )?(?:{WH}|{AUXILIARY})\b[^.?!]*[?!. ]*)",
    re.I,
)


def plain_question(text: str) -> str:
    """A question without what is said for courtesy before it, or of how the answer before strikes its reader."""
    bare = _ASIDE.sub("", " ".join(text.split()))
    asked = _COULD_YOU.sub("", _FRAME.sub("", bare))
    plain = plainly(asked)
    return (bare if plain == bare else plain[:1].upper() + plain[1:]) or text


def after_remark(text: str) -> str:
    """The question behind a remark, which its "it" may mean; "" where none stands before it."""
    behind = _REMARK.fullmatch(text)
    return behind["question"] if behind else ""
