"""Tell what is new and what is over, on each channel of the settings."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from scraper.alerts.channels import NotToldError, Send, to_command, to_url
from scraper.alerts.claims import Claim, OverTrouble, claim, confirm, release
from scraper.ledger.database import StateFile
from scraper.report.as_json import trouble_values
from scraper.report.disk import DiskSpace, disk_space
from scraper.report.places import Places, places_of
from scraper.report.words import duration, stamp_of
from scraper.text.harmful import one_line

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

FORMAT = 1


def tell(settings: BaseSettings) -> None:
    """Tell new troubles, and those that are over, once; a failure is a warning.

    Settings: ``ALERT_COMMAND`` is run with JSON on its stdin; ``ALERT_URL`` gets the same by POST.
    """
    places, channels = places_of(settings), _channels(settings)
    if not channels or not places.state.exists():
        return
    try:
        with closing(StateFile(places.state)) as database:
            for channel, send in channels.items():
                _tell(database, channel, send, _space(places))
    except OSError as error:
        logger.warning("No alert is sent, and the next run sends it: %s", error)


def _channels(settings: BaseSettings) -> dict[str, Send]:
    channels: dict[str, Send] = {}
    if command := str(settings["ALERT_COMMAND"] or ""):
        channels["ALERT_COMMAND"] = partial(to_command, command)
    if url := str(settings["ALERT_URL"] or ""):
        channels["ALERT_URL"] = partial(to_url, url, str(settings["PROXY"] or ""))
    return channels


def _space(places: Places) -> Sequence[DiskSpace]:
    try:
        return disk_space(places.output, places.archive)
    except OSError as error:
        logger.warning("Whether the disk is nearly full is not known: %s", error)
        return ()


def _tell(database: StateFile, channel: str, send: Send, space: Sequence[DiskSpace]) -> None:
    now = int(time.time())
    claimed = claim(database, channel, space, now)
    if not claimed.new and not claimed.over:
        return
    try:
        send(json.dumps(message_of(claimed, now)).encode())
    except NotToldError as error:
        release(database, channel, claimed)
        logger.warning("%s: %s. Nothing was told, the next run tells it", channel, one_line(str(error)))
    except BaseException:
        release(database, channel, claimed)
        raise
    else:
        confirm(database, channel, claimed, now)
        logger.info("%s: told %d new troubles, and %d that are over", channel, len(claimed.new), len(claimed.over))


def message_of(claimed: Claim, now: int) -> dict[str, Any]:
    """The message; ``text`` is all of it for a chat."""
    lines = [f"{trouble.text}. {trouble.helps}." for trouble in claimed.new]
    lines += [f"Over, after {duration(now - over.since)}: {_text(over)}" for over in claimed.over]
    return {
        "format": FORMAT,
        "at": stamp_of(now),
        "machine": socket.gethostname(),
        "text": "\n".join(map(one_line, lines)),
        "new": [trouble_values(trouble) for trouble in claimed.new],
        "over": _over(claimed.over),
    }


def _over(troubles: Sequence[OverTrouble]) -> list[dict[str, Any]]:
    return [
        {"source": over.name or None, "kind": over.kind, "since": stamp_of(over.since), "sentence": over.sentence}
        for over in troubles
    ]


def _text(over: OverTrouble) -> str:
    return f"{over.name}: {over.sentence}" if over.name else over.sentence
