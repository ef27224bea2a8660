"""`python -m qa.api docs/openapi.json` writes the kept copy of the API's description anew."""

import sys
import tempfile
from pathlib import Path

from index import Corpus
from qa.api import create_app
from qa.api.description import describe, document
from qa.newsqa import NewsQA

with tempfile.TemporaryDirectory() as folder, Corpus.open(folder) as corpus:
    described = describe(document(create_app(NewsQA(corpus), page=False)))
Path(sys.argv[1]).write_text(described, "utf-8")
