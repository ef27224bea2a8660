"""The press releases of HHS.gov and the reports and interviews of Wikinews as a corpus for `bench/questions-press.jsonl`, written as a file that
`newsqa index` takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from common import arguments, json_lines, write_json_lines

_SETS = ("hhs-press", "wikinews-gum")
_BLANK = re.compile(r"(?:\\[nt]|\\xa0|\s)+")  # the page's blanks, some written as escapes
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("out", type=Path, help="the file to write, JSON Lines")
    options = parser.parse_args()
    articles = [article for name in _SETS for article in _articles(options.data / name / "articles.jsonl.gz")]
    write_json_lines(options.out, articles)
    print(f"{len(articles)} articles: newsqa --data FOLDER index {options.out}")


def _articles(file: Path) -> Iterator[dict[str, str | None]]:
    for record in json_lines(file):
        paragraphs = (_plain(paragraph) for paragraph in re.split(r"\n\s*\n", record["text"]))
        yield {
            "id": record["doc_id"],
            "title": _plain(record["title"]),
            "text": "\n\n".join(filter(None, paragraphs)),
            "published": record.get("published") or None,
            "publisher": record["publisher"],
        }


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), _BLANK.sub(" ", text)).strip()


if __name__ == "__main__":
    main()
