"""The words of an index: the character of each, and how many documents have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scraper.index.codes import character, number_of
from scraper.index.model import Connection

# Values in one statement: SQLite allows 32,766.
_AT_ONCE = 500
# Words in memory, about 150 bytes each; a language has a few thousand syllables, the rest are numbers and names.
_CACHED = 200_000


class Vocabulary:
    """The words in an index that is being written; new ones are added.

    Args:
        connection: the database; words are added in its current transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._characters: dict[str, str] = {}

    def coded(self, texts: Iterable[Sequence[str]]) -> list[str]:
        """Texts, each a list of words, with one character for each word."""
        texts = list(texts)
        self._learn(set().union(*texts))
        get = self._characters.__getitem__
        return ["".join(map(get, words)) for words in texts]

    def count(self, former: Iterable[str], new: Iterable[str]) -> None:
        """Record that coded documents are removed and added."""
        changes = Counter[str]()
        for document in new:
            changes.update(set(document))
        for document in former:
            changes.subtract(set(document))
        self._db.executemany(
            "UPDATE vocabulary SET documents = documents + ? WHERE code = ?",
            [(change, number_of(each)) for each, change in sorted(changes.items()) if change],
        )

    def forget(self) -> None:
        """Read the words again: the transaction that added some has failed."""
        self._characters.clear()

    def _learn(self, words: set[str]) -> None:
        if len(self._characters) > _CACHED:
            self._characters.clear()
        new = sorted(words - self._characters.keys())
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found = self._db.execute(f"SELECT word, code FROM vocabulary WHERE word IN ({marks})", some)
            self._characters.update((word, character(code)) for word, code in found)
        new = [word for word in new if word not in self._characters]
        if new:
            last = self._db.execute("SELECT max(code) FROM vocabulary")[0][0] or 0
            numbered = list(enumerate(new, last + 1))
            self._db.executemany("INSERT INTO vocabulary (code, word, documents) VALUES (?, ?, 0)", numbered)
            self._characters.update((word, character(code)) for code, word in numbered)
