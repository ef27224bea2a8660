"""What is told to somebody who asks for no fact (qa.understand.moves), in the sources' own sentences: the news, a topic, more of an article, its
opening, or once more what an answer rests on. No model writes here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from index import (
    Article,
    Corpus,
    Evidence,
    Filters,
    Found,
    NotFound,
    best_sentences,
    content_stems,
    plain_outlet,
    sentences_of,
    stems,
)
from qa.clock import day_of_asking
from qa.evidence.answerable import assess
from qa.evidence.extract import quoted
from qa.language.dates import report_day
from qa.language.footnotes import without_footnotes
from qa.question.period import period, time_named
from qa.question.wants import required_stems, spoken_stems
from qa.records import Answer, Query, Turn
from qa.tell.refuse import help_given, nothing_asked, nothing_more, refusal
from qa.understand.moves import Move, asked_nothing, pointed_at
from qa.verify.verdicts import check_phrase, source_of

__all__ = ["NEWEST", "digest"]

Told = tuple[tuple[Evidence, ...], Answer]

NEWEST = "The newest"  # how a notice begins that says of when what was told is
_DAY = 86_400  # seconds
_PASSAGES = 20
_SENTENCES = 3  # of one article, or one of each of so many
_LISTED = 6  # articles, where a list of them is wanted
_HELD = 0.8  # of the weight of a topic's words: what an article on it has at least …
_CENTRAL = 0.5  # … and its headline and opening, if it is on that above all
_AMONG, _RETOLD = 5, 0.3  # sentences in which it opens, and what of its headline's words one holds that does
_FULL_SENTENCE = 40  # characters: most captions and headings are shorter
_CAPTION = re.compile(
    r"\((?:left|right|pictured|cent(?:re|er)|above|below)\)|\b(?:Image|Photo|Picture|Credit|Photograph|File photo)s?:|^(?:Correction|Editor[’']s note):"
    r"|\bGetty Images\W*$|[|/]\s*(?:Getty|AFP|AP|Reuters|Shutterstock)\b|^(?i:(?:Share )?All sharing options\b|(?:Also read|Read more|Related):)"
)


def digest(move: Move, query: Query, turns: Sequence[Turn], corpus: Corpus) -> Told | None:
    """The evidence and the answer; None where it must be asked as a question, since only a refusal stands before that it could follow up on.

    turns: the earlier ones, which a client may have sent: only what the corpus still says of them is told.
    """
    if move.wants == "nothing":
        return (), nothing_asked()
    if move.wants == "help":
        return (), help_given(corpus)
    if (
        move.wants == "news"
        and time_named(query.question)
        and not period(query.question, day_of_asking(query.asked_on))
    ):
        return None  # 31 February
    if move.wants in ("news", "topic"):
        return _narrowly(move, query, corpus) or _broadly(move, query, corpus)
    if move.nth:
        made = pointed_at(move, turns)
        last = Turn("", query, (), Answer(None, "", (made,))) if made else None
    else:
        last = next((turn for turn in reversed(turns) if not asked_nothing(turn)), None)
    if last is None and move.wants in ("source", "summary"):
        return (), nothing_asked()
    cited = _cited(last, corpus) if last else ()
    return _of_article(move, last, turns, cited, corpus) if last and cited else None


def _narrowly(move: Move, query: Query, corpus: Corpus) -> Told | None:
    """What is found with the time and the outlet that a wish for news names as filters; None without any, and mostly where that is nothing,
    since they may be words of the topic. "Headlines of 3 October 2023" has no other words to look for."""
    newest = move.wants == "news" or move.latest or move.listed
    narrower = _narrowed(move, query, corpus) if newest else None
    told = _broadly(*narrower, corpus) if narrower else None
    if not narrower or not told:
        return None
    named_alone = not narrower[0].topic and (move.topic or time_named(query.question))
    return told if named_alone or not told[1].refused else None


def _broadly(move: Move, query: Query, corpus: Corpus) -> Told | None:
    if move.wants == "topic":
        return _topic(move, query, corpus)
    return _news(query, corpus, _LISTED if move.listed else _SENTENCES)


def _narrowed(move: Move, query: Query, corpus: Corpus) -> tuple[Move, Query] | None:
    """The wish with its time and its publisher as filters instead of words: "articles from The Lake Post in March 2022"."""
    filters, topic = query.filters, move.topic
    if wished := period(topic or query.question, day_of_asking(query.asked_on)):
        rest, since, until = wished
        topic = topic and rest
        filters = filters.within(since, until)
    if not filters.publishers:
        outlets, topic = _of_outlet(topic, [p.name for p in corpus.publishers() if p.name])
        filters = replace(filters, publishers=outlets)
    if filters == query.filters:
        return None
    listed = move.listed or bool(wished and not topic)
    return replace(move, topic=topic, wants="topic" if topic else "news", listed=listed), replace(
        query, filters=filters
    )


def _of_outlet(topic: str, publishers: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The publishers that a topic names as whose articles are wanted, and the rest of it: "owls by The Lake Post", "Lake Post about owls"."""
    owls, _, post = topic.rpartition(" from ") if " from " in topic else topic.rpartition(" by ")
    post_first, _, owls_last = topic.partition(" about ")
    for called, rest in ((post, owls), (post_first, owls_last)):
        if outlets := tuple(name for name in publishers if plain_outlet(name) == plain_outlet(called)):
            return outlets, rest
    return (), topic


def _news(query: Query, corpus: Corpus, most: int) -> Told:
    """What the newest articles open with."""
    filters = query.filters
    if query.asked_on is not None:
        filters = filters.within(None, query.asked_on - query.asked_on % _DAY + _DAY)  # the whole day
    newest = corpus.articles(filters, limit=most)
    if not newest and query.asked_on is not None:  # perhaps nobody knows when they were published
        newest = [a for a in corpus.articles(query.filters, limit=most) if a.published is None]
    if not newest:
        return (), refusal(query, None, corpus, None)
    day = newest[0].published_local
    which = "articles here" if query.filters == Filters() else "such articles"
    notice = f"{NEWEST} {which} are of {report_day(day)}." if day is not None else None
    return _quoted([_lead(article) for article in newest], notice)


def _topic(move: Move, query: Query, corpus: Corpus) -> Told | None:
    """What the articles on a topic say of it: one sentence of each, or several of the only one."""
    weights = corpus.weights(move.topic)
    if not weights:
        return None
    found = corpus.find(move.topic, _PASSAGES, query.filters, query.asked_on, query.articles)
    on_it, central = _on_topic(move, weights, found)
    telling = [
        e for e in best_sentences(found, _PASSAGES * _SENTENCES)
        if len(e.text) >= _FULL_SENTENCE and not _is_caption(e.text) and _share(weights, e.text) >= _CENTRAL
    ]  # fmt: skip
    if len(central) == 1:
        own = [*_opens_on(central[0], weights), *(e for e in telling if e.article_id == central[0].id)]
        own += _opening(central[0])[1:]
        chosen = {e.start: e for e in own}.values()
        return _quoted(sorted(list(chosen)[:_SENTENCES], key=lambda e: e.start))
    several = [_telling_of(article, weights, telling) for article in central or on_it]
    often = Counter(text for own in several for text in {e.text for e in own})
    # "The Lake Post has tested ferries since 1904." stands in many of its articles and tells of none
    standing = (next((e for e in own if often[e.text] == 1), own[0]) for own in several if own)
    chosen = list({e.text: e for e in standing}.values())
    most = _LISTED if move.listed else _SENTENCES
    if chosen:
        more = f"These are the {most} articles that come closest; a search for “{move.topic}” may find more."
        return _quoted(chosen[:most], more if len(chosen) > most else None)
    assessment = assess(replace(query, question=move.topic), found, corpus, 1)
    return (), refusal(query, assessment, corpus, found[0].evidence() if found else None)


def _on_topic(move: Move, weights: Mapping[str, float], found: Iterable[Found]) -> tuple[list[Article], list[Article]]:
    """Articles that speak of a topic, and those that are on it above all; the newest first, if the latest is wanted."""
    required = required_stems(move.topic)
    articles = list({f.article.id: f.article for f in found}.values())
    if move.latest:
        articles.sort(key=lambda a: a.published or 0, reverse=True)
    held = ((a, spoken_stems(f"{a.title} {a.text}")) for a in articles)
    on_it = [a for a, stemmed in held if required <= stemmed and _weight(weights, stemmed) >= _HELD]
    heads = (f"{a.title} {' '.join(e.text for e in _opening(a)[:2])}" for a in on_it)
    return on_it, [a for a, head in zip(on_it, heads, strict=True) if _share(weights, head) >= _CENTRAL]


def _telling_of(article: Article, weights: Mapping[str, float], telling: Iterable[Evidence]) -> list[Evidence]:
    """The sentences of an article that may stand for it, best first: its opening if that speaks of the topic, and what else does."""
    return [*_opens_on(article, weights), *(e for e in telling if e.article_id == article.id)]


def _cited(turn: Turn, corpus: Corpus) -> tuple[Evidence, ...]:
    """The sentences that an answer cites, as the corpus has them; of one of which only its text is known, those that it quotes or, if
    none, those that hold its short answer."""
    found: list[Evidence] = []
    for citation in turn.answer.citations:
        if citation.differs:  # what another report tells supports nothing
            continue
        try:
            article = corpus.article(citation.article_id, citation.version or None)
        except NotFound:
            continue
        if citation.quote:
            here = article.text.startswith(citation.quote, citation.start)
            # A turn that a client sends has no offsets (qa.wire).
            start = citation.start if here else article.text.find(citation.quote)
            if start >= 0:
                found.append(Evidence.of(article, start, start + len(citation.quote)))
        else:
            found += _quoted_in(turn.answer, _opening(article))
    return tuple(found)


def _quoted_in(answer: Answer, sentences: Sequence[Evidence]) -> list[Evidence]:
    told = [e for e in sentences if without_footnotes(e.text) in answer.text]
    if told or not answer.short:
        return told
    return [sentences[n] for n in check_phrase(answer.short, [source_of(e) for e in sentences])[:1]]


def _of_article(move: Move, last: Turn, turns: Sequence[Turn], cited: Sequence[Evidence], corpus: Corpus) -> Told:
    """What is asked of the answer before: its sources again, or what else its article says."""
    if move.wants == "source":
        short = last.answer.short
        held = short and check_phrase(short, [source_of(e) for e in cited])
        evidence, answer = _quoted(cited, "These sentences are what the answer rests on.")
        return evidence, replace(answer, short=short if held else None)
    opening = _opening(corpus.article(cited[0].article_id, cited[0].version))
    if move.wants == "summary":
        return _quoted(opening[:_SENTENCES])
    told = {(c.article_id, c.quote) for turn in turns for c in turn.answer.citations}
    said = " ".join(turn.answer.text for turn in turns)
    untold = [e for e in opening if (e.article_id, e.text) not in told and without_footnotes(e.text) not in said]
    onward = [e for e in untold if e.start > cited[0].start] or untold
    return _quoted(onward[:_SENTENCES]) if onward else ((), nothing_more(cited[0]))


def _quoted(evidence: Sequence[Evidence], notice: str | None = None) -> Told:
    return tuple(evidence), quoted(evidence, notice=notice)


@lru_cache(maxsize=64)
def _opening(article: Article) -> tuple[Evidence, ...]:
    """The sentences of an article, in order, without captions and headings; all there is of one that has no others.

    What looks like a short sentence before others of a paragraph ("Dorn Mills Inc.") belongs to the next one.
    """
    text, spans = article.text, sentences_of(article)
    whole: list[tuple[int, int]] = []
    begun: int | None = None
    for n, (start, end) in enumerate(spans):
        begun = start if begun is None else begun
        alone = n == 0 or _apart(text[spans[n - 1][1] : start])
        ends = n + 1 == len(spans) or _apart(text[end : spans[n + 1][0]])
        if end - begun < _FULL_SENTENCE and not ends:
            continue
        if end - begun >= _FULL_SENTENCE or not alone:
            whole.append((begun, end))
        begun = None
    told = [(start, end) for start, end in whole if not _is_caption(text[start:end])]
    return tuple(Evidence.of(article, start, end) for start, end in told or spans)


def _apart(between: str) -> bool:
    """Whether what stands between two sentences makes them those of two paragraphs: a line break, or a sentence left out."""
    return "\n" in between or bool(between.strip())


def _is_caption(text: str) -> bool:
    """Whether a line is a caption, a note or, in capitals, a heading or a pointer to another article."""
    return bool(_CAPTION.search(text)) or text.isupper()


def _lead(article: Article) -> Evidence:
    """The sentence that a report opens with: the first that retells its headline, which a caption above it seldom does, or that asks
    nothing, as an interview's questions do.
    """
    opening = _opening(article)
    headline = set(content_stems(article.title))
    retelling = (e for e in opening[:_AMONG] if len(headline & set(stems(e.text))) >= _RETOLD * len(headline))
    telling = (e for e in opening[:_AMONG] if not e.text.rstrip("\"'”’) ").endswith("?"))
    return next(retelling, next(telling, opening[0]))


def _opens_on(article: Article, weights: Mapping[str, float]) -> list[Evidence]:
    """The first of the sentences that a report opens with which speaks of the topic, if one does."""
    return [e for e in _opening(article)[:_AMONG] if _share(weights, e.text) >= _CENTRAL][:1]


def _share(weights: Mapping[str, float], text: str) -> float:
    """How much of the weight of a topic's words a text holds, 0 to 1."""
    return _weight(weights, set(stems(text)))


def _weight(weights: Mapping[str, float], held: set[str]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in held)
