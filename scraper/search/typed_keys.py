"""Words that were typed for an input method that was off: Telex `chuyeenr`, VNI `chuye6n3` -> `chuyển`."""

from __future__ import annotations

import re
from itertools import product

from scraper.text.letters import TONED
from scraper.text.syllables import Syllable, parse, toned

# The key of each tone; `z` and `0` take it away.
_TELEX_TONES = {"f": 1, "s": 2, "r": 3, "x": 4, "j": 5}
_VNI_TONES = {"2": 1, "1": 2, "3": 3, "4": 4, "5": 5}
_VNI_MARKS = {("a", "6"): "â", ("e", "6"): "ê", ("o", "6"): "ô", ("o", "7"): "ơ", ("u", "7"): "ư", ("a", "8"): "ă"}
_LONGEST = 11
_VOWELS = "aeiouy"
# A mark that was typed after the syllable, not after its letter: `nguoiwf`, `truong72`, `dduwowngf`.
_SHAPES = {"6": "aeo", "7": "uo", "8": "a"}


def decoded(word: str) -> str:
    """The syllable that the keys of a word stand for; empty if they stand for none, or the word is one as it is.

    Args:
        word: letters and digits, in any case.
    """
    word = word.lower()
    if not word.isascii() or not 2 <= len(word) <= _LONGEST or not word[0].isalpha():
        return ""
    found = _of_vni(word) if any(char.isdecimal() for char in word) else _of_telex(word)
    return found if found != word else ""


def _of_telex(word: str) -> str:
    tones = [char for char in word[1:] if char in _TELEX_TONES]
    for places in _places_of_tone(word, tones):
        letters = "".join(char for at, char in enumerate(word) if at not in places)
        tone = _TELEX_TONES[word[next(iter(places))]] if places else 0
        for plain in _telex_letters(letters):
            if found := _syllable(plain, tone):
                return found
    return ""


def _places_of_tone(word: str, tones: list[str]) -> list[set[int]]:
    """The places where the key of the tone may be: the last one behind a vowel first; then no tone."""
    behind = [at for at, char in enumerate(word) if char in _TELEX_TONES and any(v in word[:at] for v in _VOWELS)]
    return [*({at} for at in reversed(behind)), set()] if tones else [set()]


def _telex_letters(letters: str) -> list[str]:
    """The letters that pairs of keys stand for, with the second key anywhere behind the first."""
    found = letters
    if found.count("d") == 2 and found[0] == "d":
        found = "đ" + found[1:].replace("d", "", 1)
    for vowel, shaped in (("a", "â"), ("e", "ê"), ("o", "ô")):
        if found.count(vowel) == 2:
            found = re.sub(rf"{vowel}([^{vowel}]*){vowel}", rf"{shaped}\1", found, count=1)
    if "w" not in found:
        return [found]
    return _horned(found.replace("w", ""), _SHAPES["7"] + _SHAPES["8"])


def _horned(letters: str, shaped: str) -> list[str]:
    """The letters with a horn or a breve, where there may be one."""
    if "uo" in letters and "u" in shaped:
        return [letters.replace("uo", "ươ", 1)]
    marks = {"u": "ư", "o": "ơ", "a": "ă"}
    return [
        letters[:at] + marks[char] + letters[at + 1 :]
        for at, char in enumerate(letters)
        if char in shaped and char in marks
    ]


def _of_vni(word: str) -> str:
    letters = "".join(char for char in word if char.isalpha())
    digits = [char for char in word if char.isdecimal()]
    tones = [_VNI_TONES[digit] for digit in digits if digit in _VNI_TONES]
    if len(tones) > 1 or "0" in digits:
        return ""
    if "9" in digits:
        if not letters.startswith("d"):
            return ""
        letters = "đ" + letters[1:]
    options = [letters]
    if "6" in digits:
        options = [
            each[:at] + _VNI_MARKS[char, "6"] + each[at + 1 :]
            for each in options
            for at, char in enumerate(each)
            if (char, "6") in _VNI_MARKS
        ]
    for key in ("7", "8"):
        if key in digits:
            options = [horned for each in options for horned in _horned(each, _SHAPES[key])]
    found = (_syllable(plain, tone) for plain, tone in product(options, tones or [0]))
    return next(filter(None, found), "")


def _syllable(plain: str, tone: int) -> str:
    """The syllable of letters and a tone; empty if there is no such one."""
    known = parse(plain) or _with_tone(plain, tone)
    if known is None:
        return ""
    written = toned(plain, Syllable(known.onset, known.rime, tone)) if tone else plain
    return written if parse(written) is not None else ""


def _with_tone(plain: str, tone: int) -> Syllable | None:
    """The syllable of letters that need a tone: `viêt` is `việt` or `viết` only."""
    for at, char in enumerate(plain):
        found = parse(plain[:at] + TONED.get((char, tone), char) + plain[at + 1 :]) if tone else None
        if found is not None and found.tone == tone:
            return found
    return None
