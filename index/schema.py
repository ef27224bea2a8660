"""The catalog's tables, and how the file of an older program is brought up to them."""

from __future__ import annotations

import sqlite3

__all__ = ["SCHEMA_VERSION", "made_or_upgraded"]

SCHEMA_VERSION = 2

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE versions (
    article_id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, publisher TEXT, byline TEXT,
    url TEXT, language TEXT, published INTEGER, updated INTEGER, ingested INTEGER NOT NULL,
    published_offset INTEGER,
    PRIMARY KEY (article_id, version)
);
CREATE TABLE articles (id TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passages (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL, version TEXT NOT NULL, ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, vector BLOB NOT NULL,
    published INTEGER, publisher TEXT
);
CREATE INDEX passages_article ON passages (article_id);
CREATE INDEX passages_published ON passages (published);
CREATE INDEX versions_published ON versions (published);
CREATE VIRTUAL TABLE words USING fts5 (title, publisher, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');
CREATE TABLE garbage (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# Not there in files of this version that were made before: an older program does without.
_ADDED = "CREATE INDEX IF NOT EXISTS passages_publisher ON passages (publisher)"


def made_or_upgraded(db: sqlite3.Connection) -> None:
    """Make the tables in a new file, and what is missing in an older one; a newer one is left as it is."""
    if not db.execute("SELECT name FROM sqlite_master WHERE name = 'meta'").fetchone():
        for statement in _SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
    schema = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    if schema == ("1",):
        db.execute("ALTER TABLE versions ADD COLUMN published_offset INTEGER")
        db.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    if schema in (("1",), (str(SCHEMA_VERSION),)):
        db.execute(_ADDED)
