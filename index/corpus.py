"""One data directory: the catalog, the vectors and the embedder behind one door. Open it, index into it, search it.

with Corpus.open("data") as corpus:
    corpus.ingest([Path("seeds")])
    corpus.search("which airport was attacked?")
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from index import search as searching
from index.abbreviations import forms_asked
from index.asked import question_weights
from index.capitals import capitalised
from index.catalog import Catalog, PublisherCount
from index.embed import Embedder, full_name, load_embedder
from index.errors import BadRequest, IndexMismatch, NewsqaError
from index.evidence import Found, best_sentences
from index.feedback import FeedbackBook
from index.ingest import Progress, Report, collect_garbage, ingest, ingest_articles
from index.lock import Lock
from index.read import Problem
from index.records import Article, Evidence, Filters
from index.recovery import open_vectors, rebuild
from index.rerank import Reranker, reranker_by_name
from index.spelling import corrected, with_apostrophes
from index.tokens import is_word
from index.vectors import Vectors

__all__ = ["Corpus", "Status"]

_ALIKE = 0.7  # cosine; by hand, on forty pairs of nouns: "troops" and "soldiers" 0.85, "boys" and "girls" 0.66

_SHOWN = 20  # passages with a word, by which it is told whether that has a capital


@dataclass(frozen=True, slots=True)
class Status:
    """What a corpus holds. Times are UTC epoch seconds."""

    directory: str
    articles: int
    passages: int
    vectors: int
    publishers: tuple[PublisherCount, ...]
    oldest: int | None
    newest: int | None
    last_ingested: int | None
    embedder: str


class Corpus:
    """A searchable collection of articles in one directory, owned by this process while it is open."""

    def __init__(
        self,
        directory: Path,
        lock: Lock,
        catalog: Catalog,
        vectors: Vectors,
        embedder: Embedder,
        reranker: Reranker | None = None,
    ) -> None:
        self.directory = directory
        self.embedder = embedder
        self.reranker = reranker
        self._lock = lock
        self._catalog = catalog
        self._vectors = vectors
        self._closed = False
        self._changing = threading.RLock()  # whoever changes the corpus holds it; questions do not wait for it

    @classmethod
    def open(
        cls, directory: Path | str, embedder: str | None = None, *, chroma_url: str | None = None, reranker: str = ""
    ) -> Corpus:
        """Open or create the corpus in a directory.

        embedder: `static`, `minilm`, or a sentence-transformers name or folder; None for the one that made the index, or
        `static` for a new one. chroma_url: the address of a Chroma server to use instead of an embedded one. reranker: a CrossEncoder
        by name or folder, which reads the best sentences once more; it is loaded by the first question, which raises ModelUnavailable.
        Raises DataDirBusy (after some seconds, where no server is that can be asked), IndexMismatch, ModelUnavailable.
        """
        directory = Path(directory).expanduser().absolute()
        try:
            directory.mkdir(parents=True, exist_ok=True)
            lock = Lock(directory)
        except OSError as error:
            raise NewsqaError(
                f"the data directory {directory} cannot be made or written ({error.strerror}); choose another with --data."
            ) from error
        with ExitStack() as opened:
            opened.callback(lock.release)
            catalog = Catalog(directory / "catalog.db")
            opened.callback(catalog.close)
            chosen = _choose_embedder(catalog, embedder)
            vectors = open_vectors(directory, catalog, chroma_url)
            opened.pop_all()  # from here on, close() does it
        return cls(directory, lock, catalog, vectors, chosen, reranker_by_name(reranker))

    def close(self) -> None:
        """Leave everything in good order and let the directory go; once closed, it stays closed."""
        if self._closed:
            return
        self._closed = True
        with self._changing, ExitStack() as closing:
            closing.callback(self._lock.release)
            closing.callback(self._catalog.close)
            self._vectors.close()
            if not self._vectors.failed:  # else it is looked into when the directory is next opened
                self._catalog.set_meta("closed", "clean")

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def announce(self, address: str | None) -> None:
        """Write into the lock file at which address this process serves the corpus; None: it does not, or no longer."""
        self._lock.announce(address)

    @property
    def token(self) -> str:
        """What only this process and the readers of the lock file know, for as long as the corpus is open."""
        return self._lock.token

    # -- changing, one change at a time --------------------------------------------------------------------------------

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Callable[[Progress], None] = lambda _: None,
        encoding: str | None = None,
    ) -> Report:
        """Index files and folders; unchanged articles are skipped, changed ones replaced. Never raises for a bad file.

        encoding: of text files that are not UTF-8. Raises BadRequest where there is none of that name.
        """
        with self._changing:
            return ingest(
                paths,
                catalog=self._catalog,
                vectors=self._vectors,
                embedder=self.embedder,
                progress=progress,
                encoding=encoding,
            )

    def add(
        self, articles: Iterable[Article | Problem], progress: Callable[[Progress], None] = lambda _: None
    ) -> Report:
        """Index articles that are already read. An exception of `progress` ends it; what was told stays."""
        with self._changing:
            return ingest_articles(
                articles, catalog=self._catalog, vectors=self._vectors, embedder=self.embedder, progress=progress
            )

    def remove(self, article_id: str) -> None:
        """Forget an article. Raises NotFound."""
        with self._changing:
            self._catalog.remove(article_id)
            collect_garbage(self._catalog, self._vectors)

    def rebuild(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Make Chroma's index anew from the catalog, without embedding anything; returns the number of vectors."""
        with self._changing:
            return rebuild(self.directory, self._catalog, self._vectors, progress)

    @property
    def feedback(self) -> FeedbackBook:
        """What readers said of answers."""
        return self._catalog.feedback

    # -- asking --------------------------------------------------------------------------------------------------------

    def search(
        self,
        question: str,
        k: int = 10,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        asked_on: int | None = None,
    ) -> list[Evidence]:
        """The k best passages for a question, best first."""
        return [f.evidence() for f in self.find(question, k, filters, asked_on)]

    def find(
        self,
        question: str,
        k: int = 20,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        asked_on: int | None = None,
        articles: Sequence[str] = (),
    ) -> list[Found]:
        """Like search, with each passage's scored sentences. Passages of `articles` (ids) are preferred."""
        return searching.search(
            question,
            filters,
            k,
            catalog=self._catalog,
            vectors=self._vectors,
            embedder=self.embedder,
            asked_on=asked_on,
            articles=articles,
            reranker=self.reranker,
        )

    def sentences(
        self,
        question: str,
        k: int = 8,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        asked_on: int | None = None,
        passages: int = 20,
    ) -> list[Evidence]:
        """The k best sentences for a question, best first, out of its best passages."""
        return best_sentences(self.find(question, passages, filters, asked_on), k)

    def spelled(self, question: str) -> str:
        """The question with its slips of the pen set right, by the words that the articles have."""
        return corrected(question, self._catalog.document_counts, is_word)

    def capitalised(self, question: str) -> str:
        """The question with its apostrophes, and with the capitals that the articles write its names with, if it was typed without any, or
        in nothing else."""
        return capitalised(with_apostrophes(question), self._passages_with)

    def _passages_with(self, word: str) -> list[str]:
        return [stored.passage.text for stored in self._catalog.stored(self._catalog.showing(word, _SHOWN)).values()]

    def forms_asked(self, question: str) -> dict[str, str]:
        """Short → long of the abbreviations that a question has in either form ("the CDC"), as the articles explain them."""
        return forms_asked(question, self._catalog)

    def weights(self, question: str) -> dict[str, float]:
        """How much each meaning-bearing word (stem) of a question tells here; the shares add up to 1."""
        return question_weights(question, self._catalog)

    def has(self, stems: Iterable[str]) -> bool:
        """Whether each of some stems stands in an article, all in one or not."""
        return all(self._catalog.document_counts(stems).values())

    def alike(self, word: str, other: str) -> bool:
        """Whether two words mean about the same to the embedder, as "photos" and "pictures" do, but not "boys" and "girls"."""
        return self.likeness(word, other) >= _ALIKE

    def likeness(self, word: str, other: str) -> float:
        """How like two words are to the embedder, 1 for the same."""
        return _cosine(self.embedder, *sorted((word, other)))

    # -- looking -------------------------------------------------------------------------------------------------------

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article, current or in a given version. Raises NotFound."""
        return self._catalog.article(article_id, version)

    def articles(
        self,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        text: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> list[Article]:
        """Articles, newest first; each word of `text` must stand in the title, in any order."""
        return self._catalog.articles(filters, text, limit, offset)

    def count(self, filters: Filters = Filters(), text: str = "") -> int:  # noqa: B008 - frozen
        """How many articles pass the filters; each word of `text` must stand in the title."""
        return self._catalog.count_titled(filters, text) if text else self._catalog.count(filters)[0]

    def per_day(self, filters: Filters = Filters()) -> list[tuple[int | None, int]]:  # noqa: B008 - frozen
        """(days since 1970-01-01, number of articles of that day), oldest first; before all, None for unknown dates."""
        return self._catalog.per_day(filters)

    @property
    def newest(self) -> int | None:
        """When the newest article was published, in epoch seconds; None where no date is known."""
        return self._catalog.published_range()[1]

    def is_past(self, asked_on: int) -> bool:
        """Whether a question is asked (epoch seconds) so long after the newest article that no article is recent."""
        return searching.is_past(self._catalog, asked_on)

    def publishers(self) -> list[PublisherCount]:
        """Publishers and their numbers of articles, most first."""
        return self._catalog.publishers()

    def resolve_publishers(self, names: Iterable[str]) -> tuple[str, ...]:
        """The publishers' names as the corpus spells them. Raises BadRequest naming those that it does hold."""
        known = [p.name for p in self.publishers() if p.name]
        resolved: list[str] = []
        for name in names:
            spellings = [k for k in known if k.casefold() == name.strip().casefold()]
            if not spellings:
                some = ", ".join(known[:12]) or "none yet"
                raise BadRequest("publisher", f"no article here is by publisher {name!r}. Publishers here: {some}.")
            resolved += spellings
        return tuple(dict.fromkeys(resolved))

    def status(self) -> Status:
        """Numbers of articles, passages, vectors; publishers; dates; the embedder."""
        articles, passages = self._catalog.count()
        oldest, newest = self._catalog.published_range()
        return Status(
            directory=str(self.directory),
            articles=articles,
            passages=passages,
            vectors=self._vectors.count(),
            publishers=tuple(self.publishers()),
            oldest=oldest,
            newest=newest,
            last_ingested=self._catalog.last_ingested(),
            embedder=self.embedder.id,
        )


@lru_cache(maxsize=10_000)
def _cosine(embedder: Embedder, word: str, other: str) -> float:
    one, two = embedder.embed_passages([word, other])  # unit vectors
    return float(one @ two)


def _choose_embedder(catalog: Catalog, name: str | None) -> Embedder:
    """Load the embedder that made the index, or note the one that will. Raises IndexMismatch when another one is asked for."""
    made_by = catalog.meta("embedder")
    name = full_name(name or made_by or "static")
    embedder = load_embedder(name)
    made_id = catalog.meta("embedder_id")
    if made_id == embedder.id:
        return embedder
    if made_id is None or not catalog.count()[1]:
        catalog.set_meta("embedder", name)
        catalog.set_meta("embedder_id", embedder.id)
    else:
        raise IndexMismatch(
            f"this index was made with the embedder {made_by!r} ({made_id}), not {name!r} ({embedder.id}): leave out the "
            "embedder option, or index the articles into another directory (--data)."
        )
    return embedder
