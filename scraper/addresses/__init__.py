"""Addresses: what a URL says before anything is fetched.

A redesign changes the markup and keeps the addresses, so this is the part of a portal that we trust most: which
addresses are articles, what the CMS's own key of an article is, and which addresses are the same page.
"""

from scraper.addresses.families import ANY_FAMILY
from scraper.addresses.resolve import Address, Kind, UrlResolver
from scraper.addresses.schemes import COM_SOFT, MDEFAULT, SLUG_ID, WCM, Scheme

__all__ = ["ANY_FAMILY", "COM_SOFT", "MDEFAULT", "SLUG_ID", "WCM", "Address", "Kind", "Scheme", "UrlResolver"]
