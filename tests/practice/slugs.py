"""Vietnamese text to the ASCII words of an address."""

import re
import unicodedata

# The letter with a stroke has no decomposition, so NFD alone would drop it.
STROKE = str.maketrans("đĐ", "dD")


def ascii_fold(text: str) -> str:
    """Letters without tone and shape marks: `Đảng ủy` becomes `Dang uy`."""
    decomposed = unicodedata.normalize("NFD", text.translate(STROKE))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens: `Đảng ủy Khối` becomes `dang-uy-khoi`."""
    return "-".join(re.findall(r"[a-z0-9]+", ascii_fold(text).lower()))


def cut_slug(slug: str, limit: int) -> str:
    """A slug cut at a word end, as CMSes do that store it in a short column."""
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]
