"""Words typed with an input method that was off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.search.typed_keys import decoded
from scraper.text.syllables import is_syllable


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("chuyeenr", "chuyển"), ("ddooir", "đổi"), ("ddoofi", "đồi"), ("soos", "số"), ("cow", "cơ")),
        *(("ddangr", "đảng"), ("ddanhs", "đánh"), ("gias", "giá"), ("duwj", "dự"), ("thaauf", "thầu")),
        *(("nguwowif", "người"), ("nguoiwf", "người"), ("dduowcj", "được"), ("vieetj", "việt"), ("truowngf", "trường")),
        *(("quyeets", "quyết"), ("xuaats", "xuất"), ("hoas", "hóa"), ("THAAUF", "thầu")),
        *(("tie61p", "tiếp"), ("su71c", "sức"), ("d9e61n", "đến"), ("tru7o72ng", "trường"), ("chuye6n3", "chuyển")),
        *(("d9o6i3", "đổi"), ("so61", "số"), ("vie65t", "việt"), ("na8m", "năm")),
    ],
)
def test_keys_stand_for_a_syllable(typed: str, meant: str) -> None:
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "typed", ["trong", "quan", "class", "news", "2024", "19", "q1", "kh1", "số", "", "a", "x" * 40]
)
def test_other_words_stand_for_nothing(typed: str) -> None:
    assert decoded(typed) == ""


@given(st.text("abcdeghiklmnopqrstuvxywfjz0123456789", max_size=12))
def test_what_is_decoded_is_a_syllable(typed: str) -> None:
    meant = decoded(typed)
    assert not meant or is_syllable(meant)
