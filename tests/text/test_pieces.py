from collections.abc import Callable

from scraper.text.pieces import remembering


def _noting(asked: list[str]) -> Callable[[str], int]:
    def length(piece: str) -> int:
        asked.append(piece)
        return len(piece)

    return length


def test_known_words_are_worked_on_once() -> None:
    asked: list[str] = []
    lengths = remembering(_noting(asked))
    assert list(lengths(["xã", "ấp", "xã"])) == [2, 2, 2]
    assert asked == ["xã", "ấp"]


def test_text_that_is_no_words_is_not_remembered() -> None:
    asked: list[str] = []
    encoded = ["x" * 500, "x" * 500]
    assert list(remembering(_noting(asked))(encoded)) == [500, 500]
    assert len(asked) == 2


def test_no_pieces() -> None:
    assert list(remembering(len)([])) == []
