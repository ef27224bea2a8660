"""From article files to evidence. Knows nothing of chat, prompts or answers.

The front door: everything outside imports from here.
"""

from index.abbreviations import long_forms, other_forms, says, spelt_out
from index.asked import MONTH, MONTHS, named_publishers, plain_outlet
from index.catalog import PublisherCount
from index.corpus import Corpus, Status
from index.embed import cache_dir
from index.errors import (
    BadFile,
    BadRequest,
    DataDirBusy,
    IndexMismatch,
    ModelUnavailable,
    NewsqaError,
    NotFound,
    Overloaded,
    StorageFailed,
)
from index.evidence import Found, best_sentences
from index.feedback import Feedback, Thumb
from index.halves import check_characters
from index.ingest import Progress, Report
from index.instructions import holds_instructions, sentences_of
from index.pairs import PairModel
from index.read import Problem, check_encoding, printable, read_records
from index.records import Article, Evidence, Filters, Passage, Sentence
from index.rerank import reranker_by_name
from index.split import split_sentences
from index.version import program_version
from index.words import INTERJECTIONS, STOP_WORDS, content_stems, letters, stem, stems, words

__all__ = [
    "INTERJECTIONS",
    "MONTH",
    "MONTHS",
    "STOP_WORDS",
    "Article",
    "BadFile",
    "BadRequest",
    "Corpus",
    "DataDirBusy",
    "Evidence",
    "Feedback",
    "Filters",
    "Found",
    "IndexMismatch",
    "ModelUnavailable",
    "NewsqaError",
    "NotFound",
    "Overloaded",
    "PairModel",
    "Passage",
    "Problem",
    "Progress",
    "PublisherCount",
    "Report",
    "Sentence",
    "Status",
    "StorageFailed",
    "Thumb",
    "best_sentences",
    "cache_dir",
    "check_characters",
    "check_encoding",
    "content_stems",
    "holds_instructions",
    "letters",
    "long_forms",
    "named_publishers",
    "other_forms",
    "plain_outlet",
    "printable",
    "program_version",
    "read_records",
    "reranker_by_name",
    "says",
    "sentences_of",
    "spelt_out",
    "split_sentences",
    "stem",
    "stems",
    "words",
]
