"""What is said around a question and asks nothing: courtesies, wishes for the form of the answer, and a remark on the answer before.

Closed lists. A text of nothing else asks nothing ("Thanks, that's helpful!", "lol", "👍"); what stands before or behind a question is left out
before anything else sees it, so that it costs the question nothing: "Hi! Quick question: …", "…? Cite your sources, please."
"""

from __future__ import annotations

import re

from index import INTERJECTIONS, words
from qa.question.polar import plainly
from qa.question.wants import AUXILIARY, WH

__all__ = ["INTERJECTION", "after_remark", "plain_question", "says_nothing", "without_filler"]

# A predicate that tells nothing: adverbs and an adjective, or one of a few nouns
_SO = r"(?:(?:so|very|really|quite|pretty|rather|too|such|just|truly|absolutely|extremely|even|all|a bit|a little|much) )*"
_ADJECTIVE = (
    r"(?:terrible|horrible|awful|sad|tragic|dreadful|shocking|scary|frightening|dangerous|crazy|insane|wild|unbelievable|incredible|amazing|"
    r"great|good|nice|cool|lovely|brilliant|excellent|awesome|wonderful|fantastic|impressive|interesting|fascinating|surprising|unexpected|strange|weird|odd|funny|expensive|cheap|"
    r"bad|worse|better|worrying|disturbing|alarming|disappointing|disgusting|ridiculous|outrageous|unfair|fair|clear|helpful|useful|perfect|"
    r"enough|(?:a )?(?:lot|shame|pity)|an? (?:relief|surprise|tragedy|disaster|mess|huge (?:number|amount)|big (?:number|surprise))|too bad)"
)
_REACTING = (
    rf"(?:that|this|it)(?:['’]s| is| was| sounds| seems| looks| must be| must have been) {_SO}{_ADJECTIVE}"
    r"(?: (?:news|indeed|to hear|to know|of (?:money|people)|for an? [a-z]+|than (?:i|we) (?:thought|expected)))*|"
    rf"(?:how|what an?|so|too|very) {_SO}{_ADJECTIVE}|{_ADJECTIVE}(?:, my [^.!?\d]{{1,40}})?|"
    r"what an? (?:relief|surprise|tragedy|disaster|mess)|"
    r"i(?:['’]m| am) (?:so |really |very )?(?:shocked|sorry|sad|surprised|confused|impressed)|"
    r"i (?:did not|didn['’]t|never|do not|don['’]t) (?:know|expect|realise|realize|think|like|understand)(?: (?:that|this|it|so))?|"
    r"good to know|that help(?:s|ed)(?: a lot)?|i understand|i see|fair enough|(?:that )?makes sense|got it|not quite|no(?: way)?(?!\.? ?\d)|"
    r"never ?mind(?: (?:that|it|(?:about )?the [^.!?]{1,40}))?|poor (?:man|woman|guy|girl|boy|child|kid|people|thing|things|kids|children|animals?)|"
    r"(?:oh )?my (?:god|goodness)|ok(?:ay)?"
)
_GREETED = r"(?:there|again|everyone|everybody|all|guys|folks|team|friend|newsqa|chat ?bot|bot|assistant|computer|robot|ai|chatgpt|siri|alexa)"
_GREETING = rf"(?:hi|hiya|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|day|night))(?:,? {_GREETED})?|newsqa|chat ?bot"
_GIVEN = r"(?:help|answers?|info|information|time|reply|replies|explanation|clarification|details|facts?|quotes?|sources?|links?|update)"
_THANKS = (
    r"(?:many )?(?:thanks|thank you|thanx|thx|tnx|ty|tysm|cheers|much appreciated)"
    r"(?: (?:very much|so much|a lot|a bunch|again|in advance|anyway|already))*"
    rf"(?: for (?:that|this|now|it|everything|(?:(?:all|the|your|that|this) )+(?:quick |kind |great )?{_GIVEN}))?"
)
INTERJECTION = (
    rf"(?:{_GREETING}|{_THANKS}|oh dear|oh no|ah+|hm+|mm+|i see|all ?right|interesting|great|cool|nice|perfect|awesome|excellent|brilliant|"
    rf"noted|understood|indeed|exactly|gotcha|well|really|{'|'.join(sorted(INTERJECTIONS))})"
)
# What corrects what was said before as well: it is left out only before a whole question
_CORRECTING = r"(?:sorry|sure|right|yes|yeah|yep|no|nope|nah|wait|oops|actually)"
_POLITE = r"no (?:worries|problem)|you(?:['’]re| are) welcome"
# What nobody says but alone: an end, a complaint
_ALONE = (
    r"no|nope|nah|(?:good)?bye|see you|that(?:['’]s| is| was| will be) (?:all|it|enough)(?: for (?:now|today)| i (?:need|needed|wanted)(?: to know)?)?|nothing(?: else)?|"
    r"no (?:more|further) questions|i(?:['’]m| am) done|that(?:['’]s| is) (?:right|correct|true)|(?:is )?any(?:one|body) there|(?:are )?you (?:still )?there|sorry|huh|eh|right|so what|(?:nice|good|great) (?:one|job|work|answer)|well done|"
    r"that(?:['’]s| is| was) not (?:really )?what i (?:asked|meant|wanted)(?: for)?|you (?:did not|didn['’]t|do not|don['’]t) (?:answer|understand)(?: me|(?: my| the)? question)?"
)
# Who asks, and how it goes: "I'm a journalist.", "How are you?"
_WHO = (
    r"(?:student|pupil|teacher|professor|researcher|scientist|historian|journalist|reporter|writer|author|blogger|editor|librarian|nurse|doctor|"
    r"lawyer|engineer|developer|tester|manager|analyst|user|reader|beginner|customer|citizen|parent|mother|father|tourist)"
)
_INTRODUCTION = (
    rf"i(?:['’]m| am) (?:an? (?:[a-z-]+ ){{0,2}}{_WHO}|new here)|my name(?:['’]s| is) [\w-]+(?: [\w-]+)?|(?:it(?:['’]s| is) )?nice to meet you|how are you(?: doing)?(?: today)?|"
    r"i hope you(?:['’]re| are) (?:doing )?well|(?:can|could|may) i ask (?:you )?(?:something|a question)"
)
_ANNOUNCING = (
    r"(?:(?:my|the|an?|one|another|next|new|quick|simple|short|first|second|last|final|more|other|here(?:['’]s| is)|i have|i(?:['’]ve| have)? got|just|so|and) )*"
    r"(?:questions?|query|q)(?: (?:is|for you|here))?|(?:i(?:['’]m| am) |i was |was )?(?:just |only |simply )*(?:curious|wondering|asking)|"
    r"(?:(?:based|relying)(?: only| solely| just)? on|according to|using|from|going by) (?:only |just )?(?:(?:your|these|the|provided|given|news) )+"
    r"(?:articles|sources|documents|corpus|database|collection|archive)(?: only| alone)?"
)
# A wish for the form of an answer, or for what it rests on: "Answer briefly.", "in one sentence", "cite your sources"
_FORM = frozenset(
    words(
        "brief briefly short shortly concise concisely precise precisely simply sentence sentences paragraph bullet source sources cite citing citation citations quote "
        "quotes quoting reference references link links evidence guess guessing speculate speculation invent"
    )
)
_OF_FORM = _FORM | frozenset(
    words(
        "answer answers reply respond response keep make it be give me us your the my this that a an in on to with without and only just one two three few word words "
        "points please use using articles provide include add mention show no not do don t but very as possible for each from more"
    )
)
_HEAD = re.compile(r"(?P<said>[^,.!?:;…—–]{1,80}?)\s*(?P<mark>[,.!?:;…—–]+|\s-)\s+(?P<rest>\S.*)")
_TAIL = re.compile(r"(?P<asked>.*(?P<end>[.!?…,;—–]))\s+(?P<said>[^,;.!?…—–]+)(?P<mark>[.!?…]*)")
# "ok so who …", "hey newsqa who …": no mark stands between, but a question or a wish begins
_OPENS = (
    rf"(?:(?:and|so|but|then|now)[\s,]+)?(?:(?:in|on|at) )?(?:{WH}\b|{AUXILIARY} (?:there|it|he|she|they|you|we|i|that|this|any)\b|"
    r"(?:did|do|does|can|could|would|have|are|were) the\b|(?:tell|show|give|find|list|name|summari[sz]e|explain|please)\b|i(?:['’]m|['’]d| am| would| want| need| wonder)\b)"
)
_ONWARD = re.compile(rf"^(?>(?:{INTERJECTION}|{_CORRECTING})\b[\s,.!]*)+(?<=[\s,.!])(?:so[\s,]+)?(?={_OPENS})", re.I)
_ASIDE = re.compile(
    rf"^(?:(?>{INTERJECTION}[,.!?…]+|(?>{INTERJECTION},? )*(?:{_REACTING}|{_INTRODUCTION}|{_POLITE})[.!?…]+(?!\d| \d)|{_CORRECTING}[,.!?…]+(?= {_OPENS}))\s+)+(?=\S)",
    re.I,
)
_SAID_BEFORE = re.compile(rf"(?:{_GREETING}|{_THANKS}|{_ANNOUNCING})", re.I)
_SAID_BEHIND = re.compile(rf"(?:{_THANKS}|{_INTRODUCTION}|{_ANNOUNCING}|please|lol|haha|ok|okay|hm+)", re.I)
_TRAILING = re.compile(
    r"(?<!\bsay)(?<!\bsays)(?<!\bsaid)(?:,? (?:thanks|thx|tnx|lol|haha|pls|plz)|, thank you|, please)(?=[ ?.!]*$)"
)
_ANY = rf"(?:{INTERJECTION}|{_ALONE}|{_POLITE}|{_REACTING}|{_INTRODUCTION}|very much|so much|a lot)"
_NOTHING = re.compile(rf"[\W_]*(?:{_ANY}(?:[\W_]+(?:and[\W_]+)?{_ANY}){{,7}}[\W_]*)?", re.I)
# Assent and doubt, which ask for more of the answer; with thanks or a reaction beside them they do not
_ASSENT = frozenset({"ok", "okay", "really"})
_NEUTRAL = frozenset({"oh", "ah", "well", "so", "and", "hm", "hmm", "now"})
_DOUBT = frozenset({"no", "right"})  # as a question: "no?"
_MOST = 200  # characters of what says nothing

# "Can you tell me who …?", "do we know when …?", "I'd like to know why …": a courtesy, and no yes or no
_FRAME = re.compile(
    r"^(?:please[\s,]+)?(?:(?:can|could|would|will) (?:you|u|anyone|somebody|someone)(?: please)? (?:(?:tell|remind) (?:me|us)|find out|explain(?: to (?:me|us))?)|"
    r"(?:do|does) (?:you|u|we|anyone|anybody|somebody|someone)(?: (?:happen to|actually))? know|is it known|(?:(?:do )?(?:you )?have )?any idea|"
    r"i(?:['’]d| would)? (?:just )?(?:like|love|want|need) to (?:know|find out|learn|understand)|i(?:['’]m| was| am)? (?:just )?(?:wonder(?:ing)?|curious)|(?:just )?(?:wondering|curious)|"
    r"(?:just )?(?:tell|remind) (?:me|us)|find out|(?:may|can|could) i (?:ask|know)|(?:my |the )?question is|let me know|say|explain)(?:[\s,:]+please)?[\s,:]+"
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


def says_nothing(text: str) -> bool:
    """Whether a text holds nothing but courtesies, reactions and marks: "Great, thanks!", "lol", "?"; bare assent is none: "ok"."""
    if len(text) > _MOST or not _NOTHING.fullmatch(text):
        return False
    said = set(words(text))
    if text.rstrip().endswith("?") and said and said <= _DOUBT:
        return False
    return bool(said - _ASSENT - _NEUTRAL) or said.isdisjoint(_ASSENT)


def without_filler(text: str) -> str:
    """A question without the courtesies before and behind it, who asks it, and how it is to be answered; as it is where it is nothing else."""
    asked = " ".join(text.split())
    if says_nothing(asked):
        return text
    while (shorter := _without_tail(_without_head(asked))) != asked:
        asked = shorter
    return asked


def plain_question(text: str) -> str:
    """A question without what is said for courtesy before it, or of how the answer before strikes its reader."""
    bare = without_filler(text)
    asked = _COULD_YOU.sub("", _FRAME.sub("", bare))
    plain = plainly(asked)
    return (bare if plain == bare else plain[:1].upper() + plain[1:]) or text


def after_remark(text: str) -> str:
    """The question behind a remark, which its "it" may mean; "" where none stands before it."""
    behind = _REMARK.fullmatch(text)
    return behind["question"] if behind else ""


def _without_head(text: str) -> str:
    text = _ONWARD.sub("", _ASIDE.sub("", text))
    head = _HEAD.fullmatch(text)
    return head["rest"] if head and (_SAID_BEFORE.fullmatch(head["said"]) or _is_form(head["said"])) else text


def _without_tail(text: str) -> str:
    tail = _TAIL.fullmatch(text)
    if not tail or not (_SAID_BEHIND.fullmatch(tail["said"]) or _is_form(tail["said"], tail["end"])):
        return _TRAILING.sub("", text)
    asked = tail["asked"]
    if not words(asked):
        return text
    return asked if tail["end"][0] in ".!?…" else asked.rstrip(" ,;—–") + tail["mark"]


def _is_form(said: str, behind: str = "?") -> bool:
    """Whether words tell only how to answer, and by what; behind: the mark before them, since "Mr. Short" is somebody."""
    told = set(words(said))
    a_name = len(told) == 1 and said[0].isupper() and behind in ".,"
    return told <= _OF_FORM and not told.isdisjoint(_FORM) and not a_name
