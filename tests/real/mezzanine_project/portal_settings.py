"""The settings of Mezzanine's own project template; only what an operator fills in differs."""

# mypy: disable-error-code="import-not-found,import-untyped,name-defined"
# ruff: noqa: F403, F405  (settings are inherited by name, as Django's manual says)

import os
from pathlib import Path

from mezzanine.project_template.project_name.settings import *
from mezzanine.utils.conf import set_dynamic_settings

FOLDER = Path(os.environ["MEZZANINE_FOLDER"])

SECRET_KEY = NEVERCACHE_KEY = "only for visitors on the loopback address"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "site.sqlite3")}}
ROOT_URLCONF = "mezzanine.project_template.project_name.urls"
MEDIA_ROOT = str(FOLDER / "media")
STATIC_ROOT = str(FOLDER / "static")
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi-vn"
LANGUAGES = [("vi-vn", "Tiếng Việt")]
USE_I18N = True
SITE_TITLE = "Trang thông tin điện tử huyện Ví Dụ"
BLOG_USE_FEATURED_IMAGE = True
# As the admin's settings page offers it; the default is five.
BLOG_POST_PER_PAGE = 10
# Whether addresses contain the day, as operators may choose: /blog/2024/11/29/ten-bai/ or /blog/ten-bai/.
BLOG_URLS_DATE_FORMAT = os.environ.get("MEZZANINE_DATES", "")

# Templates are parsed once, as on a server in use.
TEMPLATES[0]["OPTIONS"]["loaders"] = [
    ("django.template.loaders.cached.Loader", list(TEMPLATES[0]["OPTIONS"]["loaders"]))
]

set_dynamic_settings(globals())
