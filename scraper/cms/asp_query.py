"""Older ASP sites: ``/?details=5718&menuID=32``, ``/Introduction.aspx?MenuID={guid}&NewsID={guid}``."""

from scraper.cms.model import Cms, Query

ASP_QUERY = Cms("asp_query", rank=70, articles=(Query(("newsid", "details")),))
