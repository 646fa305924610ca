"""Make words of texts and queries in the same way, for all targets that leave folding to us."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from scraper.text.fold import fold

WORD = re.compile(r"[^\W_]+")


def printed(text: str) -> str:
    """A text for display: composed letters, so that its folding has the same length."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """The words without accents and case: `68-HD/BTGTU` -> `68`, `hd`, `btgtu`."""
    return WORD.findall(fold(printed(text)))


def folded_words(text: str) -> str:
    """The words without accents and case, a space between: `68-HD/BTGTU` -> `68 hd btgtu`."""
    return " ".join(words_of(text))


def fold_pairs() -> tuple[str, str]:
    """The accented letters that folding changes, and the folded letters in the same order."""
    letters = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    changed = [letter for letter in letters if letter.isalpha() and fold(letter) != letter]
    return "".join(changed), "".join(map(fold, changed))
