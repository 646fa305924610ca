"""The reason why a page could not be fetched, in words for a log."""

from __future__ import annotations

_BAD_CERTIFICATE = "certificate verify failed"
_WAY_OUT = "verify_certificates = False in the source, or -s DOWNLOAD_VERIFY_CERTIFICATES=0, fetches it nevertheless"


def reason_of(error: BaseException) -> str:
    """The message of an error, or its class name; for a bad certificate, also how to fetch the site nevertheless."""
    text = str(error) or type(error).__name__
    if _BAD_CERTIFICATE in text:
        return f"{_BAD_CERTIFICATE}; {_WAY_OUT}"
    return text
