"""NukeViet: ``/{category}/{alias}-{id}.html``, or ``index.php?nv=news&op={category}/{alias}-{id}`` unrewritten."""

from urllib.parse import SplitResult

from scraper.cms.model import TITLE, Cms, Match, Path, parameters

_ARTICLE = Path(rf"/(?P<section>[^/]+)/(?=[^/]*-\d+\.html?$){TITLE}-(?P<key>\d+)\.html?$")


def by_module(address: SplitResult) -> Match | None:
    """The match of an address that is not rewritten: it names the module and the path in it."""
    named = parameters(address.query)
    if named.get("nv") != "news" or "op" not in named:
        return None
    return _ARTICLE(address._replace(path=f"/{named['op']}", query=""))


NUKEVIET = Cms(
    "nukeviet",
    rank=40,
    articles=(_ARTICLE, by_module),
    # Theme switches, with a random return address.
    state=("nv_redirect|nvvithemever",),
    views=(r"/(?:savefile|users|seek)(?:/|$|\.)",),
    # ?pdf=1 is a viewer of an attachment.
    view_params=("pdf",),
    # Its blocker counts 40 pages in 60 s; further requests get "Hãy đợi" with status 200.
    wait=60.0,
)
