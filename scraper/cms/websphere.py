"""IBM WebSphere Portal with Web Content Manager: its addresses are navigation state, with a content path in it."""

import re
from urllib.parse import SplitResult, unquote, unquote_plus

from scraper.cms.model import Cms, Match

# The content path is encoded as CTX!QCPlibraryQCPsiteQCP… (QCP is "/", QCA is "+"), or as wcm:path in newer versions.
_CONTEXT = re.compile(r"CTX!(?P<path>QCP[^=!/]*)")
_PATH = re.compile(r"(?:wcm:path:|/wps/wcm/(?:my)?connect)(?P<path>/[^?&!=]+)", re.IGNORECASE)
# The page of a list.
_PAGE = re.compile(r"WCM_PI[!=](?P<number>\d+)")
# The servlet of Web Content Manager answers here for every content path: the only address without state.
_SERVLET = "/wps/wcm/connect"


def by_content_path(address: SplitResult) -> Match | None:
    """The content path of an address, or None; only the page tells whether it is an article or a list."""
    whole = unquote(f"{address.path}?{address.query}")
    if "/wps/" not in whole:
        return None
    page = _PAGE.search(whole)
    suffix = f"#{page['number']}" if page and int(page["number"]) > 1 else ""
    if context := _CONTEXT.search(whole):
        path = context["path"].replace("QCP", "/").replace("QCA", "+")
    elif plain := _PATH.search(whole):
        path = plain["path"]
    else:
        return None
    path = unquote_plus(path).rstrip("/")
    *_, section, title = ["", *path.split("/")]
    return Match(path + suffix, title, section, is_article=False, canonical=_SERVLET + path)


WCM = Cms(
    "wcm",
    rank=10,
    articles=(by_content_path,),
    state_mark="!ut/p/",  # what follows differs on every view
    views=("/wps/myportal",),
)
