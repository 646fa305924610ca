"""Which pages a probe looks at."""

from __future__ import annotations

from scraper.probe.plan import MAX_FEEDS, MAX_SITEMAPS, MAX_WAITING, Part, Plan


def taken(plan: Plan[str], count: int = 1_000) -> list[str]:
    found: list[str] = []
    while len(found) < count and (item := plan.take()) is not None:
        found.append(item)
    return found


def test_sitemaps_and_feeds_come_first_and_are_few() -> None:
    plan: Plan[str] = Plan()
    for number in range(50):
        plan.add(Part.ARTICLE, "/*", f"article {number}")
        plan.add(Part.FEED, "/feed", f"feed {number}")
        plan.add(Part.SITEMAP, "/sitemap", f"sitemap {number}")
    first = taken(plan, 20)
    assert [it.split()[0] for it in first[: MAX_SITEMAPS + MAX_FEEDS]] == ["sitemap"] * MAX_SITEMAPS + [
        "feed"
    ] * MAX_FEEDS
    assert all(it.startswith("article") for it in first[MAX_SITEMAPS + MAX_FEEDS :])


def test_half_of_the_pages_are_articles_as_long_as_there_are_all_kinds() -> None:
    plan: Plan[str] = Plan()
    for part in (Part.LIST, Part.ARTICLE, Part.PAGER):
        for number in range(100):
            plan.add(part, "/*", f"{part.value} {number}")
    first = [it.split()[0] for it in taken(plan, 60)]
    assert (first.count("article"), first.count("list"), first.count("pager")) == (30, 20, 10)


def test_groups_of_a_part_take_turns() -> None:
    plan: Plan[str] = Plan()
    for number in range(30):
        plan.add(Part.ARTICLE, "/tin/*", f"tin {number}")
    plan.add(Part.ARTICLE, "/van-ban/*", "van-ban")
    plan.add(Part.ARTICLE, "/video/*", "video")
    assert taken(plan, 4) == ["tin 0", "van-ban", "video", "tin 1"]


def test_the_highest_rank_of_a_group_comes_first() -> None:
    plan: Plan[str] = Plan()
    for group, number in (("a", 2), ("a", 40), ("a", 3), ("b", 2)):
        plan.add(Part.PAGER, group, f"{group} {number}", number)
    assert taken(plan) == ["a 40", "b 2", "a 3", "a 2"]


def test_nothing_is_taken_twice_and_nothing_is_lost() -> None:
    plan: Plan[str] = Plan()
    for number in range(40):
        plan.add(Part.LIST, str(number % 3), str(number))
    assert len(plan) == 40
    assert sorted(taken(plan)) == sorted(map(str, range(40)))
    assert len(plan) == 0


def test_a_site_cannot_fill_the_memory() -> None:
    plan: Plan[int] = Plan()
    for number in range(MAX_WAITING + 10):
        plan.add(Part.ARTICLE, str(number), number)
    assert len(plan) == MAX_WAITING
