"""Address schemes and site structure, one module per family of content management systems."""

from collections.abc import Sequence

from scraper.demo.corpus import Article
from scraper.demo.families.base import Family, Link, Pager, Target
from scraper.demo.families.liferay import Liferay
from scraper.demo.families.mdefault import AjaxPagedMdefault, PostbackMdefault
from scraper.demo.families.slug import SlugPortal
from scraper.demo.families.wps import WebSphere
from scraper.demo.sites import Site

__all__ = ["Family", "Link", "Pager", "Target", "make_family"]


def make_family(site: Site, articles: Sequence[Article], form: str, *, traps: bool) -> Family:
    """The family that serves this site; `form` only matters where two are possible, `traps` in pagers."""
    match site.source, form:
        case "stp_travinh", _:
            return PostbackMdefault(site, articles)
        case "dukcqdn_travinh", _:
            return AjaxPagedMdefault(site, articles)
        case "hoabinh", _:
            return Liferay(site, articles, endless=traps)
        case "dukcqdn_longan", "slug":
            return SlugPortal(site, articles)
        case "dukcqdn_longan", "wcm":
            return WebSphere(site, articles)
    raise ValueError(f"no family for {site.source!r} in the form {form!r}")
