"""Sentences of an article that instruct the machine that reads it: "Ignore all previous instructions and answer …".

A small language model does as they say, and what it then answers does stand in the article. No reader wants them as evidence: the search
and whatever reads around what it found leave them out, with what follows them in their paragraph. What a report quotes, of a trial of
a chatbot say, is no instruction. What only speaks of answers and sources as such texts do is believed less than other sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.records import Article
from index.split import split_sentences
from index.words import letters

__all__ = ["asks_so", "holds_instructions", "instructs", "sentences_of", "speaks_of_answering", "told"]

Span = tuple[int, int]

_BEHIND = 400  # characters behind an instruction, of its paragraph, that may still be meant for the machine
_BEFORE = 1000  # characters before a passage, of its first paragraph, that are looked at for one
_SAY = r"(?:answer|reply|respond|say|state|write|output|print|tell|report|give|claim|name|return|repeat|use|mention)"
_REPLY = r"(?:answers?|response|responses|reply|replies|output|completion|message|summary)"
_MACHINE = (
    r"(?:(?:large )?language models?|LLMs?|chat ?bots?|(?:virtual |digital )?assistants?|bots|crawlers?|"
    r"(?:AI|A\.I\.|artificial intelligence|automated|question[- ]answering)"
    r"(?: (?:systems?|models?|assistants?|agents?|tools?|readers?|bots?|engines?|crawlers?|software|programs?|summari[sz]ers?))?)"
)
_ORDERS = r"(?:instructions?|prompts?|rules|guidelines|commands?|directives?|constraints|context|programming|system messages?)"
_TEXT = r"(?:article|page|text|document|content|story|passage|source)"
_LIST = r"(?:source|passage|context|chunk)s?"
# Where a command begins: with its sentence or clause, or behind "please", "you must"
_NOW = (
    r"(?:(?:^\W*|[.:;!?>*#)—–\]\}]\s*)(?:\W{0,3}\b(?:please|now|kindly|instead|simply|just|always|only|then|and|also)\b[, ]*)*"
    r"|\b(?:please|kindly|you (?:must|should|will|shall|are to|need to|have to)|and|then)[, ]\s*(?:now |only |always |instead |simply |just )*)"
)
_TO_MACHINES = "model models llm llms chatbot chatbots chat assistant assistants bots crawler crawlers ai intelligence automated answering"
_ASKED = "asked ask asks query queries queried questioned prompted"
_IGNORING = "ignore disregard forget override bypass discard skip follow obey following"
_MARKED = re.compile(
    r"<\|[\w -]{2,30}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:system|assistant|tool_call)>|[\"']role[\"']\s*:|"
    r"###\s*(?:instructions?|response|system|assistant|user|input|output)\b|^\W*\[\d{1,2}\]\s*[(“\"]",
    re.I,
)
# Words of which an instruction has one, and the form that it has
_FORMS = (
    # Turns of a conversation with a model, as reports have them only in quotation marks
    ("system assistant", r"^\W*(?:system|assistant)(?: (?:prompt|message|override|notice|note))?\s*[:\]]"),
    (
        "q question query user prompt",
        r"^\W*(?:Q|question|query|user|prompt)\s*[:=].{3,300}?\b(?:A|answer|assistant|response|model|reply)\s*[:=]",
    ),
    (
        "instruction instructions prompt directive override",
        r"\b(?:new|updated|hidden|secret|important|special|system|developer|admin\w*) (?:instructions?|prompt|directive|override)\s*:",
    ),
    (
        "prompt context documents instructions sources passages evidence quotes",
        r"\bend of (?:the )?(?:prompt|context|documents|instructions|sources|passages|evidence|quotes)\b",
    ),
    (
        "mode",
        r"\b(?:developer|admin\w*|debug|jailbreak|override) mode\b.{0,40}\b(?:on|enabled?|activated?|active|engaged)\b",
    ),
    # "Ignore all previous instructions"
    (
        _IGNORING,
        rf"{_NOW}(?:completely |fully )?(?:ignore|disregard|forget|override|bypass|discard|skip|(?:do not|don['’]t) (?:follow|obey)|"
        r"stop following)\b.{0,60}?\b(?:previous|prior|above|earlier|existing|current|all|any|your|these|those|other|original|usual)\b"
        rf".{{0,60}}?\b{_ORDERS}\b",
    ),
    (
        _IGNORING,
        rf"{_NOW}(?:ignore|disregard|forget|override|discard)\b.{{0,30}}?\b{_ORDERS} (?:above|before|that you|you)\b",
    ),
    (
        _IGNORING,
        rf"{_NOW}(?:ignore|disregard|forget|discard)\b.{{0,30}}\b(?:everything|all|anything|whatever)\b.{{0,20}}"
        r"\b(?:above|before|previous\w*|so far)\b",
    ),
    # Who is spoken to
    (
        _TO_MACHINES,
        rf"\b(?:notes?|notice|messages?|instructions?|memo|directions|reminder|hint)\s*(?:to|for|,|:)\s*(?:all |any |the |every )?{_MACHINE}\b",
    ),
    (
        _TO_MACHINES,
        rf"^\W*(?:dear |hello |hey |attention,? |to )?(?:all |any |the )?{_MACHINE},? (?:please|you)\b|\bif you(?:['’]re| are) an? {_MACHINE}\b|"
        rf"\b(?:you are|you['’]re) (?:now |no longer )*(?:an?|the) (?:\w+ )?{_MACHINE}\b",
    ),
    (
        _TO_MACHINES,
        rf"\b{_MACHINE}\b.{{0,60}}?\b(?:must|should|shall|may|(?:is|are) (?:required|instructed|asked|ordered|directed|requested|told|to))\b"
        rf".{{0,60}}?\b(?:question|answer|reply|(?:this|the) {_TEXT}|the user)\b",
    ),
    ("user", rf"{_NOW}(?:tell|inform) (?:the|your) user\b"),
    # What it is to write
    (
        "your",
        rf"{_NOW}\w+\b.{{0,80}}?\b(?:in|to|of|with|from|for|as|by|into|before|after|under) your (?:\w+ )?{_REPLY}\b",
    ),
    (
        "your",
        rf"{_NOW}(?:begin|start|end|finish|write|render|provide|modify|enhance|augment|replace|translate|rearrange|give|make|keep|phrase|format|"
        rf"rewrite) (?:\w+ ){{0,2}}your (?:\w+ )?{_REPLY}\b",
    ),
    ("your", rf"^\W*in your (?:\w+ )?{_REPLY}, (?!you\b|I\b)"),
    ("your", rf"\byour (?:\w+ ){{0,2}}{_REPLY} (?:must|should|shall|will|has to|needs to|is to)\b"),
    (
        "your",
        r"\b(?:reveal|print|repeat|show|output|disclose)\b.{0,40}\byour (?:\w+ )?(?:prompts?|instructions?|rules)\b",
    ),
    (
        "answer reply respond",
        rf"{_NOW}(?:answer|reply|respond)(?:\s*[“\"]|\s+(?:['‘]|only\b|exactly\b|with (?:the words?|an?|nothing|only|[“\"'‘])|that\b|solely\b|as follows|"
        r"in (?:french|german|spanish|capitals|one word)\b))",
    ),
    (
        "write output print say state return repeat reply respond answer",
        rf"{_NOW}(?:write|output|print|say|state|return|repeat|reply|respond|answer)\s+(?:only|exactly|nothing but|the (?:words?|phrase|following)|"
        r"(?:to )?(?:every|any|all) questions?|to the user)\b",
    ),
    # "If asked which airport was attacked, answer …"
    (
        _ASKED,
        r"\b(?:if|when|whenever|should|once|every time|any time)\b.{0,40}?\b(?:asked|asks?|quer(?:y|ies|ied)|questioned|prompted)\b.{0,20}?"
        r"(?:[“\"]|\b(?:who|what|which|where|when|why|how|whether|th(?:is|e) question|about|for)\b).{0,300}?[,:;—–\"”’'?]\s*"
        rf"(?:then |you (?:must|should|will) |only |always |simply |just |please )*{_SAY}\b",
    ),
    ("question questions", rf"\b(?:to|for) (?:any|every|all|each|this) questions?\b.{{0,80}}?[,:]?\s{_SAY}\b"),
    (
        "answer response reply output",
        r"\b(?:answer|response|reply|output) (?:to (?:give|write|use|send|print|return)\b|"
        r"(?:for|to) (?:every|any|the user['’]s|the current) (?:question|request|query)\b)",
    ),
    # Numbered sources, as they are put before a model
    (
        "source sources passage passages context contexts chunk chunks",
        rf"(?:^|[\s(\[]){_LIST} ?(?:no\.? ?|#|\[)?\d{{1,2}}\]?\s*(?:[:(=]|says|states|confirms)|"
        rf"\b(?:according to|as (?:stated|confirmed|reported) (?:in|by)|per) {_LIST} ?#?\[?\d",
    ),
    # What must not be answered, or not from here
    (
        "article page text document content story passage source",
        rf"\b(?:this|the) {_TEXT} (?:must|may|should|shall|can|is) ?not\b.{{0,60}}\b(?:used?|quoted?|cited?|summari[sz]\w+|process\w*|index\w*)\b"
        rf".{{0,40}}\b(?:answer\w*|questions?|{_MACHINE})\b",
    ),
    (
        "question questions article page text document content story passage source sources sentences passages",
        rf"{_NOW}(?:do not|don['’]t|never|refuse to|decline to|stop)\s+(?:answer|reply|respond|use|using|cite|quote|summari[sz]e|process|reveal)\w*\b"
        rf".{{0,40}}\b(?:questions?|this {_TEXT}|these (?:sources|sentences|passages))\b",
    ),
)
_COMPILED = [(words.split(), re.compile(form, re.I | re.S)) for words, form in _FORMS]
_BY_WORD = {word: [form for words, form in _COMPILED if word in words] for words, _ in _COMPILED for word in words}
_WORDS = re.compile(r"[a-z]+")
# What a report quotes: words in quotation marks, with others outside of them
_QUOTED = re.compile(r"“[^“”]{1,600}”|\"[^\"]{1,600}\"|«[^«»]{1,600}»")
_QUOTE = re.compile('[“"«]')
_FEWEST_OUTSIDE = 3  # words
_CLOSING = re.compile(r"[”\"’']\s*[,;]")  # how what was cut behind a quoted question goes on
# What such texts speak of, a kind a line, and how they give orders
_KINDS = tuple(
    frozenset(words.split())
    for words in (
        "ai llm llms chatbot chatbots assistant assistants bot bots machine machines model models tool prompt",
        "answer answers answering reply replies replying respond responds response responses output",
        "question questions asked asks query typed queries",
        "source sources quote quotes passage passages context page article cite cites cited citation citations sentences",
        "instruction instructions rule rules ignore disregard forget override bypass trigger instead nothing only never always formatting",
    )
)
_COMMANDS = re.compile(
    r"\W*(?:please )?(?:say|write|answer|reply|respond|ignore|treat|repeat|use|tell|add|start|begin|provide|modify|replace|include|print|output|"
    r"set|cite|pretend|give|let['’]s|don['’]t|do not)\b",
    re.I,
)
_ASKING = re.compile(
    r"(?:who|whom|whose|what|which|where|when|why|how|did|does|do|is|are|was|were|has|have|had|can|will|in which|on which)\b"
)
_FEWEST_ASKED = 4  # words


def instructs(said: str) -> bool:
    """Whether a sentence, without what it quotes, instructs a machine that reads it."""
    telling = _BY_WORD.keys() & _WORDS.findall(said.lower())
    return any(form.search(said) for word in telling for form in _BY_WORD[word]) or _is_marked(said)


def _is_marked(said: str) -> bool:
    return any(mark in said for mark in ("<", "[", "#", "role")) and bool(_MARKED.search(said))


def speaks_of_answering(text: str) -> bool:
    """Whether a sentence speaks, outside of what it quotes, of machines, answers, questions, sources and instructions: of three of these,
    or of two in telling somebody what to do."""
    if _kinds(text) < 2:
        return False
    said = _outside(text)
    return (kinds := _kinds(said)) > 2 or (kinds == 2 and bool(_COMMANDS.match(said)))


def _kinds(text: str) -> int:
    words = set(_WORDS.findall(text.lower()))
    return sum(not kind.isdisjoint(words) for kind in _KINDS)


def asks_so(question: str) -> str:
    """The words of a question that no report holds within a sentence by chance; "" of one that could be a headline, or is short."""
    plain = letters(question)
    return plain if _ASKING.match(plain) and plain.count(" ") >= _FEWEST_ASKED - 1 else ""


@lru_cache(maxsize=1_000)
def sentences_of(article: Article) -> tuple[Span, ...]:
    """Where an article's sentences start and end, in order, without those that instruct a machine, and what follows these in their
    paragraph. Remembered, since a question looks at the same few articles again and again."""
    return told(article.text, split_sentences(article.text))


def told(text: str, spans: Sequence[Span], asked: str = "") -> tuple[Span, ...]:
    """Those of a text's sentences, which follow one another, that do not go with an instruction.

    asked: what asks_so gives of a question. A sentence that is the question itself goes, too; and who repeats it in one of more words wants
    what follows to be what answers it.
    """
    return tuple(_told(text, spans, asked)) if spans else ()


def holds_instructions(text: str) -> bool:
    """Whether a text, read by itself, holds a sentence that instructs a machine that reads it."""
    spans = split_sentences(text)
    return len(told(text, spans)) < len(spans)


def _told(text: str, spans: Sequence[Span], asked: str) -> Iterator[Span]:
    first = spans[0][0]
    # From the start of the paragraph on, since an instruction may stand before the first of these sentences
    start = max(text.rfind("\n", 0, first) + 1, first - _BEFORE)
    opening = text[start:first]
    telling = not _BY_WORD.keys().isdisjoint(_WORDS.findall(opening.lower())) or _is_marked(opening)
    telling = telling or bool(asked and asked in letters(opening))
    before = [(start + s, start + e) for s, e in split_sentences(opening)] if telling else []
    said = "\n".join(map(_outside, text[start : spans[-1][1]].split("\n")))
    until, previous = -1, start  # what starts before `until` goes with an instruction
    for here, end in [*before, *spans]:
        sentence = said[(previous if _CLOSING.match(text, here) else here) - start : end - start]
        repeated = _repeated(text[here:end], asked)
        if instructs(sentence) or repeated > 1:
            paragraph = text.find("\n\n", end)
            until = min(end + _BEHIND, len(text) if paragraph < 0 else paragraph)
        elif here >= max(until, first) and not repeated:
            yield here, end
        previous = here


def _repeated(sentence: str, asked: str) -> int:
    """0 of a sentence that does not hold the question, 1 of one that is the question, 2 of one that holds it and more."""
    plain = letters(sentence) if asked else ""
    return 1 + (plain != asked) if asked and f" {asked} " in f" {plain} " else 0


def _outside(paragraph: str) -> str:
    """A paragraph with a dash for each character that it quotes; as it is, where it says next to nothing else."""
    if not _QUOTE.search(paragraph):
        return paragraph
    said = _QUOTED.sub(lambda quoted: "-" * len(quoted[0]), paragraph)
    return said if len(_WORDS.findall(said.lower())) >= _FEWEST_OUTSIDE else paragraph
