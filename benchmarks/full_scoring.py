"""The search index with all matching documents scored, to compare with: bm25 by FTS5, with positions of all words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from scraper.index.search import phrases
from scraper.index.texts import WORD, folded_words
from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean

_RANKED_AGAIN = 50


class FullScoring:
    """The articles of an index, indexed once more.

    Args:
        index: the file of the target ``sqlite:``.
        place: the file to make; it may be ``:memory:``.
    """

    def __init__(self, index: Path, place: str) -> None:
        self._db = sqlite3.connect(place)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("ATTACH ? AS fed", (str(index),))
        self._db.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            " (title, body, content = '', tokenize = 'unicode61 remove_diacritics 0')"
        )
        rows = self._db.execute("SELECT number, title, body FROM fed.article")
        self._db.executemany(
            "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
            ((number, folded_words(title), folded_words(body)) for number, title, body in rows),
        )
        self._db.commit()

    def best(self, question: str, limit: int) -> list[str]:
        """The ids of the best documents."""
        wanted = phrases(question)
        pairs = [f"{one} {other}" for one, other in pairwise(wanted)]
        near = f" AND {_any([wanted[0], *pairs])}" if pairs else ""
        found = self._ranked(" AND ".join(f'"{each}"' for each in wanted) + near, question, pairs)
        if not found and pairs:
            found = self._ranked(_any([*wanted, *pairs]), question, pairs)
        return found[:limit]

    def _ranked(self, match: str, question: str, pairs: list[str]) -> list[str]:
        rows = self._db.execute(
            "SELECT a.id, a.title || ' ' || a.body, -best.score FROM ("
            " SELECT rowid AS number, bm25(words, 8.0, 1.0) AS score FROM words WHERE words MATCH ?"
            " ORDER BY score LIMIT ?) best JOIN fed.article a ON a.number = best.number ORDER BY best.score, a.id",
            (match, _RANKED_AGAIN),
        )
        accented = {word for word in _accented(question) if fold(word) != word}

        def worth(text: str, score: float) -> float:
            words = f" {folded_words(text)} "
            beside = sum(f" {pair} " in words for pair in pairs) / len(pairs) if pairs else 0
            alike = len(accented & set(_accented(text))) / len(accented) if accented else 0
            return score * (1 + beside) * (1 + 0.5 * alike)

        return [id_ for _, id_ in sorted((-worth(text, score), id_) for id_, text, score in rows)]

    def close(self) -> None:
        """Close both files."""
        self._db.close()


def _any(wanted: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{each}"' for each in wanted) + ")"


def _accented(text: str) -> list[str]:
    return WORD.findall(tone_marks(clean(text)).lower())
