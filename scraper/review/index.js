"use strict";
(() => {
  const bar = document.getElementById("bar");
  const list = document.getElementById("list");
  const pages = [...document.querySelectorAll("[data-page]")];
  const look = JSON.parse(bar.dataset.look);
  const about = pages.map((page) => JSON.parse(page.dataset.page));
  const storeName = "review " + look.source;
  const order = ["decision", "title", "authors", "date_published", "section", "summary", "body", "images", "attachments", "other_news"];
  let current = -1;
  let field = "";
  let kept = true;
  let marks = {};
  try {
    marks = JSON.parse(localStorage.getItem(storeName)) || {};
  } catch {
    kept = false;
  }
  // A mark belongs to one answer: after a new crawl the page may be another.
  const keyOf = (number) => about[number].url + " " + about[number].fetched_at;
  const markOf = (number) => marks[keyOf(number)] || { right: false, wrong: [] };

  function keep(number, mark) {
    if (mark.right || mark.wrong.length) marks[keyOf(number)] = mark;
    else delete marks[keyOf(number)];
    try {
      localStorage.setItem(storeName, JSON.stringify(marks));
    } catch {
      kept = false;
    }
    draw(number);
  }

  function verdict(mark) {
    if (mark.right) return "✓ right";
    return mark.wrong.length ? "✗ wrong: " + mark.wrong.join(", ").replaceAll("_", " ") : "";
  }

  function draw(number) {
    const mark = markOf(number);
    pages[number].classList.toggle("right", mark.right);
    for (const element of pages[number].querySelectorAll("[data-field]")) {
      element.classList.toggle("wrong", mark.wrong.includes(element.dataset.field));
      element.classList.toggle("focus", number === current && element.dataset.field === field);
    }
    for (const line of pages[number].querySelectorAll(".line.taken")) {
      line.classList.toggle("focus", number === current && field !== "" && line.classList.contains(field));
    }
    const entry = list.querySelector('[data-entry="' + (number + 1) + '"]');
    let shown = entry.querySelector(".verdict");
    if (!shown) {
      shown = document.createElement("span");
      shown.className = "verdict";
      entry.append(shown);
    }
    shown.textContent = verdict(mark);
    const judged = about.filter((_, each) => verdict(markOf(each))).length;
    const place = current < 0 ? "list" : current + 1 + " of " + pages.length;
    const warning = kept ? "" : "; this browser keeps no marks: save them";
    document.getElementById("where").textContent = place + "; " + judged + " judged" + warning;
  }

  function show(number) {
    current = number;
    field = "";
    list.hidden = number >= 0;
    pages.forEach((page, each) => { page.hidden = each !== number; });
    pages.forEach((_, each) => draw(each));
    scrollTo(0, 0);
  }

  // The address names the page, so that a reload stays there. The page is shown at once and not by the event of the
  // address, which comes later: the next key would still be for the page before.
  function go(number) {
    const next = number < pages.length ? Math.max(number, -1) : -1;
    show(next);
    location.hash = next < 0 ? "#list" : "#page-" + (next + 1);
  }

  function focusOn(name) {
    field = name;
    draw(current);
    const line = pages[current].querySelector(".line.focus");
    if (line) line.scrollIntoView({ block: "nearest" });
  }

  function toggleWrong() {
    if (current < 0 || !field) return;
    const mark = markOf(current);
    const wrong = mark.wrong.includes(field) ? mark.wrong.filter((each) => each !== field) : [...mark.wrong, field];
    keep(current, { right: false, wrong });
  }

  function allRight() {
    if (current < 0) return;
    keep(current, { right: true, wrong: [] });
    go(current + 1);
  }

  function save() {
    const found = about.map((page, number) => ({ ...page, ...markOf(number) })).filter((page) => page.right || page.wrong.length);
    const file = new Blob([JSON.stringify({ ...look, pages: found }, null, 2) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "marks.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const actions = {
    n: () => go(current + 1), ArrowRight: () => go(current + 1),
    p: () => go(current - 1), ArrowLeft: () => go(current - 1),
    w: toggleWrong, r: allRight, l: () => go(-1), Escape: () => go(-1),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const number = order[event.key];
    if (number && current >= 0) focusOn(number);
    else if (Object.hasOwn(actions, event.key)) actions[event.key]();
    else return;
    event.preventDefault();
  });
  addEventListener("click", (event) => {
    const element = event.target.closest("[data-field]");
    if (element && current >= 0 && !event.target.closest("a, summary")) focusOn(element.dataset.field);
  });
  addEventListener("hashchange", follow);

  function follow() {
    const found = /^#page-(\d+)(-line-\d+)?$/.exec(location.hash);
    const number = found && found[1] <= pages.length ? found[1] - 1 : -1;
    if (number !== current) show(number);
    if (found && found[2]) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
  }

  for (const [name, action] of [["previous", "p"], ["next", "n"], ["right", "r"], ["wrong", "w"], ["to-list", "l"]]) {
    document.getElementById(name).addEventListener("click", actions[action]);
  }
  document.getElementById("save").addEventListener("click", save);
  bar.hidden = false;
  show(-1);
  follow();
})();
