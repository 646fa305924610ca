"""The words of an index: the character of each, and how many documents have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from scraper.index.codes import SEPARATORS, character, number_of
from scraper.index.model import Connection
from scraper.index.texts import words_of

# In memory, about 150 bytes each: syllables with their capitals and commas are a few thousand, the rest are numbers.
_CACHED = 200_000


class Vocabulary:
    """The words in an index that is being written; new ones are added.

    Args:
        connection: the database; words are added in its current transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._characters = _Characters(connection)
        self._pieces = _Pieces(self._characters)

    def coded(self, text: str) -> str:
        """A text with one character for each word."""
        return "".join(map(self._pieces.__getitem__, text.split()))

    def labels(self, words: Iterable[str]) -> str:
        """The characters of labels."""
        return "".join(self._characters[word] for word in words)

    def count(self, former: Iterable[str], new: Iterable[str]) -> None:
        """Record that coded documents are removed and added."""
        changes = Counter(chain.from_iterable(map(set, new)))
        changes.subtract(chain.from_iterable(map(set, former)))
        self._db.executemany(
            "UPDATE vocabulary SET documents = documents + ? WHERE code = ?",
            [
                (change, number_of(each))
                for each, change in sorted(changes.items())
                if change and each not in SEPARATORS
            ],
        )

    def forget(self) -> None:
        """Read the words again: a transaction that added some has failed."""
        self._characters.clear()
        self._pieces.clear()


class _Characters(dict[str, str]):
    """By word, its character; read when it is first asked for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._db = connection

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHED:
            self.clear()
        found = self._db.execute("SELECT code FROM vocabulary WHERE word = ?", (word,))
        code = found[0][0] if found else 1 + (self._db.execute("SELECT max(code) FROM vocabulary")[0][0] or 0)
        if not found:
            self._db.execute("INSERT INTO vocabulary (code, word, documents) VALUES (?, ?, 0)", (code, word))
        self[word] = character(code)
        return self[word]


class _Pieces(dict[str, str]):
    """By what a text has between two spaces, the characters of its words."""

    def __init__(self, characters: _Characters) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, piece: str) -> str:
        if len(self) > _CACHED:
            self.clear()
        self[piece] = "".join(self._characters[word] for word in words_of(piece))
        return self[piece]
