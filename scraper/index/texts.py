"""One way to make words of texts and of queries, for all targets that leave folding to us."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from scraper.text.fold import fold

WORD = re.compile(r"[^\W_]+")


def printed(text: str) -> str:
    """A text as it is shown: composed letters, so that its folding has the same length."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def folded_words(text: str) -> str:
    """The words without accents and case, a space between: `68-HD/BTGTU` -> `68 hd btgtu`."""
    return " ".join(WORD.findall(fold(printed(text))))
