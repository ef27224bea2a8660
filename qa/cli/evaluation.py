"""The command `newsqa eval`: score a question set, keep the run, compare it with a baseline, gate on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import AsJson, EngineName, complain, err, out, print_json, settings_of

__all__ = ["evaluate"]

_NO_MODEL = (
    "set NEWSQA_LLM_FILE or NEWSQA_LLM_BASE_URL and NEWSQA_LLM_MODEL, or take --engine extractive for the quotes."
)


def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path, typer.Argument(help="A question file: JSON Lines (docs/evaluation.md), MultiHop-RAG's, RealTimeQA's.")
    ],
    engine: EngineName = "auto",
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Only questions of this kind; may be given more than once.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only questions of this split, such as test.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only a sample of so many questions, drawn by the seed.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="For the sample and for bootstrap intervals.")] = 0,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Keep the run in this folder, with a report to read; a run that was interrupted there goes on.",
        ),
    ] = None,
    show: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep the run in a new folder of the data directory's evaluations/, which is named: the web page shows the "
            "last one. If it is interrupted, name that folder with --out, and it goes on.",
        ),
    ] = False,
    baseline: Annotated[Path | None, typer.Option(help="A kept run to compare with, question by question.")] = None,
    gate: Annotated[
        bool,
        typer.Option(
            "--gate", help="End with 1 if right answers, right refusals or citations got significantly worse."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a file of questions and score the answers: right, rightly refused, truly cited, in what time."""
    from index import BadFile, BadRequest, printable
    from qa.cli.scores import run_with_progress, show_comparison, show_summary
    from qa.evaluation import choose, read_questions, summary
    from qa.evaluation.compare import compare, comparison_json, regressions
    from qa.evaluation.folder import RunFolder, check_comparable, load_run, manifest
    from qa.evaluation.kept import new_run_folder
    from qa.evaluation.report import report_html
    from qa.newsqa import NewsQA
    from qa.opening import open_newsqa

    if gate and baseline is None:
        raise BadRequest("--gate", "--gate compares with a kept run: name it with --baseline.")
    if show and keep:
        raise BadRequest("--keep", "--keep and --out both say where to keep the run: give one of them.")
    before = load_run(baseline) if baseline else None
    try:
        asked, problems = read_questions(questions)
    except BadFile as error:
        raise BadRequest("QUESTIONS", str(error)) from None
    for problem in problems:
        complain(problem)
    if not asked:  # a gate that asks nothing would let everything pass
        raise BadFile(str(questions), "holds no question that is ready to be asked.")
    asked = choose(asked, kinds=kinds or (), split=split, limit=limit, seed=seed)
    settings = settings_of(context)
    with open_newsqa(settings, face="eval", llm=engine != "extractive") as newsqa:
        if engine == "llm" and newsqa.llm is None:  # else the quotes' figures would be kept as a model's
            raise BadRequest("--engine", f"--engine llm has no language model to ask: {newsqa.notice or _NO_MODEL}")
        if not newsqa.corpus.count():
            raise BadRequest(
                "--data", f"{printable(str(settings.data))} holds no articles to ask of: index some first."
            )
        run = manifest(newsqa, settings, engine, asked, questions)
        if before:
            check_comparable(before[0], run)
        keep = new_run_folder(settings.data, engine) if show else keep
        folder = RunFolder(keep, run) if keep else None
        if show:  # to name it with --out, should the run be interrupted
            typer.echo(f"Keeping the run in {printable(str(keep))}", err=True)
        done = folder.done if folder else ()
        if len(done) < len(asked):  # what is loaded for the first answer of all is no part of the first one's time
            NewsQA(newsqa.corpus).ask(asked[0].question)
        results = run_with_progress(asked, newsqa, engine, err(), done, folder.add if folder else lambda _: None)
    record = summary(results, seed)
    comparisons = compare(before[1], results) if before else []
    if before:
        record["against_baseline"] = comparison_json(comparisons)
    if folder:
        folder.write("summary.json", record)
        folder.write("report.html", report_html(run, record, results, comparisons))
    if as_json:
        print_json(record)
    else:
        show_summary(out(), record)
        if before:
            show_comparison(out(), comparisons)
    worse = regressions(comparisons) if gate else []
    for c in worse:
        typer.echo(
            f"newsqa: gate: {c.measure.replace('_', ' ')} got significantly worse ({len(c.lost)} lost, {len(c.won)} won, p = {c.p:.3g}).",
            err=True,
        )
    if problems or worse:
        raise typer.Exit(1)
