"""Settings of all crawls, in the order of Scrapy's own template; other values than Scrapy's default have a reason."""

from __future__ import annotations

import os
from typing import Any

BOT_NAME = "scraper"

SPIDER_MODULES = ["scraper.spiders"]
NEWSPIDER_MODULE = "scraper.spiders"
COMMANDS_MODULE = "scraper.commands"
# default "scrapy.spiderloader.SpiderLoader": a traceback for a misspelt word in the file of a source
SPIDER_LOADER_CLASS = "scraper.source_loader.SourceLoader"

# Offices want to know who reads them: put a contact address here before crawling live hosts.
# default "Scrapy/VERSION (+https://scrapy.org)"
USER_AGENT = "vn-portal-crawler (+contact address not set)"

# default False: a portal's rules for crawlers are obeyed
ROBOTSTXT_OBEY = True

# One request at a time, and a second from an answer to the next request, for all that share STATE_FILE.
# default 8, 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
# default 0.5: half the delay is less than what a host asks for, and than what the log says
DOWNLOAD_DELAY_JITTER = 0

# default 100: Scrapy makes as many tasks for each answer, and a page gives one record
CONCURRENT_ITEMS = 2

# default True: portals set four cookies per answer and need none
COOKIES_ENABLED = False

# default True both: they listen on ports, and the second runs code for anyone with its token
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # default "en": sites with two languages answer in the requested one
    "Accept-Language": "vi,en;q=0.3",
}

DOWNLOADER_MIDDLEWARES: dict[str, Any] = {
    # Before robots.txt (100), so that nothing is requested from a foreign host, not even its robots.txt.
    "scraper.middlewares.fetch_guard.FetchGuard": 50,
    # After the user agent (500), and before all that wait or connect; a request for robots.txt passes here too.
    "scraper.middlewares.contact.ContactRule": 510,
    # After all that decompress, follow or retry answers: they are archived as received.
    "scraper.middlewares.archive_answers.ArchiveAnswers": 950,
    # The fetch guard checks ports too; one guard is enough.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Scrapy's treats a robots.txt that cannot be fetched as one that allows everything.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.middlewares.robots.Robots": 100,
    # Scrapy's follows error pages too, so that missing articles lead to the front page; ours in its place.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scraper.middlewares.meta_refresh.MetaRefresh": 580,
    # Between the retries (550) and decompression (590): they see decompressed bodies, and may cause retries.
    "scraper.middlewares.pace.Pace": 560,
    "scraper.middlewares.challenge.Challenge": 570,
    "scraper.middlewares.fetch_guard.AddressGuard": 580,
}

# default scrapy.resolver.CachingThreadedResolver: no IPv6, and inner networks are allowed
TWISTED_DNS_RESOLVER = "scraper.middlewares.public_resolver.PublicResolver"
# default True: it takes any proxy of the environment; the setting PROXY is ours
HTTPPROXY_ENABLED = False
# default False, None: a source whose server is old or whose certificate is broken sets tls
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"

EXTENSIONS: dict[str, Any] = {
    # Scrapy's counts what all crawls of the process log; ours in its place.
    "scrapy.extensions.logcount.LogCount": None,
    "scraper.extensions.own_log_count.OwnLogCount": 0,
    "scraper.extensions.empty_feed.EmptyFeed": 500,
    "scraper.extensions.field_coverage.FieldCoverage": 500,
    "scraper.extensions.garbage_collector_tuning.GarbageCollectorTuning": 500,
    "scraper.extensions.hang_guard.HangGuard": 500,
    "scraper.extensions.plain_log.PlainLog": 500,
    "scraper.extensions.second_signal.SecondSignal": 500,
    "scraper.extensions.archive_recorder.ArchiveRecorder": 500,
    # Last, so that the stats of the others at the end of a run are stored.
    "scraper.extensions.source_ledger.LedgerExtension": 900,
}

# The path of a record, from the page to the file.
ITEM_PIPELINES = {
    "scraper.pipelines.repair_text.RepairText": 100,
    "scraper.pipelines.cite_documents.CiteDocuments": 200,
    "scraper.pipelines.detect_language.DetectLanguage": 300,
    "scraper.pipelines.fingerprint_content.FingerprintContent": 400,
    "scraper.pipelines.validate_record.ValidateRecord": 800,
    "scraper.pipelines.append_record.AppendRecord": 900,
}

DOWNLOAD_HANDLERS: dict[str, str | None] = {
    # default None: other schemes do not belong in a crawl of web sites
    **dict.fromkeys(("file", "data", "ftp", "s3")),
    # default Scrapy's: ours knows the levels of TLS and the proxy
    **dict.fromkeys(("http", "https"), "scraper.middlewares.download_handler.SiteDownloadHandler"),
}

# default 1 GiB and 180 s: the largest real page seen has 5 MB
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
# default 20
REDIRECT_MAX_TIMES = 5
# default 2083: longer ones on portals are state or errors
URLLENGTH_LIMIT = 2000
# default 0: a chain of pages longer than any archive is a trap; a run must end, and the next one continues
DEPTH_LIMIT = 5_000
CLOSESPIDER_PAGECOUNT = 200_000
# default 100 s: front pages that reload every minute are not redirects
METAREFRESH_MAXDELAY = 5
# default "ERROR": the walk already warns once of every address without a page
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# default "DEBUG": one line per page is too much for an hourly job
LOG_LEVEL = "INFO"

FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    # Spreadsheets execute cells that begin with "=".
    "csv": "scraper.export.feeds.SafeCsvItemExporter",
    # Scrapy's writes "None" for null.
    "xml": "scraper.export.feeds.NullFreeXmlItemExporter",
}

# default {}: SCRAPER_NAME=value in the environment sets NAME, above this file and below -s
ADDONS = {"scraper.environment.EnvironmentSettings": 0}

# Settings of this project. Relative paths count from the folder of scrapy.cfg, after -s from the current folder.

# Folder of NAME.jsonl and NAME.rejected.jsonl.
OUTPUT_DIR = "output"
# Stored pages of the sources with their expected records: SOURCE/NAME/.
FIXTURES_DIR = "tests/fixtures"
# The ledger of all sources, and the pace of each host; several processes may share it, one for each source. Empty:
# state.sqlite3 in OUTPUT_DIR, beside the logs.
STATE_FILE = ""
# Which servers are read: "strict" (TLS 1.2, keys of 2,048 bits, a valid certificate), "legacy" (TLS 1.0 and short keys
# too) or "unverified" (any certificate too). It counts for the source's own hosts; a source sets its attribute tls.
TLS = "strict"
# Certificates in PEM that are trusted besides the system's: of a private authority, or one that a server leaves out.
TLS_CA_FILE = ""
# http://HOST:PORT or http://USER:PASSWORD@HOST:PORT; "env": http_proxy, https_proxy and no_proxy of the environment,
# which others on the machine cannot see; empty: no proxy.
PROXY = ""
# Hosts that are one server, each with a name of your choice for the server: they share pace, back-off and daily budget.
# {"stp.example.gov.vn": "server 1", "sokhcn.example.gov.vn": "server 1"}; with port where it is not the default. A host
# and its www. are one anyway.
HOST_GROUPS: dict[str, str] = {}
# Requests to one host per day, of all sources and runs that share the state file; 0 for no limit. A request a second
# would be 86,400 a day: a first walk over a large archive takes some days, and the office needs its server.
DAILY_PAGES = 20_000
# Seconds. How long a host is paused after 429 or 503 without Retry-After, doubled each time; and after a waiting page
# with status 200; 0: the window in which the blockers of known CMSes count requests.
REFUSAL_WAIT = 5.0
BLOCKER_WAIT = 0.0
# Seconds of CPU time after which a process whose event loop hangs is ended; 0: never. No page takes ten.
HANG_CPU_SECONDS = 60.0
# Folder in which answers are archived as WARC files; empty: no archive.
WARC_DIR = ""
# False leaves out fsync: for measuring its cost.
SYNC = True
# The switch of text repair (spaces that a CMS lost); False keeps the text as printed.
REPAIR_TEXT = True
# scrapy index --to https://USER@HOST:9200/INDEX, postgresql://USER@HOST/DB: from the environment, because all users of
# a machine can read its process list.
INDEX_PASSWORD = os.environ.get("INDEX_PASSWORD", "")
INDEX_API_KEY = os.environ.get("INDEX_API_KEY", "")
# Certificate of the authority that signed the server's; empty: the system's trusted certificates.
INDEX_CA_FILE = os.environ.get("INDEX_CA_FILE", "")
# Sources that a process crawls at a time; the others wait for their turn, the longest due first. At a request a second
# each, so many use one core.
MAX_SOURCES_AT_ONCE = 100
# How often crawlall asks a source that it is not told by name: as often as it has news, between these bounds.
MIN_INTERVAL_HOURS = 1
MAX_INTERVAL_HOURS = 24
# What is told once when something is wrong, and once when it is over, after a crawl: a command, run without a shell,
# that gets JSON on its stdin; and an address that gets the same by POST. Both may contain secrets, which no log shows.
ALERT_COMMAND = ""
ALERT_URL = ""
# Figures of all sources as Prometheus text, written after a crawl, in the folder of node_exporter's
# --collector.textfile.directory: /var/lib/node_exporter/textfile/portal_crawler.prom. Empty: none.
METRICS_FILE = ""
# The scrapyd servers on which scrapy schedule schedules sources: ["http://a.example.org:6800", …].
SCRAPYD_NODES: list[str] = []
