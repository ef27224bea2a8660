"""Sentences that lean on one source sentence, half of them wrong in one respect: how often the verdict is right.

bench/claims.jsonl: 320 written without a look at the program (160 faithful), by sources `dev` or `test`; the others (`hunt`) by
somebody who read it and looked for what it does not see. Rules were made with `dev` and `hunt` in view. A faithful sentence should be "supported", and is lost where it is "not found"; a wrong
one is caught unless it is "supported".
"""

from __future__ import annotations

import argparse
from collections import Counter

from common import machine, own_lines, share

from index import Article, Evidence
from qa.verify.support import Source
from qa.verify.verdicts import check, source_of

_PUBLISHED = 1_732_806_540  # 28 November 2024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print each sentence but of `test` whose verdict is wrong")
    options = parser.parse_args()
    print(machine())
    claims = own_lines("bench/claims.jsonl")
    verdicts = [(claim, check(claim["written"], [_source(claim["source"])]).verdict) for claim in claims]
    for split in ("hunt", "dev", "test"):
        own = [(claim, verdict) for claim, verdict in verdicts if claim["split"] == split]
        right = [verdict for claim, verdict in own if claim["faithful"]]
        wrong = [verdict for claim, verdict in own if not claim["faithful"]]
        print(
            f"{split}: faithful supported {share([v == 'supported' for v in right])}, not found {share([v == 'not found' for v in right])} "
            f"of {len(right)}; wrong caught {share([v != 'supported' for v in wrong])} of {len(wrong)}"
        )
    passed = Counter(claim["what"] for claim, verdict in verdicts if not claim["faithful"] and verdict == "supported")
    print("wrong and supported, by kind: " + ", ".join(f"{what} {n}" for what, n in passed.most_common()))
    for claim, verdict in verdicts if options.show else []:
        if claim["split"] != "test" and verdict == ("not found" if claim["faithful"] else "supported"):
            print(f"{claim['id']} {claim['what']}: {verdict}\n   {claim['source']}\n   {claim['written']}")


def _source(text: str) -> Source:
    article = Article.of("The news of the day", text, publisher="Post", published=_PUBLISHED)
    return source_of(Evidence.of(article, 0, len(article.text)))


if __name__ == "__main__":
    main()
