"""Address schemes and site structure, one module per family of content management systems."""

from collections.abc import Sequence

from tests.practice.corpus import Article
from tests.practice.families.base import Family, Link, Pager, Target
from tests.practice.families.liferay import Liferay
from tests.practice.families.mdefault import AjaxPagedMdefault, PostbackMdefault
from tests.practice.families.slug import SlugPortal
from tests.practice.families.wps import WebSphere
from tests.practice.sites import Site

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
