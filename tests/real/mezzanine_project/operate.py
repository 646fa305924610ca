"""Fills, changes and serves a Mezzanine site; runs in the environment that has Mezzanine, not in the project's.

``python operate.py fill|truth|change|serve PORT``, with the site's folder in MEZZANINE_FOLDER.
"""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

HOST = "127.0.0.1"
FOLDER = Path(os.environ["MEZZANINE_FOLDER"])


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """One thread a connection, as application servers have."""

    daemon_threads = True
    request_queue_size = 128


class SilentHandler(WSGIRequestHandler):
    """Keeps no log; a connection that says nothing ends."""

    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the parent's signature)
        """Say nothing."""


def fill(given: dict[str, Any]) -> None:
    """Make the database as an operator does, and type in what is given."""
    from django.contrib.auth import get_user_model
    from django.contrib.sites.models import Site
    from django.core.management import call_command
    from mezzanine.blog.models import BlogCategory, BlogPost
    from mezzanine.core.models import CONTENT_STATUS_DRAFT, CONTENT_STATUS_PUBLISHED
    from mezzanine.generic.models import AssignedKeyword, Keyword
    from mezzanine.pages.models import Page, RichTextPage

    call_command("createdb", interactive=False, nodata=True, verbosity=0)
    Site.objects.update(domain=given["domain"])
    Page.objects.filter(slug="blog").update(title=given["blog"], titles=given["blog"])
    RichTextPage.objects.filter(slug="blog").update(content="")
    for page in given["pages"]:
        RichTextPage.objects.create(title=page["title"], content=page["html"], in_menus=[1, 2, 3])
    for post in given["posts"]:
        family, _, name = post["author"].rpartition(" ")
        # Vietnamese names begin with the family's.
        user, _ = get_user_model().objects.get_or_create(
            username=post["account"],
            defaults={"first_name": family, "last_name": name},
        )
        made = BlogPost(
            title=post["title"],
            content=post["html"],
            user=user,
            status=CONTENT_STATUS_DRAFT if post["is_draft"] else CONTENT_STATUS_PUBLISHED,
            publish_date=datetime.fromisoformat(post["date"]),
            featured_image=picture(post["picture"]) if post["picture"] else None,
        )
        made.save()
        made.categories.add(BlogCategory.objects.get_or_create(title=post["category"])[0])
        for word in post["tags"]:
            keyword, _ = Keyword.objects.get_or_create(title=word)
            made.keywords.add(AssignedKeyword(keyword=keyword), bulk=False)
        # By itself it would have been edited at this minute; the sitemap prints this time.
        BlogPost.objects.filter(pk=made.pk).update(updated=datetime.fromisoformat(post["edited"]))


def picture(name: str) -> str:
    """A picture in the site's media; returns its name there."""
    from PIL import Image

    path = FOLDER / "media" / "uploads" / "blog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 40), "darkred").save(path)
    return f"uploads/blog/{name}"


def truth() -> list[dict[str, Any]]:
    """What visitors may read, from the database, newest first."""
    from django.utils.timezone import localtime
    from mezzanine.blog.models import BlogPost

    return [
        {
            "url": post.get_absolute_url(),
            "title": post.title,
            "date": localtime(post.publish_date).isoformat(),
            "author": post.user.get_full_name(),
            "category": post.categories.get().title,
            "html": post.content,
        }
        for post in BlogPost.objects.published()
    ]


def change(given: dict[str, str]) -> None:
    """Delete one post and add a paragraph to another, both by title."""
    from mezzanine.blog.models import BlogPost

    BlogPost.objects.get(title=given["delete"]).delete()
    edited = BlogPost.objects.get(title=given["edit"])
    edited.content += given["html"]
    edited.save()


def serve(port: int) -> None:
    """Answer until the process group is ended."""
    from django.core.wsgi import get_wsgi_application

    with make_server(HOST, port, get_wsgi_application(), ThreadingServer, SilentHandler) as server:
        # As application servers do: each worker takes connections from the same socket.
        os.fork()
        server.serve_forever()


def main(what: str, *arguments: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal_settings"
    django.setup()
    if what == "serve":
        serve(int(arguments[0]))
    elif what == "truth":
        json.dump(truth(), sys.stdout)
    else:
        {"fill": fill, "change": change}[what](json.load(sys.stdin))


if __name__ == "__main__":
    main(*sys.argv[1:])
