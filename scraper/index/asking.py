"""Words with which people ask, and that answers rarely have: who, what, when, where, how many, how, why, which."""

from __future__ import annotations

from scraper.text.fold import fold

_AS_WRITTEN = (
    *("ai", "ai là", "là ai", "do ai", "của ai", "gì", "là gì", "làm gì", "những gì", "cái gì", "khi nào", "lúc nào"),
    *("ngày nào", "năm nào", "nào", "bao giờ", "bao lâu", "bao nhiêu", "mấy", "ở đâu", "tại đâu", "từ đâu", "đâu"),
    *("như thế nào", "thế nào", "ra sao", "tại sao", "vì sao", "có phải", "hay không", "bài viết của", "bài của"),
    *("viết về", "nói về"),
)
# Without accents, one syllable may be another word: `dau` is `đầu` too, `may` is `máy`.
ASKING = frozenset((*_AS_WRITTEN, *(fold(each) for each in _AS_WRITTEN if " " in each)))
"""The words, and those of several syllables without accents too."""
