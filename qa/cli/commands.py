"""The command line: newsqa index, ask, search, chat, serve and the rest.

What is heavy (the index, models, the server) is imported in the commands, so that --help comes at once. Errors become
one line and an exit code: 2 for a request that cannot be used, 3 when another process owns the data directory, else 1.
"""

from __future__ import annotations

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.console import (
    ArticlePaths,
    AsJson,
    AskedOn,
    Commands,
    DataDirectory,
    Encoding,
    EngineName,
    ErrorLines,
    IndexFirst,
    Publisher,
    Since,
    Until,
    Version,
    complain,
    err,
    out,
    print_json,
    service_of,
    settings_of,
)
from qa.cli.evaluation import evaluate
from qa.cli.feedback import feedback
from qa.cli.keys import KeyFile, let_in
from qa.cli.keys import keys as key_commands
from qa.cli.warming import warming_up

if TYPE_CHECKING:
    from index import Corpus

__all__ = ["app", "main"]

app = Commands(
    cls=ErrorLines,
    name="newsqa",
    help="Answer questions about news articles, with quotes and their sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """The installed command."""
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that has no “ shows a ?
        sys.stdout.reconfigure(errors="replace")
    app(prog_name="newsqa")


@app.callback()
def _for_all(
    context: typer.Context,
    data: DataDirectory = None,
    version: Version = False,
) -> None:
    context.obj = data


# -- asking ------------------------------------------------------------------------------------------------------------


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(help="The question.", metavar="QUESTION")],
    engine: EngineName = "auto",
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    asked_on: AskedOn = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question, with citations."""
    from qa.cli.terminal import ask_and_show
    from qa.serve.schemas import AskBody

    asked = {"question": " ".join(question), "engine": engine, "asked_on": asked_on}
    body = AskBody.of(**asked, since=since, until=until, publisher=publisher or None)
    with service_of(context, llm=engine != "extractive") as service:
        if not as_json:
            ask_and_show(out(), service.stream(body))
            return
        *_, (_, turn) = service.stream(body)
    print_json(turn)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(help="What to search for.", metavar="QUERY")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages at most.")] = 10,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    as_json: AsJson = False,
) -> None:
    """Find the passages that fit a query best."""
    from qa.cli.terminal import show_hits
    from qa.serve.schemas import SearchBody

    body = SearchBody.of(query=" ".join(query), k=k, since=since, until=until, publisher=publisher or None)
    with service_of(context) as service:
        found = service.search(body)
        empty = not found["hits"] and not service.status()["articles"]
    print_json(found) if as_json else show_hits(out(), found["hits"], empty=empty)


@app.command()
def chat(
    context: typer.Context,
    engine: EngineName = "auto",
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
) -> None:
    """Ask and follow up in the terminal. /sources repeats the last sources, /clear starts anew, /quit ends."""
    from qa.cli.chat import converse

    with service_of(context, llm=engine != "extractive") as service:
        typer.echo("Ask about the articles. /sources, /clear, /quit", err=True)
        converse(service, {"engine": engine, "since": since, "until": until, "publisher": publisher or None})


# -- looking -----------------------------------------------------------------------------------------------------------


@app.command()
def articles(
    context: typer.Context,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    text: Annotated[
        str, typer.Option(help="Each of its words must stand in the title, as a word or a part of one.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 50,
    offset: Annotated[int, typer.Option(min=0, max=10**9, help="How many to leave out first.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List articles, newest first."""
    from qa.cli.terminal import show_articles
    from qa.serve.service import ArticlesQuery

    with service_of(context) as service:
        page = service.articles(ArticlesQuery(tuple(publisher or ()), since, until, text, limit, offset))
    print_json(page) if as_json else show_articles(out(), page, err())


@app.command()
def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An article's id, as `newsqa articles` lists them.")],
    version: Annotated[str | None, typer.Option(help="A version that a citation names.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one article with its text."""
    from qa.cli.terminal import show_article

    with service_of(context) as service:
        record = service.article(article, version)
    print_json(record) if as_json else show_article(out(), record)


@app.command()
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Show how much is indexed, from when, by whom, and what answers."""
    from qa.cli.terminal import show_status
    from qa.serve.service import LocalService

    settings = settings_of(context)
    # A local model would take seconds to load only to be named; an endpoint is known from the settings.
    with service_of(context, llm=bool(settings.llm_base_url)) as service:
        record, here = service.status(), isinstance(service, LocalService)
    no_model = "none open; what asks loads the local one, where it is installed" if here else "none"
    print_json(record) if as_json else show_status(out(), str(settings.data), record, no_model)


# -- changing ----------------------------------------------------------------------------------------------------------


@app.command()
def index(
    context: typer.Context,
    paths: ArticlePaths,
    embedder: Annotated[
        str | None, typer.Option(help="static, minilm, or a sentence-transformers name or folder; of a new index only.")
    ] = None,
    encoding: Encoding = None,
) -> None:
    """Index articles from files and folders; what is known already is skipped, what changed is replaced.

    A server that has the data directory open does it itself.
    """
    from index import DataDirBusy
    from qa.cli.handing import hand_over
    from qa.opening import open_corpus

    try:
        with open_corpus(settings_of(context, embedder=embedder)) as corpus:
            complete = _ingest(corpus, paths, encoding)
    except DataDirBusy as busy:
        if not busy.address or embedder:  # the server's embedder is the one that made the index
            raise
        complete = hand_over(busy, paths, encoding)
    if not complete:
        raise typer.Exit(1)


def _ingest(corpus: Corpus, paths: list[Path], encoding: str | None = None) -> bool:
    """Index with a progress bar and a report; whether everything could be read."""
    from qa.cli.terminal import IndexingBar, show_report

    with IndexingBar(err()) as bar:
        report = corpus.ingest(paths, bar.feed, encoding)
        bar.finish()
    show_report(out(), report, err())
    return not report.problems


@app.command()
def remove(
    context: typer.Context,
    articles: Annotated[list[str], typer.Argument(help="Ids of articles to forget.", metavar="ARTICLE...")],
) -> None:
    """Forget articles, with all their versions."""
    from index import NotFound

    missing = False
    with service_of(context) as service:
        for article_id in dict.fromkeys(articles):
            try:
                service.remove(article_id)
                typer.echo(f"removed {article_id}")
            except NotFound as error:
                missing = True
                complain(error)
    if missing:
        raise typer.Exit(1)


@app.command()
def rebuild(context: typer.Context) -> None:
    """Make the vector index anew out of the catalog, without embedding anything."""
    from rich.progress import Progress

    from qa.opening import open_corpus

    with open_corpus(settings_of(context)) as corpus, Progress(console=err()) as progress:
        bar = progress.add_task("Rebuilding", total=None)
        count = corpus.rebuild(lambda done, total: progress.update(bar, completed=done, total=total))
    typer.echo(f"{count:,} vectors")


# -- serving -----------------------------------------------------------------------------------------------------------


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 7860,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let everyone in without a key, from other machines too.")
    ] = False,
    api_key_file: KeyFile = None,
    rate: Annotated[float, typer.Option(min=1, help="Questions and searches a minute of one key.")] = 120,
    at_once: Annotated[
        int | None, typer.Option(min=1, help="Answers written at once.  [default: 1; of an endpoint 64]")
    ] = None,
    waiting: Annotated[
        int | None, typer.Option(min=0, help="How many more may wait for the model.  [default: 8; of an endpoint 64]")
    ] = None,
    allow_host: Annotated[list[str] | None, typer.Option(help="One more name that this server is called by.")] = None,
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Let articles be added by web address, fetched by this server.")
    ] = False,
    page: Annotated[bool, typer.Option(help="Serve the web page beside the API.")] = True,
    index_first: IndexFirst = None,
) -> None:
    """Serve the web page and the HTTP API; /docs describes the API."""
    from qa.api.limits import Limits
    from qa.api.logs import log_to_stderr
    from qa.api.server import serve as serve_it
    from qa.model.llm import choose_llm
    from qa.newsqa import NewsQA
    from qa.opening import open_corpus
    from qa.write.judge import judge_of

    keys = let_in(host, api_key_file, allow_remote)
    limits = Limits(rate, at_once, waiting)
    web = import_module("index.read.fetch").Web() if allow_fetch else None
    run = partial(serve_it, allowed_hosts=allow_host or (), page=page, keys=keys, limits=limits, web=web)
    log_to_stderr()
    # As at Ctrl-C, so that the corpus is closed in good order when a service manager stops the server.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with open_corpus(settings_of(context)) as corpus, ThreadPoolExecutor(1) as worker:
            # The model loads outside of Python while articles are indexed and the page's library is imported.
            loading = worker.submit(choose_llm, settings_of(context))
            # Imported here, by one thread: two that load parts of one library at once can block one another for good.
            for library in ("llama_index.core.node_parser.text.utils", "openai"):
                import_module(library)
            if page:
                import_module("qa.page")
            if index_first:
                _ingest(corpus, index_first)
            NewsQA(corpus).ask("which airport was attacked?")  # loads the rest
            llm, notice = loading.result()
            newsqa = NewsQA(corpus, llm, notice, judge_of(settings_of(context).nli, llm))
            # A configured endpoint keeps its own cache.
            with warming_up(llm, worker) if llm is not None and llm.local else nullcontext():
                run(newsqa, host, port, ready=_announce)
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)


@app.command()
def mcp(context: typer.Context) -> None:
    """Speak the Model Context Protocol over standard input and output; an assistant starts this."""
    from qa.api.logs import log_to_stderr
    from qa.mcp_server import run_stdio

    log_to_stderr()  # before the SDK, whose own log tells what errors say
    run_stdio(settings_of(context))


def _announce(address: str) -> None:
    typer.echo(f"newsqa answers at {address} (its API is described at {address}/docs). Ctrl-C stops it.")
    sys.stdout.flush()


app.add_typer(key_commands, name="key")

# -- measuring ---------------------------------------------------------------------------------------------------------


app.command("eval")(evaluate)
app.command()(feedback)
