"""The portal of Nghệ An's Party sites (nghean.dcs.vn): ``/{slug}/{article}-{site}-{category}``."""

from scraper.cms.model import Cms, Path

NGHE_AN = Cms("nghean", articles=(Path(r"/(?P<title>[^/]+)/(?P<key>\d+)-\d+-\d+/?$"),))
