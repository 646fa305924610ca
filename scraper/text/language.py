"""The language of a text, among those that Vietnamese portals publish in."""

import re
from typing import Final

from scraper.text.letters import MARKED
from scraper.text.pieces import remembering

# No other language on the web writes the rest of the alphabet: đ, ơ, ư, and vowels with a dot below, a hook, or two
# marks. French and Portuguese share à, â, é, ê, ô …, Romanian shares ă.
_SHARED: Final = frozenset("àáâãèéêìíòóôõùúýăĩũ")
_OWN: Final = "".join(sorted(c for c in MARKED if c.lower() not in _SHARED))
_OWN_LETTERS: Final = re.compile(f"[{_OWN}]")
_WORDS: Final = re.compile(r"[^\W\d_]+")

# The start of an article is enough; letters after it are not counted.
_SAMPLE: Final = 2_000
# Counts of a sample are less than this, so that two of them fit into one number.
_NEXT_COUNT: Final = 1 << 16

# Share of those letters among all letters. On real portal pages half of the Vietnamese lines have 20 % or more, and 1
# line in 200 less than 5 %; one or two Vietnamese names in an English sentence make 1 or 2 %.
_VIETNAMESE: Final = 0.04

# Other scripts that such portals publish in; the Khmer pages of the Mekong delta are the common case.
_SCRIPTS: Final = (
    ("km", re.compile(r"[\u1780-\u17ff]")),
    ("lo", re.compile(r"[\u0e80-\u0eff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
# A quoted foreign word does not change the language of a text.
_SCRIPT_SHARE: Final = 0.3


def language(text: str) -> str:
    """ISO 639-1 code: `vi`, `en` for other Latin text, the script's main language for other scripts.

    Vietnamese typed without accents is returned as `en`, since the letters are the same. Text without any letter is
    `vi`, the language of the portals.
    """
    sample = text[:_SAMPLE]
    own, letters = divmod(sum(_all_counts(sample.split())), _NEXT_COUNT)
    if not letters or own >= _VIETNAMESE * letters:
        return "vi"
    if not sample.isascii():
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) >= _SCRIPT_SHARE * letters:
                return code
    return "en"


def _counts(piece: str) -> int:
    """The number of letters of a piece, and that of Vietnamese letters in the digits above it."""
    return len(_OWN_LETTERS.findall(piece)) * _NEXT_COUNT + sum(map(len, _WORDS.findall(piece)))


_all_counts = remembering(_counts)
