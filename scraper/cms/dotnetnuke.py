"""DotNetNuke: names and numbers of parameters, written as a path or as a query."""

from scraper.cms.model import END, Cms, Path, Query

DOTNETNUKE = Cms(
    "dotnetnuke",
    rank=60,  # the path of another CMS has precedence over a parameter
    articles=(
        Path(r"/tabid/\d+/id/(?P<key>\d+)(?:/|$)"),
        Path(rf"/(?:articleid|newsid|itemid|ndid)/(?P<key>\d+)(?:/(?P<title>[^/]+?){END})?"),
        Query(("itemid", "newsid", "articleid", "ndid")),
    ),
)
