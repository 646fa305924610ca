"""Addresses: what a URL says before anything is fetched.

A redesign changes the markup and keeps the addresses, so this is the part of a portal that we trust most: which
addresses are articles, what the CMS's own key of an article is, and which addresses are the same page.
"""

from scraper.addresses.resolve import Address, Kind, UrlResolver

__all__ = ["Address", "Kind", "UrlResolver"]
