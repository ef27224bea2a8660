"""The sample corpus and its question set hold together."""

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
KINDS = {"single", "two", "date", "followup", "unanswerable"}
WHYS = {"absent", "detail", "premise", "nonsense"}


def jsonl(name):
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def front_matter(path):
    _, head, body = re.split(r"^---\s*$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.M)
    title = re.search(r"^title:\s*(.+)$", head, re.M).group(1).strip()
    if title[0] in "'\"":
        title = title[1:-1].replace("''", "'")
    date = re.search(r"^date:\s*(\S+)", head, re.M).group(1)
    return {"title": html.unescape(title), "published": date, "text": body}


def articles():
    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found.append({"title": text.splitlines()[0].strip(), "published": "", "text": text})
    found += jsonl("wikinews.jsonl") + jsonl("hhs.jsonl")
    found += [front_matter(path) for path in sorted((SEEDS / "digitalgov").glob("*.md"))]
    return found


def by_title():
    return {a["title"]: a for a in articles()}


def words(text):
    return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "


def test_articles_parse():
    assert len(jsonl("wikinews.jsonl")) == 43
    assert len(jsonl("hhs.jsonl")) >= 50
    assert len(list((SEEDS / "digitalgov").glob("*.md"))) >= 10
    for record in jsonl("wikinews.jsonl") + jsonl("hhs.jsonl"):
        assert record["title"] and record["publisher"] and record["text"].strip()
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", record["published"])
        assert record["url"].startswith("https://")
        assert "Enter your email" not in record["text"]
    titles = Counter(a["title"] for a in articles())
    assert max(titles.values()) == 1


def test_question_counts_and_ids():
    questions = jsonl("questions.jsonl")
    assert len(questions) >= 60
    assert sum(not q["answerable"] for q in questions) >= 15
    assert len({q["id"] for q in questions}) == len(questions)
    asked = Counter((q["question"], tuple(q["history"])) for q in questions)
    assert max(asked.values()) == 1
    assert questions[0]["id"] == "q001"
    assert questions[0]["question"] == "which airport was attacked?"


def test_question_shape():
    for q in jsonl("questions.jsonl"):
        assert q["kind"] in KINDS and q["split"] in {"dev", "test"}, q["id"]
        assert q["question"].strip(), q["id"]
        assert isinstance(q["history"], list), q["id"]
        assert all(isinstance(h, str) and h for h in q["history"]), q["id"]
        assert bool(q["history"]) == (q["kind"] == "followup"), q["id"]
        assert q["answerable"] == (q["kind"] != "unanswerable"), q["id"]
        if q["answerable"]:
            assert q["why"] is None and q["gold"], q["id"]
            assert q["answers"] or q.get("all_of"), q["id"]
        else:
            assert q["why"] in WHYS, q["id"]
            assert q["answers"] == [] and q["gold"] == [] and "all_of" not in q, q["id"]
        for accepted in q["answers"] + [a for group in q.get("all_of", []) for a in group]:
            assert len(words(accepted).strip()) >= 2, (q["id"], accepted)


def test_splits_have_all_kinds_and_keep_chains_together():
    questions = jsonl("questions.jsonl")
    for split in ("dev", "test"):
        assert {q["kind"] for q in questions if q["split"] == split} == KINDS
    chains = {}
    for q in questions:
        if q["history"]:
            chains.setdefault(q["history"][0], set()).add(q["split"])
    assert all(len(splits) == 1 for splits in chains.values())


def test_gold_sentences_are_verbatim():
    known = by_title()
    for q in jsonl("questions.jsonl"):
        for gold in q["gold"]:
            assert gold["title"] in known, (q["id"], gold["title"])
            assert gold["sentence"] in known[gold["title"]]["text"], q["id"]
            for markup in ("](", "{{", "<", "&#"):
                assert markup not in gold["sentence"], q["id"]
        if q["kind"] == "two":
            assert len({gold["title"] for gold in q["gold"]}) >= 2, q["id"]


def test_accepted_answers_occur_in_their_articles():
    """Dates worked out from the publication date stand in no article."""
    known = by_title()
    for q in jsonl("questions.jsonl"):
        if not q["answerable"] or q["kind"] == "date":
            continue
        hay = words(" ".join(" ".join((known[g["title"]]["text"], known[g["title"]]["published"])) for g in q["gold"]))
        for group in q.get("all_of") or [q["answers"]]:
            assert any(words(accepted) in hay for accepted in group), (q["id"], group)


def test_questions_spread_over_many_articles():
    titles = {g["title"] for q in jsonl("questions.jsonl") for g in q["gold"]}
    assert len(titles) >= 35


@pytest.mark.parametrize("name", ["questions-followups.jsonl", "questions-wishes.jsonl"])
def test_the_halves_of_further_sets_share_no_article_and_quote_it_verbatim(name):
    known, halves = by_title(), {}
    questions = jsonl(f"../bench/{name}")
    assert len({q["id"] for q in questions}) == len(questions) >= 60
    for q in questions:
        assert bool(q["gold"]) == q["answerable"], q["id"]
        for gold in q["gold"]:
            assert gold.get("sentence", "") in known[gold["title"]]["text"], q["id"]
            halves.setdefault(gold["title"], set()).add(q["split"])
    assert all(len(splits) == 1 for splits in halves.values())
