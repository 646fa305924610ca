"use strict";
// Search as you type, and the keyboard. Without it there are the form, the links, and the browser's own keys.
(() => {
  const WAIT = 150; // milliseconds after the last key
  const form = document.getElementById("search");
  const input = document.getElementById("q");
  const back = document.getElementById("back");
  let timer = 0;
  let asking = null;
  let isTyping = false; // the newest entry of the history is a question in the making
  let shown = location.search;

  // Search as you type.

  function address() {
    const pairs = new URLSearchParams(new FormData(form));
    if (!pairs.get("q").trim()) pairs.delete("q");
    return pairs.size ? "/?" + pairs : "/";
  }

  async function show(wanted) {
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    document.getElementById("results").classList.add("waiting");
    try {
      const answer = await fetch(wanted, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("results");
      if (!found) return location.assign(wanted); // the page says what is wrong
      document.title = page.title;
      document.getElementById("results").replaceWith(document.adoptNode(found));
    } catch (error) {
      if (error.name === "AbortError") return; // a newer question
      const text = document.createElement("p");
      text.className = "problem";
      text.setAttribute("role", "alert");
      text.textContent = "scrapy web does not answer any more.";
      document.getElementById("results").replaceChildren(text);
    }
  }

  function ask() {
    clearTimeout(timer);
    const wanted = address();
    const search = wanted.slice(1);
    if (search === shown) return;
    history[isTyping ? "replaceState" : "pushState"](null, "", wanted);
    isTyping = true;
    shown = search;
    show(wanted);
  }

  if (form) {
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
      isTyping = false;
    });
    addEventListener("popstate", () => {
      if (location.search !== shown) location.reload();
    });
  }

  // The keyboard.

  const hits = () => [...document.querySelectorAll(".hit h2 a")];
  const key = (name) => name + " " + location.pathname + location.search;

  function move(step) {
    const all = hits();
    const place = all.indexOf(document.activeElement);
    const next = place < 0 ? (step > 0 ? 0 : -1) : place + step;
    if (next < 0 && input) return input.focus();
    all[Math.min(next, all.length - 1)]?.focus();
  }

  function leave() {
    const opened = sessionStorage.getItem("opened");
    if (opened === location.pathname + location.search && history.length > 1) history.back();
    else location.assign(back.href);
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const isInInput = event.target === input;
    const actions = isInInput
      ? { ArrowDown: () => move(1), Escape: () => (hits().length ? move(1) : input.blur()) }
      : {
          "/": () => (input ? (input.focus(), input.select()) : location.assign("/")),
          j: () => move(1), ArrowDown: () => move(1),
          k: () => move(-1), ArrowUp: () => move(-1),
          Escape: () => (back ? leave() : input?.focus()),
        };
    const moves = ["j", "k", "ArrowDown", "ArrowUp"];
    if (!Object.hasOwn(actions, event.key) || (moves.includes(event.key) && !hits().length)) return;
    event.preventDefault();
    actions[event.key]();
  });

  // Back from an article, the hit that led to it has the focus again.

  addEventListener("click", (event) => {
    const link = event.target.closest?.(".hit a[href^='/article/']");
    if (!link) return;
    sessionStorage.setItem("opened", link.pathname + link.search);
    sessionStorage.setItem(key("left"), hits().indexOf(link));
  });
  addEventListener("pageshow", (event) => {
    const left = sessionStorage.getItem(key("left"));
    const isBack = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (left !== null && isBack) hits()[left]?.focus();
  });
})();
