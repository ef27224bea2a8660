"""Reuters-21578 as a corpus for `bench/questions-reuters.jsonl`: 1,500 reports of 1987, drawn by a seed from those that are prose of some length,
written as a file that `newsqa index` takes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import arguments, json_lines, write_json_lines

_ARTICLES, _SEED = 1_500, 21_578
_SHORTEST = 500  # characters
_OPENING = 200  # characters by which reports that were sent twice are known
# What is a table, and no prose
_MOST_DIGITS, _LEAST_LETTERS, _MOST_COLUMNS, _SHORTEST_PARAGRAPH = 0.07, 0.70, 3, 90
_PARAGRAPH = re.compile(r"\n(?:&\t|\t| {2,})\s*")
_SIGNED = re.compile(r"\s*(?:&\t)?\s*(?:Reuter|REUTER)?\s*(?:&\t)?\s*$")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("out", type=Path, help="the file to write, JSON Lines")
    options = parser.parse_args()
    reports = [report for report in _reports(options.data / "reuters21578" / "articles.jsonl.gz") if report["title"]]
    chosen = random.Random(_SEED).sample(reports, _ARTICLES)
    chosen.sort(key=lambda report: int(report["id"].removeprefix("reut")))
    write_json_lines(options.out, chosen)
    print(f"{len(chosen)} of {len(reports)} reports: newsqa --data FOLDER index {options.out}")


def _reports(file: Path) -> Iterator[dict[str, Any]]:
    """The reports that are prose, each once."""
    seen: set[str] = set()
    for record in json_lines(file):
        text = _prose(record.get("text") or "")
        if text is None or not record.get("published") or text[:_OPENING] in seen:
            continue
        seen.add(text[:_OPENING])
        title = " ".join((record.get("title") or "").split())
        text = re.sub(r"\s*\breuter\s*$", "", text, flags=re.I).strip()
        published = record["published"].rstrip("Z") + "Z"
        yield {
            "id": record["doc_id"],
            "title": title,
            "text": text,
            "published": published,
            "publisher": "Reuters",
        }


def _prose(raw: str) -> str | None:
    """A report's paragraphs, joined; None of a short one, and of a table."""
    text = raw.replace("\\t", "\t").replace("&#3;", "").replace("\x03", "").replace("\r", "")
    text = _SIGNED.sub("", re.sub(r"^(?:&\t|\s)+", "", _PARAGRAPH.sub("\n\n", text)))
    paragraphs = [" ".join(p.replace("&\t", " ").split()) for p in re.split(r"\n\s*\n", text)]
    paragraphs = [p for p in paragraphs if p]
    text = "\n\n".join(paragraphs)
    if len(text) < _SHORTEST or "vs " in text[:120]:
        return None
    digits, letters = (sum(map(kind, text)) / len(text) for kind in (str.isdigit, str.isalpha))
    columns = len(re.findall(r"\S {3,}\S", raw))
    table = digits > _MOST_DIGITS or letters < _LEAST_LETTERS or columns > _MOST_COLUMNS
    return None if table or len(text) / len(paragraphs) < _SHORTEST_PARAGRAPH else text


if __name__ == "__main__":
    main()
