"""The project's settings, a watch on the event loop, and little patience with endless answers."""

from scraper.settings import *  # noqa: F403
from scraper.settings import DOWNLOADER_MIDDLEWARES as MIDDLEWARES
from scraper.settings import EXTENSIONS as PROJECT

EXTENSIONS = {**PROJECT, "tests.hostile.heartbeat.Heartbeat": 600}
# After Scrapy's own that sets the time limit.
DOWNLOADER_MIDDLEWARES = {**MIDDLEWARES, "tests.hostile.impatience.Impatience": 360}
