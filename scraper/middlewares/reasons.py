"""Why a page could not be fetched, in words for a log."""

from __future__ import annotations

_BAD_CERTIFICATE = "certificate verify failed"
_WAY_OUT = "verify_certificates = False in the source, or -s DOWNLOAD_VERIFY_CERTIFICATES=0, reads it all the same"


def reason_of(error: BaseException) -> str:
    """What an error says, or at least its name; of a bad certificate, how to read the site all the same."""
    text = str(error) or type(error).__name__
    if _BAD_CERTIFICATE in text:
        return f"{_BAD_CERTIFICATE}; {_WAY_OUT}"
    return text
