"""What follows when all runs of a command have ended: alerts and metrics, from the state file alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper import alerts, metrics

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def after_runs(settings: BaseSettings) -> None:
    """Tell what is new, and write the metrics, as far as the settings ask for it; failures are warnings."""
    alerts.tell(settings)
    metrics.write(settings)
