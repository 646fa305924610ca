"""SharePoint, with the news parts of ministries and of Lạc Việt."""

from scraper.cms.model import Cms, Query

SHAREPOINT = Cms(
    "sharepoint",
    rank=70,
    # The pages of its own blog have only an ID.
    articles=(Query(("itemid",)), Query(("id",), pages=("/viewpost.aspx", "/post.aspx"))),
    page_params=("pageindex",),  # counted from 0
    # Links for screen readers that all its master pages have.
    labels=("skip (?:to main content|navigation links|ribbon commands)",),
)
