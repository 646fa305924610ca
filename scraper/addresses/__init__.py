"""Addresses: what a URL says before anything is fetched.

A redesign changes the markup and keeps the addresses, so this is the part of a portal that we trust most: which
addresses are articles, what the CMS's own key of an article is, and which addresses are the same page.
"""

from scraper.addresses.resolve import Address, Kind, UrlResolver
from scraper.cms import ANY_CMS as ANY_FAMILY
from scraper.cms import Cms as Scheme
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM

__all__ = ["ANY_FAMILY", "COM_SOFT", "MDEFAULT", "SLUG_ID", "WCM", "Address", "Kind", "Scheme", "UrlResolver"]
