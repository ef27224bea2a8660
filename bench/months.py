"""Questions that name the month of the report that answers them, over years of reports: how often that report's article comes first, and among
the articles of the first eight sentences; without the month, with it, and with the same month of the year before.

The single facts of bench/questions-usatoday.jsonl and bench/questions-readers-multihop.jsonl, " in March 2018" put behind them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from common import arguments, machine, own_lines

from index import Corpus
from qa.evidence.gather import gather
from qa.records import Query

_SETS = {
    "bench/questions-usatoday.jsonl": "realtimeqa/corpus-2024.jsonl.gz",
    "bench/questions-readers-multihop.jsonl": "multihop-rag/corpus.json.gz",
}
_PAGE = 500
_SENTENCES = 8


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    options = parser.parse_args()
    print(machine(), options.split)
    for file, articles in _SETS.items():
        asked = [q for q in own_lines(file) if q["split"] == options.split and q.get("gold") and not q.get("history")]
        with tempfile.TemporaryDirectory() as directory, Corpus.open(directory) as corpus:
            corpus.ingest([options.data / articles])
            published = _published(corpus)
            dated = [(q, day) for q in asked if (day := next((published[g] for g in _gold(q) if g in published), None))]
            print(f"  {file}, {len(dated)} questions")
            for how, years in (("without the month", None), ("with it", 0), ("of the year before", 1)):
                found = [_found(_question(q["question"], day, years), _gold(q), corpus) for q, day in dated]
                print(f"    {how:18} first {sum(f for f, _ in found)}, among them {sum(a for _, a in found)}")


def _question(question: str, published: int, years: int | None) -> str:
    """The question with the month of its report, so many years before."""
    if years is None:
        return question
    day = datetime.fromtimestamp(published, UTC).replace(day=1)
    return f"{question.rstrip(' ?')} in {day.replace(year=day.year - years):%B %Y}?"


def _found(question: str, gold: Sequence[str], corpus: Corpus) -> tuple[bool, bool]:
    """Whether a gold article comes first, and whether it is among the first few."""
    evidence = gather(Query(question), corpus, 24)[0].assessment.evidence[:_SENTENCES]
    golden = [e.url in gold or e.title in gold for e in evidence]
    return any(golden[:1]), any(golden)


def _gold(question: Mapping[str, Any]) -> list[str]:
    """Addresses or headlines of the articles that answer."""
    return [g.get("url") or g.get("title") for g in question["gold"]]


def _published(corpus: Corpus) -> dict[str, int]:
    """When each article was published, by its address and by its headline."""
    pages = (corpus.articles(limit=_PAGE, offset=offset) for offset in range(0, corpus.count(), _PAGE))
    articles = [article for page in pages for article in page if article.published is not None]
    return {key: a.published for a in articles for key in (a.url, a.title) if key and a.published is not None}


if __name__ == "__main__":
    main()
