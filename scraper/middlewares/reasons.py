"""The reason why a page could not be fetched, in words for a log."""

from __future__ import annotations

from scrapy.exceptions import DownloadFailedError


def reason_of(error: BaseException) -> str:
    """The message of an error, or its class name; what Scrapy took over from Twisted gets words before it."""
    text = str(error) or type(error).__name__
    if type(error) is DownloadFailedError:  # its subclasses are ours and have words
        return f"the server closes the connection, or does not answer in HTTP {text}"
    return text
