"""What a Vietnamese syllable can be: an onset, a rime and a tone that go together.

The table is about spelling, not words: `hoạch` is a valid spelling, whether or not it has a meaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scraper.text.letters import ACUTE, DOT, SHAPED, TONE, TONED, VOWELS, untoned

# `nghiêng`: the longest syllable there is.
LONGEST: Final = 7

_ONSETS_WRITTEN: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS: Final = frozenset({"", *_ONSETS_WRITTEN.split()})

_RIMES_WRITTEN: Final = """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RIMES: Final = frozenset(_RIMES_WRITTEN.split())
# `quỳnh`, `quýt`, `quých`: the u belongs to the onset, and these rimes occur nowhere else.
_RIMES_AFTER_QU: Final = frozenset({"ych", "yn", "ynh", "yt"})

_FRONT: Final = frozenset("eêiy")
_ONLY_BEFORE_FRONT: Final = frozenset({"gh", "ngh"})
_NEVER_BEFORE_FRONT: Final = frozenset({"c", "ng"})
# Where a lone y is written for i: `lý`, `mỹ`, `kỷ`, and given names such as `Thy`, `Ny`.
_BEFORE_Y: Final = frozenset({"", "d", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"})

_STOPS: Final = ("c", "ch", "p", "t")
_STOP_TONES: Final = frozenset({ACUTE, DOT})


@dataclass(frozen=True, slots=True)
class Syllable:
    """The parts of one syllable, lower case: `Hoạch` is onset `h`, rime `oach`, tone 5 (0 = no mark)."""

    onset: str
    rime: str
    tone: int


def is_syllable(token: str) -> bool:
    """Whether the token is a valid Vietnamese syllable, in any case, with the tone mark on any vowel."""
    return len(token) <= LONGEST and parse(token.lower()) is not None


@lru_cache(maxsize=16_384)  # the language has about 7 000 syllables; the rest are foreign words
def parse(token: str) -> Syllable | None:
    """The parts of a lower-case token; None if it is not a Vietnamese syllable."""
    if not 1 <= len(token) <= LONGEST:
        return None
    tones = [TONE[char] for char in token if char in TONE]
    if len(tones) > 1:
        return None
    tone = tones[0] if tones else 0
    for onset, rime in _cuts(untoned(token)):
        if _goes_together(onset, rime, tone):
            return Syllable(onset, rime, tone)
    return None


def toned(plain: str, syllable: Syllable) -> str:
    """`plain`, the syllable's letters without tone in the case to keep, with the syllable's tone mark."""
    if not syllable.tone:
        return plain
    at = len(plain) - len(syllable.rime) + _tone_place(syllable.rime)
    return plain[:at] + TONED[plain[at], syllable.tone] + plain[at + 1 :]


def _cuts(plain: str) -> Iterator[tuple[str, str]]:
    """The possible pairs of onset and rime, longest onset first: `gia` is gi + a, and only `gi` alone is g + i."""
    for length in (3, 2, 1, 0):
        if plain[:length] in _ONSETS and len(plain) > length:
            yield plain[:length], plain[length:]


def _goes_together(onset: str, rime: str, tone: int) -> bool:
    if rime not in _RIMES:
        return onset == "qu" and rime in _RIMES_AFTER_QU and _tone_fits(rime, tone)
    return _tone_fits(rime, tone) and _spelling_fits(onset, rime)


def _tone_fits(rime: str, tone: int) -> bool:
    """Whether the tone is possible: a final stop requires the rising or the heavy tone: `các`, `cạc`, never `cac`."""
    return tone in _STOP_TONES or not rime.endswith(_STOPS)


def _spelling_fits(onset: str, rime: str) -> bool:
    front = rime[0] in _FRONT
    if onset in _ONLY_BEFORE_FRONT:
        return front
    if onset in _NEVER_BEFORE_FRONT:
        return not front
    if onset == "g":
        return not front or rime[0] == "i"
    if rime == "y":
        return onset in _BEFORE_Y
    if rime.startswith("yê"):
        return onset in ("", "qu")
    return not (onset == "" and rime.startswith("iê"))


def _tone_place(rime: str) -> int:
    """The index of the tone mark in the rime, in the older style that most portals use (`hòa`, `hoàn`)."""
    vowels = len(rime) - len(rime.lstrip("".join(VOWELS)))
    shaped = [at for at in range(vowels) if rime[at] in SHAPED]
    if shaped:
        return shaped[-1]  # in `ươ` the second
    if vowels == 3:
        return 1
    return 1 if vowels == 2 and len(rime) > vowels else 0
