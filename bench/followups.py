"""Follow-up questions (TREC CAsT 2020 and 2021): of the ten passages that the human's rewrite of a question finds, how many ours
finds too, over one corpus of news; for the question as it was typed, as the track's own rewriter (T5, trained for it) completes it, and as
ours does by rules alone and with the local model. The news hardly speaks of what is asked there; with `--own` the corpus
holds the 239 passages that the conversations of 2021 were answered from as well, and those conversations alone are asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from common import arguments, machine, multihop_corpus

from index import Article, Corpus, Filters
from qa import choose_llm
from qa.llm import LanguageModel
from qa.metrics import bootstrap, percentile
from qa.records import Answer, Query, Turn
from qa.settings import Settings
from qa.understand import understand

_2020, _2021 = (f"{year}/{year}_manual_evaluation_topics_v1.0.json" for year in (2020, 2021))
_TOP = 10


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--rules", action="store_true", help="leave the model out")
    parser.add_argument("--half", choices=["first", "second", "all"], default="all", help="of the topics")
    parser.add_argument("--own", action="store_true", help="search the conversations' own passages, too; those of 2021")
    parser.add_argument("--show", action="store_true", help="print each reading")
    options = parser.parse_args()
    files = [_2021] if options.own else [_2020, _2021]
    topics = [topic for file in files for topic in json.loads((options.data / "cast" / file).read_text("utf-8"))]
    passages = [turn["passage"] for topic in topics for turn in topic["turn"]] if options.own else []
    topics = {"first": topics[::2], "second": topics[1::2], "all": topics}[options.half]
    llm = None if options.rules else choose_llm(Settings.load())[0]
    with multihop_corpus(Path(options.data)) as corpus:
        corpus.add(Article.of("", passage) for passage in dict.fromkeys(passages))
        rows = [row for topic in topics for row in _follow(topic["turn"], corpus, llm)]
    if options.show:
        for raw, ours, human, share in (
            (r["raw"], r["ours"], r["human"], r["with_model" if llm else "rules"]) for r in rows
        ):
            print(f"{share:.1f}  {raw}\n     ours  {ours}\n     human {human}")
    print(machine(), f"{len(topics)} conversations, {len(rows)} follow-ups")
    for name in ("typed", "automatic", "rules", *(["with_model"] if llm else [])):
        shares = [row[name] for row in rows]
        low, high = bootstrap(shares) or (0.0, 0.0)
        print(f"{name:11} {sum(shares) / len(shares):.3f} ({low:.3f} to {high:.3f}) of the human's ten passages")
    waits = [row["seconds"] for row in rows]
    print(f"seconds to understand: p50 {percentile(waits, 50):.2f}, p95 {percentile(waits, 95):.2f}")


def _follow(turns: list[dict], corpus: Corpus, llm: LanguageModel | None) -> Iterator[dict]:
    """Each turn after the first, read by rules and with the model, each with its own conversation so far."""
    talks: dict[str, list[Turn]] = {"rules": [], "with_model": []}
    for turn in turns:
        raw, human = turn["raw_utterance"], turn["manual_rewritten_utterance"]
        started = monotonic()
        model = understand(raw, talks["with_model"], Filters(), llm=llm)
        seconds = monotonic() - started
        readings = {"rules": understand(raw, talks["rules"], Filters()), "with_model": model}
        if talks["rules"]:
            wanted = _found(human, corpus)
            yield {
                "raw": raw,
                "ours": readings["with_model" if llm else "rules"].question,
                "human": human,
                "seconds": seconds,
                "typed": _share(raw, wanted, corpus),
                "automatic": _share(turn["automatic_rewritten_utterance"], wanted, corpus),
                **{name: _share(query.question, wanted, corpus) for name, query in readings.items()},
            }
        answer = Answer(None, turn.get("passage") or "", refused=not turn.get("passage"))
        for name, query in readings.items():
            talks[name].append(Turn(raw, Query(query.question), (), answer))


def _found(question: str, corpus: Corpus) -> set[str]:
    return {hit.passage_id for hit in corpus.search(question, _TOP)}


def _share(question: str, wanted: set[str], corpus: Corpus) -> float:
    return len(_found(question, corpus) & wanted) / len(wanted)


if __name__ == "__main__":
    main()
