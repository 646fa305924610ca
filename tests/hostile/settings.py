"""The project's settings, and a watch on the event loop."""

from scraper.settings import *  # noqa: F403
from scraper.settings import EXTENSIONS as PROJECT

EXTENSIONS = {**PROJECT, "tests.hostile.heartbeat.Heartbeat": 600}
