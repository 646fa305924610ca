import random
import re
from hashlib import blake2b, sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.fingerprints import _majority, content_hash, hamming, simhash
from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean

_WRITTEN = """
    chi bộ xã đôn xuân mở lớp dạy nghề đan lát cho bà con khmer trong ba tháng hè học viên được hỗ trợ tiền
    xe và tài liệu sau khóa học hợp tác xã nhận bao tiêu sản phẩm giúp nhiều hộ có thêm việc làm lúc nông nhàn
    huyện đoàn ra quân làm thủy lợi nội đồng nạo vét kênh mương trồng cây dọc tuyến lộ mới thắp sáng đường quê
"""
_SYLLABLES = _WRITTEN.split()


def _article(seed: int, words: int) -> list[str]:
    return random.Random(seed).choices(_SYLLABLES, k=words)


def test_the_content_hash_sees_no_layout_and_no_tone_style() -> None:
    plain = content_hash("Thủy lợi xã Hòa An", "Ủy ban họp.\n\nDân góp ý.")
    assert re.fullmatch(r"[0-9a-f]{64}", plain)
    assert content_hash(" Thuỷ  lợi xã Hoà An", "Uỷ ban họp.\nDân\u00a0góp ý.") == plain


@given(st.text(alphabet="aÐđ hoáuỷ\u200b\u0301\u0323\n\t\x1c\x85\u00ad\ud800Ệ1.\u3000\u2028", max_size=40))
def test_the_content_hash_of_pieces_is_that_of_the_whole_text(text: str) -> None:
    whole = f"{tone_marks(clean(text))}\n{tone_marks(clean(text))}"
    assert content_hash(text, text) == sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def test_the_content_hash_sees_every_word() -> None:
    base = content_hash("Một", "hai ba")
    assert content_hash("Một hai", "ba") != base
    assert content_hash("Một", "hai bà") != base
    assert content_hash("Một", "hai, ba") != base


def test_a_simhash_is_16_hex_digits_and_stable() -> None:
    # written down, so that a change of the method, which would make every stored one useless, is noticed
    assert simhash("Chi bộ xã mở lớp dạy nghề cho bà con.") == "f69f4767668c9861"
    assert simhash("") == simhash(" … ") == "0" * 16


def test_a_simhash_sees_no_case_accent_or_punctuation() -> None:
    assert simhash("Thủy lợi, nội đồng!") == simhash("THUỶ LỢI nội  đồng") == simhash("thuy loi noi dong")


@pytest.mark.parametrize("seed", range(8))
def test_a_few_words_change_a_few_bits(seed: int) -> None:
    words = _article(seed, 900)
    changed = list(words)
    for place in random.Random(seed).sample(range(len(words)), 4):
        changed[place] = "khác"
    assert hamming(simhash(" ".join(words)), simhash(" ".join(changed))) <= 8


@pytest.mark.parametrize("seed", range(8))
def test_other_articles_differ_in_about_half_of_the_bits(seed: int) -> None:
    one, other = simhash(" ".join(_article(seed, 400))), simhash(" ".join(_article(seed + 100, 400)))
    assert 18 <= hamming(one, other) <= 46


def test_the_order_of_the_words_counts() -> None:
    words = _article(1, 300)
    assert hamming(simhash(" ".join(words)), simhash(" ".join(reversed(words)))) > 12


def test_hamming_counts_bits() -> None:
    assert hamming("0000000000000000", "ffffffffffffffff") == 64
    assert hamming("0000000000000001", "0000000000000003") == 1


@given(st.text(), st.text())
def test_any_text_has_fingerprints(title: str, body: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", content_hash(title, body))
    assert re.fullmatch(r"[0-9a-f]{16}", simhash(body))


# Few different lanes, so that sums come near to the half; all bits, and none.
_LANES = st.sampled_from([0, 1, 1 << 63, (1 << 64) - 1, 0x5555555555555555]) | st.integers(0, (1 << 64) - 1)


@given(st.lists(_LANES, min_size=1, max_size=70))
def test_the_majority_is_that_of_a_count_bit_by_bit(lanes: list[int]) -> None:
    expected = 0
    for bit in range(64):
        if 2 * sum(lane >> bit & 1 for lane in lanes) > len(lanes):
            expected |= 1 << bit
    assert _majority(sum(lane << 64 * place for place, lane in enumerate(lanes)), len(lanes)) == expected


@given(st.lists(st.sampled_from(["xã", "huyện", "tỉnh", "ấp"]), min_size=1, max_size=40))
def test_the_simhash_is_the_majority_of_the_shingles_bits(words: list[str]) -> None:
    """Against a count bit by bit."""
    text = " ".join(words)
    counts = [0] * 64
    for place in range(len(words)):
        bits = int(_shingle_hash(words[place : place + 3]), 16)
        for bit in range(64):
            counts[bit] += bits >> bit & 1
    expected = sum((count > len(words) // 2) << bit for bit, count in enumerate(counts))
    assert simhash(text) == f"{expected:016x}"


def _shingle_hash(words: list[str]) -> str:
    value = 0
    for place, word in enumerate(words):
        digest = blake2b(fold(word).encode(), digest_size=24).digest()
        value ^= int.from_bytes(digest[8 * place : 8 * place + 8], "little")
    return f"{value:016x}"
