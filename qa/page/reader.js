// The reader: a cited article, opened at its quote, beside the answer, or over it on a small screen.

(() => {
  "use strict";

  const { clean, day, element, onEscape } = window.newsqaPage;
  const NARROW = window.matchMedia("(max-width: 899px)");

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
    reader.setAttribute("aria-labelledby", "reader-title");
    reader.setAttribute("aria-label", "Article"); // until its title is there
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
    if (!history.state?.article || leaving) return;
    leaving = true;
    history.back();
  }

  // Where the article covers the page, the way back leads from it to the page, not away from both.
  let leaving = false; // the article was closed otherwise, and the step that it added to the history is being taken back

  function addStep() {
    if (NARROW.matches && !leaving && !history.state?.article) history.pushState({ ...history.state, article: true }, "");
  }

  window.addEventListener("popstate", () => {
    if (!leaving) return closeReader();
    leaving = false;
    if (reader && !reader.hidden) addStep(); // opened again meanwhile
  });

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
    addStep();
    setBehind(NARROW.matches);
    const mine = ++opening;
    heading.textContent = "";
    foot.hidden = true;
    page.replaceChildren(element("p", "where", "Opening the article…"));
    const { article, version, start, end, link } = button.dataset;
    let found;
    let why = "This article cannot be opened just now.";
    try {
      const query = version ? `?version=${encodeURIComponent(version)}` : "";
      const response = await fetch(`api/articles/${encodeURIComponent(article)}${query}`, {
        headers: { Accept: "application/json" },
      });
      found = response.ok ? await response.json() : null;
      if (response.status === 404) why = "This article is no longer in the corpus.";
    } catch {
      found = null;
    }
    if (mine !== opening) return;
    if (!found || typeof found.text !== "string") {
      page.replaceChildren(element("h2", "", why));
      focusHeading();
      return;
    }
    showArticle(found, Number(start), Number(end), link);
  }

  function showArticle(found, start, end, link) {
    const where = [found.publisher, day(found.published)].filter(Boolean).join(" · ");
    const title = element("h2", "", found.title || "Untitled");
    title.id = "reader-title";
    const parts = [title, element("p", "where", where)];
    if (found.byline) parts.push(element("p", "where", found.byline));
    const original = originalLink(link);
    foot.replaceChildren(...(original ? [original] : []));
    foot.hidden = !original;
    parts.push(body(found.text, start, end));
    heading.textContent = clean(found.title || "");
    page.replaceChildren(...parts);
    const marks = [...page.querySelectorAll("mark")];
    if (marks.length) {
      const above = marks[0].getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
      page.scrollTop = Math.max(0, above - page.clientHeight / 3);
      focusQuote(marks);
    } else {
      page.scrollTop = 0;
      focusHeading();
    }
  }

  /** Reading goes on where the quote begins; it is told by its words, since a highlight is seen only. */
  function focusQuote(marks) {
    const words = marks.map((mark) => mark.textContent).join(" ");
    marks[0].setAttribute("role", "group"); // a highlight can have no name
    marks[0].setAttribute("aria-label", `Quoted words: ${words}`);
    marks[0].tabIndex = -1;
    marks[0].focus({ preventScroll: true });
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

  function unit(text, codePoints) {
    let units = 0;
    for (let left = codePoints; left > 0 && units < text.length; left -= 1) {
      units += text.codePointAt(units) > 0xffff ? 2 : 1;
    }
    return units;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-article]");
    if (button) openArticle(button);
  });

  onEscape(1, () => {
    if (!reader || reader.hidden) return false;
    closeReader();
    return true;
  });

  NARROW.addEventListener("change", () => setBehind(NARROW.matches && Boolean(reader) && !reader.hidden));

  window.newsqaReader = { close: closeReader };
})();
