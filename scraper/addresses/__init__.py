"""Addresses: what a URL reveals before anything is fetched.

A redesign changes the markup and keeps the addresses, so addresses are the most reliable part of a portal. They show
which pages are articles, the CMS's own key of an article, and which addresses are the same page.
"""

from scraper.addresses.resolve import Address, Kind, UrlResolver

__all__ = ["Address", "Kind", "UrlResolver"]
