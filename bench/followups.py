"""Follow-up questions (TREC CAsT 2020 and 2021): of the ten passages that the human's rewrite of a question finds, how many ours
finds too, over one corpus of news; for the question as it was typed, as the track's own rewriter (T5, trained for it) completes it, and as
ours does by rules alone and with the local model. The news hardly speaks of what is asked there; with `--own` the corpus
holds the 239 passages that the conversations of 2021 were answered from as well, and those conversations alone are asked.

With `--canard` the conversations are CANARD's, of seven turns by the median about one person, band or work. There, too: of the follow-ups
whose human rewrite names whom the conversation is about and that do not do so as typed, the share in which ours does; those into which ours brings
a name that neither the human's rewrite nor the conversation's title has; and F1 of the human's words (stems of those that mean something).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any

from common import arguments, machine, multihop_corpus, records_of

from index import Article, Corpus, Filters, content_stems
from qa import choose_llm
from qa.evaluation.metrics import bootstrap, percentile
from qa.model.llm import LanguageModel
from qa.question.wants import names
from qa.records import Answer, Query, Turn
from qa.settings import Settings
from qa.understand.standalone import understand

_2020, _2021 = (f"cast/{year}/{year}_manual_evaluation_topics_v1.0.json" for year in (2020, 2021))
_TOP = 10
_SHORT = 6  # words of an answer of CANARD, a span of its article, that may be a short answer
_HALVES = {"first": slice(0, None, 2), "second": slice(1, None, 2), "all": slice(None)}


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a public conversation. title: what it is about, where that is known; automatic: another program's rewrite."""

    typed: str
    human: str
    answer: Answer
    automatic: str | None = None
    title: str = ""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--rules", action="store_true", help="leave the model out")
    parser.add_argument("--half", choices=[*_HALVES], default="all", help="of the conversations")
    parser.add_argument("--own", action="store_true", help="search the conversations' own passages, too; those of 2021")
    parser.add_argument("--canard", action="store_true", help="CANARD's conversations instead of CAsT's")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth of the conversations alone")
    parser.add_argument("--show", action="store_true", help="print each reading")
    options = parser.parse_args()
    if options.own and options.canard:
        parser.error("--own is of CAsT’s conversations: leave --canard out")
    files = [_2021] if options.own else [_2020, _2021]
    talks = [*(_canard(options.data) if options.canard else _cast(options.data, *files))]
    passages = [said.answer.text for talk in talks for said in talk] if options.own else []
    talks = talks[_HALVES[options.half]][:: options.every]
    llm = None if options.rules else choose_llm(Settings.load())[0]
    with multihop_corpus(Path(options.data)) as corpus:
        corpus.add(Article.of("", passage) for passage in dict.fromkeys(passages) if passage)
        rows = [row for talk in talks for row in _follow(talk, corpus, llm)]
    ours = "with_model" if llm else "rules"
    if options.show:
        for row in rows:
            said: Said = row["said"]
            print(
                f"{row['shares'][ours]:.1f}  {said.typed}\n     ours  {row['readings'][ours]}\n     human {said.human}"
            )
    print(machine(), f"{len(talks)} conversations, {len(rows)} follow-ups")
    for name in ("typed", *([] if options.canard else ["automatic"]), "rules", *(["with_model"] if llm else [])):
        print(f"{name:11} {_mean([row['shares'][name] for row in rows])} of the human's ten passages")
        if options.canard:
            print(f"{'':11} {_of_its_subject(rows, name)}")
    waits = [row["seconds"] for row in rows]
    print(f"seconds to understand: p50 {percentile(waits, 50):.2f}, p95 {percentile(waits, 95):.2f}")


def _cast(data: Path, *files: str) -> Iterator[list[Said]]:
    for file in files:
        for topic in json.loads((data / file).read_text("utf-8")):
            yield [
                Said(
                    turn["raw_utterance"],
                    turn["manual_rewritten_utterance"],
                    _answer(turn.get("passage")),
                    turn["automatic_rewritten_utterance"],
                )
                for turn in topic["turn"]
            ]


def _canard(data: Path) -> Iterator[list[Said]]:
    """CANARD's conversations, the first question of each as the human completed it, since it leans on a title that nobody typed."""
    lines = records_of(data / "canard-dev" / "dev.json.gz")
    for _, talk in groupby(lines, lambda line: line["QuAC_dialog_id"]):
        turns = [*talk]
        answers = [turn["History"][-1] for turn in turns[1:]] + [""]
        yield [
            Said(
                turn["Question" if n else "Rewrite"].strip(),
                turn["Rewrite"].strip(),
                _answer(answer, short=True),
                None,
                turn["History"][0],
            )
            for n, (turn, answer) in enumerate(zip(turns, answers, strict=True))
        ]


def _answer(text: str | None, short: bool = False) -> Answer:
    told = "" if not text or text == "I don't know." else text
    brief = short and told and len(told.split()) <= _SHORT
    return Answer(told if brief else None, told, refused=not told)


def _follow(talk: Sequence[Said], corpus: Corpus, llm: LanguageModel | None) -> Iterator[dict[str, Any]]:
    """Each turn after the first, read by rules and with the model, each with its own conversation so far."""
    models = {"rules": None, **({"with_model": llm} if llm else {})}
    turns: dict[str, list[Turn]] = {name: [] for name in models}
    seconds = 0.0  # of the last way to read a question, which is the one that is measured
    for said in talk:
        own: dict[str, str] = {}
        for name, model in models.items():
            started = monotonic()
            own[name] = understand(said.typed, turns[name], Filters(), llm=model).question
            seconds = monotonic() - started
        if turns["rules"]:
            wanted = _found(said.human, corpus)
            readings = {"typed": said.typed, **({"automatic": said.automatic} if said.automatic else {}), **own}
            shares = {name: _share(question, wanted, corpus) for name, question in readings.items()}
            yield {"said": said, "readings": readings, "shares": shares, "seconds": seconds}
        for name, question in own.items():
            turns[name].append(Turn(said.typed, Query(question), (), said.answer))


def _of_its_subject(rows: Sequence[dict[str, Any]], name: str) -> str:
    """Whether readings name whom the conversation is about where the human does, names that nobody spoke of, and F1 of the human's words."""
    needs, named, foreign, f1 = 0, 0, 0, []
    for row in rows:
        said, reading = row["said"], row["readings"][name]
        texts = (said.typed, reading, said.human, said.title)
        typed, ours, human, title = ({*content_stems(text)} for text in texts)
        leans = bool(title & human and not title & typed)
        needs += leans
        named += bool(leans and title & ours)
        foreign += bool({*content_stems(" ".join(names(reading)))} - typed - human - title)
        f1.append(2 * len(ours & human) / (len(ours) + len(human)) if ours or human else 1.0)
    return f"names whom it is about {named} of {needs}, {named / max(needs, 1):.3f}; a foreign name in {foreign}; F1 {_mean(f1)}"


def _mean(shares: Sequence[float]) -> str:
    low, high = bootstrap(shares) or (0.0, 0.0)
    return f"{sum(shares) / len(shares):.3f} ({low:.3f} to {high:.3f})"


def _found(question: str, corpus: Corpus) -> set[str]:
    return {hit.passage_id for hit in corpus.search(question, _TOP)}


def _share(question: str, wanted: set[str], corpus: Corpus) -> float:
    return len(_found(question, corpus) & wanted) / len(wanted)


if __name__ == "__main__":
    main()
