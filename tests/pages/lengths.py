"""Text of an exact length, for the tests of thresholds."""

from __future__ import annotations

_WORDS = "bà con trong thôn cùng nhau dựng rạp đón hội làng từ sáng sớm tới chiều muộn, trẻ nhỏ theo sau rất vui và "


def line(length: int) -> str:
    """Words without an end mark, exactly so many characters."""
    text = "B" + (_WORDS * (length // len(_WORDS) + 1))[1:length]
    return text if text[-1].isalpha() else f"{text[:-1]}a"


def sentence(length: int, end: str = ".") -> str:
    """The same as a sentence."""
    return line(length - len(end)) + end
