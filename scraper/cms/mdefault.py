"""The ASP.NET portal of Trà Vinh and Sóc Trăng, whose one page is ``mDefault.aspx``; its pagers are postbacks."""

from urllib.parse import SplitResult

from scraper.cms.model import Cms, Match, Path, parameters


def by_query(address: SplitResult) -> Match | None:
    """``/mDefault.aspx?sid=…&pageid=…&catid=…&id=…&catname=…&title=…``, in any order."""
    if not address.path.lower().endswith("/mdefault.aspx"):
        return None
    named = parameters(address.query)
    key = named.get("id", "")
    if not key.isdigit() or not int(key):
        return None
    return Match(key, named.get("title", ""), named.get("catname", ""))


# /{sid}/{pageid}/{catid}/{id}/{catslug}/{titleslug}, some hosts with a site name before and .aspx after it. The same
# article has several pageid and catid values, and the title slug is cut at about 90 characters: only the fourth number
# identifies it.
MDEFAULT = Cms(
    "mdefault",
    is_exact=True,
    rank=10,
    articles=(
        Path(
            r"^(?:/[^/]+)?/\d+/\d+/\d+/(?P<key>\d+)/(?P<section>[^/]+)/(?P<title>[^/]+?)(?:\.aspx)?/?$",
            unless="",  # a title may begin with "trang 10"
        ),
        by_query,
    ),
)
