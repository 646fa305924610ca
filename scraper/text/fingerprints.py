"""Fingerprints of an article: a hash that changes with any word, and a simhash that changes little with few words."""

import re
from array import array
from functools import reduce
from hashlib import blake2b, sha256
from typing import Final

from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean
from scraper.text.pieces import remembering

_BITS: Final = 64
_HEX_DIGITS: Final = _BITS // 4

# Words in a shingle: single words repeat everywhere in official prose, and with four every change counts four times.
_SHINGLE: Final = 3

# Each word has one hash for each place in a shingle.
_BYTES: Final = _SHINGLE * _BITS // 8

_WORD: Final = re.compile(r"[^\W_]+")


def content_hash(title: str, body: str) -> str:
    """SHA-256 of the words, 64 hex digits; white space and the style of tone marks make no difference."""
    words = "\n".join(" ".join(filter(None, _all_canonical(text.split()))) for text in (title, body))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(piece: str) -> str:
    """A piece between two spaces, as it counts for the hash; empty if nothing of it is visible."""
    return tone_marks(clean(piece))


_all_canonical = remembering(_canonical)


def simhash(text: str) -> str:
    """16 hex digits; the share of differing bits grows with the share of differing three-word shingles.

    Each shingle has 64 pseudo-random bits, and bit n of the result is the majority of bit n over all shingles. Accents,
    case and punctuation make no difference. Text without a word returns all zeros.
    """
    buffer = b"".join(_all_hashes(text.split()))
    if not buffer:
        return "0" * _HEX_DIGITS
    return f"{_majority(*_shingles(buffer)):0{_HEX_DIGITS}x}"


def hamming(a: str, b: str) -> int:
    """The Hamming distance of two simhashes: how many of their 64 bits differ."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def _hashes(piece: str) -> bytes:
    """Three independent 64-bit hashes for each word of the piece: as first, second and third of a shingle."""
    words = _WORD.findall(fold(piece))
    return b"".join(blake2b(word.encode("utf-8"), digest_size=_BYTES).digest() for word in words)


_all_hashes = remembering(_hashes)


def _shingles(buffer: bytes) -> tuple[int, int]:
    """The hashes of all shingles side by side in one big integer, 64 bits each, and their number.

    A shingle's hash is its first word's first hash, its second's second and its third's third, combined by exclusive or
    (tabulation hashing). So each word is hashed once, and one operation on three long integers hashes all shingles of a
    text.
    """
    count = len(buffer) // _BYTES
    lanes = array("Q", buffer + bytes(_BYTES * (_SHINGLE - 1)))  # the last words start shingles too
    columns = (lanes[(_SHINGLE + 1) * place :: _SHINGLE][:count] for place in range(_SHINGLE))
    return reduce(int.__xor__, (int.from_bytes(column.tobytes(), "little") for column in columns)), count


def _majority(lanes: int, count: int) -> int:
    """The 64 bits that are set in more than half of `count` lanes of 64 bits, which lie side by side in one integer.

    A bit-sliced adder: `planes[i]` holds bit i of 64 sums in each lane. The lanes are folded in half and added until
    one is left, which takes a few dozen operations on long integers instead of 64 steps a shingle.
    """
    planes, left = [lanes], count
    while left > 1:
        half = (left + 1) // 2
        shift = half * _BITS
        low = (1 << shift) - 1
        planes = _sums([plane & low for plane in planes], [plane >> shift for plane in planes])
        left = half
    return _greater(planes, count // 2)


def _sums(one: list[int], other: list[int]) -> list[int]:
    """The sums of two rows of bit-sliced numbers, one plane longer for the carry."""
    sums, carry = [], 0
    for a, b in zip(one, other, strict=True):
        either = a ^ b
        sums.append(either ^ carry)
        carry = (a & b) | (either & carry)
    return [*sums, carry]


def _greater(planes: list[int], limit: int) -> int:
    """The bits whose bit-sliced numbers are greater than the limit, compared from the highest plane down."""
    greater, equal = 0, (1 << _BITS) - 1
    for place in reversed(range(len(planes))):
        if limit >> place & 1:
            equal &= planes[place]
        else:
            greater |= equal & planes[place]
            equal &= ~planes[place]
    return greater
