"""Any number of further articles, put together from our own sentences.

A `Draft` has the shape of one entry of data/written.json.  The same number always gives the same draft.
"""

import json
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.practice.sites import DATA, Site

Draft = dict[str, Any]
Phrases = dict[str, Any]

TITLE_LENGTH = range(40, 171)
PARAGRAPHS = (2, 5)
SENTENCES = (2, 4)
TOPIC_WEIGHTS = {"party": 34, "law": 20, "union": 18, "digital": 16, "notice": 12}
SHARE_LEAD, SHARE_PICTURE, SHARE_LIST, SHARE_TABLE, SHARE_FILE = 0.6, 0.45, 0.12, 0.08, 0.1
DAYPARTS = ("Sáng ngày", "Chiều ngày", "Ngày", "Vừa qua, ngày")
# kind of byline -> weight; about three in ten articles carry no author (none and source)
BYLINES = {"none": 22, "source": 8, "right": 36, "label": 8, "photo": 10, "pair": 7, "centre": 5, "before": 4}


@cache
def phrases() -> Phrases:
    """The sentence store."""
    loaded: Phrases = json.loads((DATA / "phrases.json").read_text(encoding="utf-8"))
    return loaded


class Slots(dict[str, str]):
    """Fills `{slot}` with a fresh value each time it is asked for, except those set beforehand."""

    def __init__(self, rng: Random, site: Site, when: datetime) -> None:
        super().__init__(year=str(when.year), lastyear=str(when.year - 1), province=site.province)
        self.rng, self.site, self.when = rng, site, when
        self["quarter"] = ("I", "II", "III", "IV")[(when.month - 1) // 3]
        self["chair"] = self.person()

    def __missing__(self, slot: str) -> str:
        rng = self.rng
        match slot:
            case "n":
                return str(rng.randint(2, 199))
            case "m":
                return str(rng.randint(101, 2999))
            case "n2":
                return str(rng.randint(11, 98))
            case "n3":
                return str(rng.randint(105, 990))
            case "small":
                return str(rng.randint(2, 9))
            case "dom":
                return str(rng.randint(5, 28))
            case "pct":
                return f"{rng.randint(31, 99)},{rng.randint(1, 9)}%"
            case "money":
                return f"{rng.randint(12, 980)} triệu đồng"
        return self.phrase(slot)

    def phrase(self, slot: str) -> str:
        """Slots that are themselves made of words."""
        store = phrases()
        match slot:
            case "body":
                return self.fill(self.rng.choice(store["bodies"]))
            case "place":
                return self.rng.choice(self.site.places + self.site.districts)
            case "role":
                return str(self.rng.choice(store["roles"]))
            case "person":
                return self.person()
            case "docno":
                return self.fill(self.rng.choice(store["doc_kinds"]))
            case "docdate":
                return f"ngày {self.day(self.rng.randint(20, 400))}"
            case "day":
                return f"{self.rng.choice(DAYPARTS)} {self.day(self.rng.randint(1, 4))}"
        raise KeyError(slot)

    def day(self, back: int) -> str:
        """A date before the article's own, without zero padding, as documents are cited."""
        moment = self.when - timedelta(days=back)
        return f"{moment.day}/{moment.month}/{moment.year}"

    def person(self) -> str:
        """An invented name."""
        store = phrases()
        return " ".join(self.rng.choice(store[part]) for part in ("surnames", "middles", "givens"))

    def fill(self, template: str) -> str:
        """The template with its slots filled."""
        return template.format_map(self)


def _title(slots: Slots, topic: str) -> str:
    """A title of allowed length; the subject it settles on is kept for the whole article."""
    store = phrases()
    for _ in range(50):
        slots["subject"] = slots.fill(slots.rng.choice(store["subjects"][topic]))
        title = slots.fill(slots.rng.choice(store["titles"][topic]))
        title = title[0].upper() + title[1:]
        if len(title) in TITLE_LENGTH:
            return title
    raise AssertionError("the title templates are too short or too long")


def _blocks(slots: Slots) -> list[Any]:
    """Opening, two to five middle paragraphs of unlike sentences, and a closing paragraph."""
    rng, store = slots.rng, phrases()
    sentences = rng.sample(store["sentences"], PARAGRAPHS[1] * SENTENCES[1])
    blocks: list[Any] = [slots.fill(rng.choice(store["openers"]))]
    for _ in range(rng.randint(*PARAGRAPHS)):
        chosen = [sentences.pop() for _ in range(rng.randint(*SENTENCES))]
        blocks.append(" ".join(slots.fill(sentence) for sentence in chosen))
    blocks.append(slots.fill(rng.choice(store["closers"])))
    for share, extra in ((SHARE_PICTURE, _picture), (SHARE_LIST, _list), (SHARE_TABLE, _table)):
        if rng.random() < share:
            blocks.insert(rng.randint(1, len(blocks) - 1), extra(slots))
    return blocks


def _picture(slots: Slots) -> Draft:
    return {"picture": slots.fill(slots.rng.choice(phrases()["captions"]))}


def _list(slots: Slots) -> Draft:
    items = slots.rng.sample(phrases()["list_items"], slots.rng.randint(2, 4))
    return {"list": [slots.fill(item) for item in items]}


def _table(slots: Slots) -> Draft:
    places = slots.rng.sample(slots.site.places, 3)
    return {"table": [phrases()["table_head"], *([place, slots["n3"], slots["pct"]] for place in places)]}


def _byline(slots: Slots) -> Draft:
    """Byline as printed, its style, and the names in it."""
    rng, store = slots.rng, phrases()
    one, two = slots.person(), slots.person()
    match rng.choices(list(BYLINES), weights=list(BYLINES.values()))[0]:
        case "none":
            return {"byline": None, "authors": []}
        case "source":
            return {"byline": slots.fill(rng.choice(store["newspapers"])), "authors": [], "style": "source"}
        case "label":
            return {"byline": f"Tác giả: {one}", "authors": [one], "style": "label"}
        case "photo":
            return {"byline": f"Bài, ảnh: {one}", "authors": [one], "style": "right"}
        case "pair":
            return {"byline": f"Tin, ảnh: {one} - {two}", "authors": [one, two], "style": "right"}
        case "centre":
            body = rng.choice(store["organisations"])
            return {"byline": body, "authors": [body], "style": "centre"}
        case "before":
            unit = rng.choice(store["units"])
            return {"byline": f"ThS. {one}", "authors": [one], "style": "before", "unit": unit}
    return {"byline": one, "authors": [one], "style": "right"}


def _files(slots: Slots) -> list[str]:
    if slots.rng.random() >= SHARE_FILE:
        return []
    number = slots["m"]
    return [f"van-ban-{number}.pdf|{slots.fill('Văn bản kèm theo số ' + number)}"]


def compose(site: Site, number: int, when: datetime) -> Draft:
    """The draft with this number, dated `when`."""
    rng = Random(f"compose/{site.source}/{number}")
    topic = rng.choices(list(TOPIC_WEIGHTS), weights=list(TOPIC_WEIGHTS.values()))[0]
    slots = Slots(rng, site, when)
    title = _title(slots, topic)
    lead = slots.fill(rng.choice(phrases()["leads"])) if rng.random() < SHARE_LEAD else None
    return {
        "topic": topic,
        "title": title,
        "lead": lead,
        "blocks": _blocks(slots),
        "attachments": _files(slots),
        **_byline(slots),
    }
