// What the page does in the browser: opens a cited article at its quote, follows the conversation, tells a screen reader
// what happened. Text from articles enters the page as textContent only, never as HTML. What the buttons around an answer do
// is in actions.js, what the browser keeps in kept.js.

(() => {
  "use strict";

  const UNSHOWABLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
  const NARROW = window.matchMedia("(max-width: 899px)");
  const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) {
      made.textContent = String(text ?? "").replace(UNSHOWABLE, "");
      made.dir = "auto";
    }
    return made;
  }

  // -- the reader -----------------------------------------------------------------------------------------------------

  let reader = null;
  let page = null;
  let foot = null; // the way to the publisher's page
  let heading = null; // stays in sight when the article is scrolled to the quote
  let opener = null; // the button to go back to
  let opening = 0; // the newest request; an older one that answers late is dropped

  function makeReader() {
    reader = element("aside");
    reader.id = "reader";
    reader.hidden = true;
    reader.setAttribute("role", "dialog");
    reader.setAttribute("aria-label", "Article");
    const bar = element("div", "bar");
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close the article");
    close.addEventListener("click", () => closeReader());
    heading = element("span", "");
    heading.setAttribute("aria-hidden", "true");
    bar.append(heading, close);
    page = element("div", "page");
    page.tabIndex = 0;
    page.setAttribute("aria-label", "Text of the article");
    foot = element("div", "foot");
    foot.hidden = true;
    reader.append(bar, page, foot);
    document.body.append(reader);
  }

  function closeReader(goBack = true) {
    if (!reader || reader.hidden) return;
    opening += 1;
    reader.hidden = true;
    document.body.classList.remove("reading");
    setBehind(false);
    opener?.setAttribute("aria-expanded", "false");
    if (goBack) (opener?.isConnected ? opener : document.querySelector("#question textarea"))?.focus();
    opener = null;
  }

  // On a small screen the reader covers everything: what lies behind must not be reached with the keyboard.
  function setBehind(inert) {
    const app = document.querySelector("gradio-app");
    if (app) app.inert = inert;
  }

  async function openArticle(button) {
    if (!reader) makeReader();
    opener?.setAttribute("aria-expanded", "false");
    opener = button;
    button.setAttribute("aria-expanded", "true");
    reader.hidden = false;
    document.body.classList.add("reading");
    setBehind(NARROW.matches);
    const mine = ++opening;
    heading.textContent = "";
    foot.hidden = true;
    page.replaceChildren(element("p", "where", "Opening the article…"));
    const { article, version, start, end, link } = button.dataset;
    let found;
    try {
      const query = version ? `?version=${encodeURIComponent(version)}` : "";
      const response = await fetch(`api/articles/${encodeURIComponent(article)}${query}`, {
        headers: { Accept: "application/json" },
      });
      found = response.ok ? await response.json() : null;
    } catch {
      found = null;
    }
    if (mine !== opening) return;
    if (!found || typeof found.text !== "string") {
      page.replaceChildren(element("h2", "", "This article cannot be opened just now."));
      focusHeading();
      return;
    }
    showArticle(found, Number(start), Number(end), link);
  }

  function showArticle(found, start, end, link) {
    const where = [found.publisher, day(found.published)].filter(Boolean).join(" · ");
    const parts = [element("h2", "", found.title || "Untitled"), element("p", "where", where)];
    if (found.byline) parts.push(element("p", "where", found.byline));
    const original = originalLink(link);
    foot.replaceChildren(...(original ? [original] : []));
    foot.hidden = !original;
    parts.push(body(found.text, start, end));
    heading.textContent = clean(found.title || "");
    page.replaceChildren(...parts);
    focusHeading();
    const mark = page.querySelector("mark");
    if (mark) {
      const above = mark.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
      page.scrollTop = Math.max(0, above - page.clientHeight / 3);
    } else {
      page.scrollTop = 0;
    }
  }

  function focusHeading() {
    const title = page.querySelector("h2");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  function originalLink(link) {
    let address;
    try {
      address = new URL(link);
    } catch {
      return null;
    }
    if (address.protocol !== "https:" && address.protocol !== "http:") return null;
    const made = element("a", "original", `Read these words at ${address.hostname.replace(/^www\./, "")}`);
    made.href = address.href;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }

  // The text as paragraphs, what lies between start and end marked. The server counts characters as code points; this
  // language counts UTF-16 units, so the offsets are carried over first.
  function body(text, start, end) {
    const [from, to] = [unit(text, start), unit(text, end)];
    const made = element("div", "body");
    for (const match of text.matchAll(/[^\n]+/g)) {
      const [first, last] = [match.index, match.index + match[0].length];
      if (!match[0].trim()) continue;
      const paragraph = element("p");
      paragraph.dir = "auto";
      const [a, b] = [Math.max(first, from), Math.min(last, to)];
      if (a < b) {
        paragraph.append(clean(text.slice(first, a)), element("mark", "", text.slice(a, b)), clean(text.slice(b, last)));
        paragraph.querySelector("mark").removeAttribute("dir");
      } else {
        paragraph.append(clean(match[0]));
      }
      made.append(paragraph);
    }
    return made;
  }

  function clean(text) {
    return text.replace(UNSHOWABLE, "");
  }

  function unit(text, codePoints) {
    let units = 0;
    for (let left = codePoints; left > 0 && units < text.length; left -= 1) {
      units += text.codePointAt(units) > 0xffff ? 2 : 1;
    }
    return units;
  }

  function day(iso) {
    const moment = iso ? new Date(iso) : null;
    if (!moment || Number.isNaN(moment.getTime())) return "date unknown";
    return moment.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  // -- one listener each for the whole page, since answers come and go --------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-article]");
    if (button) openArticle(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeReader();
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("#question textarea");
      if (!box || !box.offsetParent) return;
      event.preventDefault();
      box.focus();
    }
  });

  // An empty question is not sent; the box is ready for one.
  function isEmpty() {
    return !document.querySelector("#question textarea")?.value.trim();
  }

  function holdBack(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.querySelector("#question textarea")?.focus();
  }

  // Gradio drops a question that comes while the last answer's stream is open, and that is a little longer than it looks:
  // what is asked the moment an answer stands waits until the stream is closed, which ask_view.py reports.
  const LONGEST_WAIT = 1500; // milliseconds; a stream that broke reports nothing
  let streaming = false;
  let waiting = null;
  let changes = 0; // of the exchange on show

  function whenSettled(ask) {
    if (!streaming) {
      streaming = true;
      ask();
      return;
    }
    // The second click of a double one comes before its first one's answer: once that is there, nobody wants it again.
    const then = changes;
    const again = () => changes === then && !isAnswering() && whenSettled(ask);
    waiting = again;
    setTimeout(() => waiting === again && settled(), LONGEST_WAIT);
  }

  function settled() {
    streaming = false;
    const again = waiting;
    waiting = null;
    if (again) setTimeout(again);
  }

  function isAnswering() {
    return Boolean(document.querySelector('#current .exchange[aria-busy="true"]'));
  }

  // Enter and the button both come here; a press of our own is let through.
  let pressing = false;

  function onAsk(event) {
    if (pressing) return;
    holdBack(event);
    if (isEmpty() || isAnswering()) return;
    const box = document.querySelector("#question textarea");
    const asked = box.value;
    whenSettled(() => {
      if (box.value !== asked) return;
      pressing = true;
      box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
      pressing = false;
    });
  }

  document.addEventListener(
    "keypress",
    (event) => {
      if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#question")) onAsk(event);
    },
    true,
  );

  document.addEventListener("click", (event) => event.target.closest?.("#send") && onAsk(event), true);

  NARROW.addEventListener("change", () => setBehind(NARROW.matches && Boolean(reader) && !reader.hidden));

  // -- following the conversation -----------------------------------------------------------------------------------------

  let seen = null; // the exchange that is on show, and whether it was still being answered
  let following = false;
  let status = null;

  function say(text) {
    if (!status) {
      status = element("div", "visually-hidden");
      status.id = "spoken";
      status.setAttribute("role", "status");
      status.setAttribute("aria-live", "polite");
      document.body.append(status);
    }
    status.textContent = text;
  }

  function spoken(exchange) {
    const parts = exchange.querySelectorAll(".short, .text, .note");
    return [...parts].map((part) => part.textContent).join(". ") || "No answer.";
  }

  function follow() {
    const exchange = document.querySelector("#current .exchange");
    const now = exchange ? `${exchange.dataset.exchange} ${exchange.getAttribute("aria-busy")}` : null;
    if (now !== seen) changes += 1;
    if (exchange && now !== seen) {
      const busy = exchange.getAttribute("aria-busy") === "true";
      if (seen?.split(" ")[0] !== exchange.dataset.exchange) following = true;
      say(busy ? "Looking for an answer." : spoken(exchange));
    }
    if (exchange && following) bringUp(exchange);
    const next = document.querySelector(".suggested");
    const fits = next?.dataset.for === exchange?.dataset.exchange && exchange?.getAttribute("aria-busy") === "false";
    if (next && next.hidden === fits) next.hidden = !fits;
    if (!exchange && seen) {
      closeReader(false);
      say("New conversation.");
    }
    seen = now;
  }

  // The newest question comes to the top of the window and its answer grows below it, until the reader scrolls.
  function bringUp(exchange) {
    const { top, bottom } = exchange.getBoundingClientRect();
    const composer = document.getElementById("composer")?.offsetHeight ?? 0;
    if (top >= 0 && bottom <= window.innerHeight - composer) return;
    exchange.scrollIntoView({ block: "start", behavior: CALM.matches ? "auto" : "smooth" });
  }

  for (const kind of ["wheel", "touchmove", "pointerdown"]) {
    document.addEventListener(kind, () => (following = false), { passive: true });
  }

  function withoutModel() {
    if (!document.querySelector('#masthead [data-model="no"]')) return;
    const written = document.querySelector('#engine input[value="llm"]');
    if (!written || written.disabled) return;
    written.disabled = true;
    written.setAttribute("aria-describedby", "model-note");
    written.closest("label").title = document.getElementById("model-note")?.textContent ?? "";
  }

  // What the other scripts use.
  window.newsqaPage = { clean, day, element, isAnswering, say, settled, whenSettled };

  new MutationObserver(() => {
    withoutModel();
    follow();
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-busy"] });
})();
