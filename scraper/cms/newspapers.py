"""Provincial newspapers (ONECMS and its like): title and number, in either order."""

from scraper.cms.model import TITLE, Cms, Path

NEWSPAPERS = Cms(
    "newspapers",
    articles=(
        Path(rf"/(?P<section>[^/]+)/(?=[^/]*-(?:a|post)\d+\.html?$){TITLE}-(?:a|post)(?P<key>\d+)\.html?$"),
        Path(rf"^/(?=[^/]*\d\.html?$){TITLE}-(?:a|post)?(?P<key>\d{{3,}})\.html?$"),
        Path(rf"/(?P<key>\d{{4,}})/{TITLE}\.html?$"),
    ),
)
