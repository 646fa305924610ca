"""The portal of travinh.gov.vn and longan.gov.vn: ``/{catslug}[-{catid}]/{slug}-{id}``, without an ending."""

from scraper.cms.model import Cms, Path

# Ids of the portals seen have four or more digits; three are required, so that a young site works too while a list such
# as /van-ban/khoa-xi-2 does not match. A slug of one word is not a title.
SLUG_ID = Cms(
    "slug_id",
    is_exact=True,
    # Long ids at the end of addresses: tried before rules that accept shorter ids or words alone.
    rank=20,
    articles=(
        Path(
            r"(?:^|/)(?=[^/]+/[^/]*-\d{3,}(?:\.html?|\.aspx)?/?$)(?P<section>[^/]+?)(?:-\d+)?/(?P<title>(?=[^/]*[a-z])[^/]+-[^/]+)-(?P<key>\d{3,})"
            r"(?:\.html?|\.aspx)?/?$",
            # "…-nam-2023" ends a section's name as well as a title: a year is not an id.
            unless=r"/(?:page|trang)-\d+|-nam-(?:19|20)\d\d/?$",
        ),
    ),
    # The default text of a picture without one.
    labels=("image banner",),
)
