"""Seconds from a question to its evidence, to the first written word and to the whole answer, warm, over MultiHop-RAG."""

from __future__ import annotations

from common import arguments, machine, multihop_corpus, multihop_queries

from qa import NewsQA
from qa.evaluation.metrics import percentile
from qa.model.llm import choose_llm
from qa.settings import Settings


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--engine", choices=["extractive", "llm"], default="extractive")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--small", action="store_true", help="typed in small letters, so that names are looked up")
    options = parser.parse_args()
    queries = [q["query"] for q in multihop_queries(options.data)]
    queries = queries[:: max(1, len(queries) // options.questions)][: options.questions]
    if options.small:
        queries = [query.lower() for query in queries]
    with multihop_corpus(options.data) as corpus:
        llm, notice = choose_llm(Settings.load()) if options.engine == "llm" else (None, None)
        newsqa = NewsQA(corpus, llm, notice)
        for query in queries[:3]:
            newsqa.ask(query, engine=options.engine)
        timings = [newsqa.ask(query, engine=options.engine).answer.timings for query in queries]
    print(machine(), f"engine {options.engine}, {len(timings)} questions", notice or "")
    written = [t for t in timings if t.first_word is not None]
    _print("evidence", [t.evidence for t in timings])
    _print("whole answer", [t.done for t in (written if options.engine == "llm" else timings)])
    if options.engine == "llm":
        _print("first word", [t.first_word for t in written if t.first_word is not None])
        print(f"{len(written)} of {len(timings)} went to the model; the others were refused for want of evidence")


def _print(name: str, seconds: list[float]) -> None:
    print(f"{name:14} p50 {percentile(seconds, 50):6.2f} s   p95 {percentile(seconds, 95):6.2f} s")


if __name__ == "__main__":
    main()
