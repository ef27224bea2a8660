"""Sentences and what they lean on, half of them wrong in one respect: how often the verdict is right.

bench/claims.jsonl: each with one source. 320 written without a look at the program (160 faithful), by sources `dev` or `test`; those of
`hunt` by somebody who read it and looked for what it does not see; those of `reworded` as freely as a large model words them.
bench/claims-written.jsonl: answers written from a prompt of newsqa's, with the sentences of evidence that it held, and a wrong version of
each. Rules were made with `dev` and `hunt` in view. A faithful sentence should be "supported", and is lost where it is "not found"; a wrong
one is caught unless it is "supported".
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from common import machine, own_lines, share

from index import Article, Evidence
from qa.model.llm import choose_llm
from qa.settings import Settings
from qa.verify.support import Source
from qa.verify.verdicts import check, source_of
from qa.write.judge import judge_of

_PUBLISHED = 1_732_806_540  # 28 November 2024
_SPLITS = ("hunt", "dev", "test", "reworded dev", "reworded test", "written dev", "written test")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, its sources, and the indices of those that it names."""

    id: str
    split: str
    written: str
    faithful: bool
    what: str
    sources: tuple[Source, ...]
    marks: tuple[int, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print each sentence but of `test` whose verdict is wrong")
    parser.add_argument("--judge", default="none", help="who gives a second opinion, as NEWSQA_NLI names it")
    parser.add_argument("--split", choices=_SPLITS, help="those of one split alone")
    options = parser.parse_args()
    print(machine())
    judge = judge_of(options.judge, choose_llm(Settings.load())[0] if options.judge == "llm" else None)
    claims = [c for c in (*_of_one_source(), *_answers()) if options.split in (None, c.split)]
    verdicts = [(c, check(c.written, c.sources, c.marks, judge).verdict) for c in claims]
    for split in _SPLITS:
        right = [verdict for c, verdict in verdicts if c.split == split and c.faithful]
        wrong = [verdict for c, verdict in verdicts if c.split == split and not c.faithful]
        if right:
            print(
                f"{split}: faithful supported {share([v == 'supported' for v in right])}, not found {share([v == 'not found' for v in right])} "
                f"of {len(right)}; wrong caught {share([v != 'supported' for v in wrong])}, not found {share([v == 'not found' for v in wrong])} "
                f"of {len(wrong)}"
            )
    passed = Counter(c.what for c, verdict in verdicts if not c.faithful and verdict == "supported")
    print("wrong and supported, by kind: " + ", ".join(f"{what} {n}" for what, n in passed.most_common()))
    for c, verdict in verdicts if options.show else []:
        if not c.split.endswith("test") and verdict == ("not found" if c.faithful else "supported"):
            print(f"{c.id} {c.what}: {verdict}\n   {' | '.join(s.text for s in c.sources)}\n   {c.written}")


def _of_one_source() -> Iterator[Claim]:
    for c in own_lines("bench/claims.jsonl"):
        source = _source(c["source"], c.get("title", "The news of the day"), "Post", _PUBLISHED)
        yield Claim(c["id"], c["split"], c["written"], c["faithful"], c["what"], (source,))


def _answers() -> Iterator[Claim]:
    for c in own_lines("bench/claims-written.jsonl"):
        sources = tuple(_source(**e) for e in c["evidence"])
        marks = tuple(n - 1 for n in c["marks"])
        for written, what in ((c["written"], ""), (c["wrong"], c["what"])):
            yield Claim(c["id"], f"written {c['split']}", written, not what, what, sources, marks)


def _source(text: str, title: str, publisher: str | None, published: int | None) -> Source:
    article = Article.of(title, text, publisher=publisher, published=published)
    return source_of(Evidence.of(article, 0, len(article.text)))


if __name__ == "__main__":
    main()
