"""Text in Vietnamese charsets from before Unicode, as it shows where it was pasted into a Unicode page.

TCVN3 (fonts ``.VnTime``, ``.VnArial`` …), VNI (``VNI-Times`` …) and VISCII give Vietnamese letters the codes of Western
ones: ``ñy ban nh©n d©n`` is `ủy ban nhân dân`. Whether a text is in one of them is seen by its words: they are
syllables after the conversion and not before.
"""

import re
import string
from dataclasses import dataclass, field
from typing import Final
from unicodedata import normalize

from scraper.text.letters import MARKED, TONE_LETTERS
from scraper.text.syllables import is_syllable

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300\u0301\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE = "\u0302\u0306"

# Ends of words that belong to none of the charsets.
_EDGES: Final = string.punctuation + string.digits + "“”‘’–—…"
_WORD: Final = re.compile(r"[^\W\d_]+")
_ASCII_LETTER: Final = re.compile("[a-zA-Z]")
# Capitals with tones are written as small letters in TCVN3: whether a word is in capitals is seen by its other letters,
_CAPITAL: Final = re.compile("[A-Z\u00a1-\u00a7]")
_SMALL: Final = re.compile("[a-z\u00a8-\u00ae]")
# of which a single one may be the first of a name;
_MIN_CAPITALS: Final = 2
# a sentence begins with one,
_TONED_SMALL: Final = '[“"]?[' + "".join(sorted(char for char in TONE_LETTERS if char.islower())) + "]"
_NEXT_SENTENCE: Final = re.compile(f"(?<=[.!?] ){_TONED_SMALL}")
_BEGINNING: Final = re.compile(rf"^\s*{_TONED_SMALL}|(?<=[.!?] ){_TONED_SMALL}")
# and so do, in official spelling, the names of committees.
_COMMITTEE: Final = re.compile(r"(?<!\w)ủy(?= ban )")
# Letters that Western text does not have: only Unicode has them.
UNICODE_ONLY: Final = re.compile("[" + "".join(sorted(char for char in MARKED if char > "\xff")) + "]")


@dataclass(frozen=True, slots=True)
class LegacyCharset:
    """A charset: what its letters look like in a Unicode page, and what they are."""

    name: str
    letters: dict[str, str]
    codes: re.Pattern[str]
    is_tcvn3: bool = False
    """True for the charset in which a letter has the code of the soft hyphen, which programs turn into a hyphen, and
    which has no capitals with tones."""

    def decode(self, text: str) -> str:
        """The text in Unicode."""
        return self.codes.sub(lambda match: self.letters[match[0]], text)

    def word(self, word: str) -> str:
        """One word in Unicode."""
        if self.is_tcvn3 and "-" in word:
            whole = self.decode(word.replace("-", "\xad"))
            if is_syllable(whole):
                return whole
        return self.decode(word)


@dataclass(slots=True)
class Evidence:
    """What the words of a text say of a charset."""

    odd: set[str] = field(default_factory=set)
    """Words that are no syllables as they are, and change in the conversion."""
    good: set[str] = field(default_factory=set)
    """Those of them that are syllables then."""
    words: int = 0
    """All words …"""
    valid: int = 0
    """… and those that are syllables after the conversion."""
    is_changed: bool = False
    """True if the conversion changes anything."""

    def add(self, other: "Evidence") -> None:
        """Add the words of another text."""
        self.odd |= other.odd
        self.good |= other.good
        self.words += other.words
        self.valid += other.valid


def evidence(text: str, charset: LegacyCharset) -> Evidence:
    """How well a text reads in a charset."""
    found = Evidence()
    for token in text.split():
        word = token.strip(_EDGES)
        if not word:
            continue
        decoded = charset.word(word)
        found.is_changed = found.is_changed or decoded != word
        was, is_good = is_syllable(word), _are_syllables(decoded)
        found.words += 1
        found.valid += was or is_good
        if decoded != word and not was and _ASCII_LETTER.search(word):
            found.odd.add(word)
            if is_good:
                found.good.add(word)
    return found


def decoded_words(text: str, charset: LegacyCharset) -> str:
    """The text with only those words converted that are syllables then and were none before."""
    return "".join(_decoded_word(piece, charset) for piece in re.split(r"(\s+)", text))


def decoded_text(text: str, charset: LegacyCharset, *, begins: bool = False) -> str:
    """The whole text converted.

    Args:
        text: the text.
        charset: its charset.
        begins: whether it begins a paragraph.
    """
    if not charset.is_tcvn3:
        return charset.decode(text)
    whole = "".join(_with_hyphen(piece, charset) if "-" in piece else piece for piece in re.split(r"(\s+)", text))
    decoded = charset.decode(whole)
    if _are_capitals(whole):
        return decoded.upper()
    decoded = _WORD.sub(
        lambda match: match[0].upper() if _are_capitals(whole[match.start() : match.end()]) else match[0], decoded
    )
    decoded = (_BEGINNING if begins else _NEXT_SENTENCE).sub(lambda match: match[0].upper(), decoded)
    return _COMMITTEE.sub("Ủy", decoded)


def _are_capitals(text: str) -> bool:
    return len(_CAPITAL.findall(text)) >= _MIN_CAPITALS and not _SMALL.search(text)


def _decoded_word(piece: str, charset: LegacyCharset) -> str:
    word = piece.strip(_EDGES)
    if not word or is_syllable(word) or not _ASCII_LETTER.search(word):
        return piece
    decoded = charset.word(word)
    return piece.replace(word, decoded, 1) if decoded != word and _are_syllables(decoded) else piece


def _with_hyphen(piece: str, charset: LegacyCharset) -> str:
    """A word with the letter whose code became a hyphen."""
    word = piece.strip(_EDGES.replace("-", ""))
    whole = word.replace("-", "\xad")
    is_letter = _ASCII_LETTER.search(word) is not None and is_syllable(charset.decode(whole))
    return piece.replace(word, whole, 1) if is_letter else piece


def _are_syllables(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(words) and all(map(is_syllable, words))


def _charset(name: str, letters: dict[str, str], *, is_tcvn3: bool = False) -> LegacyCharset:
    longest_first = sorted(letters, key=len, reverse=True)
    return LegacyCharset(name, letters, re.compile("|".join(map(re.escape, longest_first))), is_tcvn3)


def _tcvn3() -> dict[str, str]:
    """The letters in the order of their codes, from the codes at which each row begins."""
    rows = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }
    return {chr(first + at): letter for first, row in rows.items() for at, letter in enumerate(row)}


def _vni() -> dict[str, str]:
    """A vowel and the letter for its marks; ``ơ ư đ`` and three of the vowels ``i`` are letters of their own."""
    tones = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
    circumflex = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
    breve = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
    horns = {"ô": "ơ", "ö": "ư"}
    lower = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", **horns}
    lower |= {vowel + sign: vowel + tone for vowel in "aeouy" for sign, tone in tones.items()}
    lower |= {sign + mark: horn + tone for sign, horn in horns.items() for mark, tone in tones.items()}
    lower |= {vowel + sign: vowel + _CIRCUMFLEX + tone for vowel in "aeo" for sign, tone in circumflex.items()}
    lower |= {"a" + sign: "a" + _BREVE + tone for sign, tone in breve.items()}
    # Capitals are written with the marks of capitals, or with those of small letters.
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in lower.items()}
    upper = {code.upper(): letter.upper() for code, letter in lower.items()}
    return {code: normalize("NFC", letter) for code, letter in (lower | mixed | upper).items()}


def _viscii() -> dict[str, str]:
    """The letters of the upper half in the order of their codes; windows-1252 shows some codes as other signs."""
    upper_half = (
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
        "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
        "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
    letters = {chr(code): letter for code, letter in enumerate(upper_half, start=0x80)}
    shown = {bytes([ord(code)]).decode("cp1252", "ignore"): letters[code] for code in list(letters)[:32]}
    shown.pop("", None)
    return {code: letter for code, letter in (shown | letters).items() if code != letter}


TCVN3: Final = _charset("TCVN3", _tcvn3(), is_tcvn3=True)
VNI: Final = _charset("VNI", _vni())
VISCII: Final = _charset("VISCII", _viscii())
CHARSETS: Final = (TCVN3, VNI, VISCII)
