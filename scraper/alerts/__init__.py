"""Alerts: a new trouble is told once, and once that it is over, by ``ALERT_COMMAND`` and ``ALERT_URL``."""

from scraper.alerts.tell import tell

__all__ = ["tell"]
