// What the browser keeps: conversations, in its own storage, to be opened again, exported or deleted. Nothing of it is sent
// anywhere but back to this server when a conversation is opened.

(() => {
  "use strict";

  const { day, element, say } = window.newsqaPage;
  const PLACE = "newsqa.conversations";
  const CURRENT = "newsqa.current"; // for this window only
  const MOST = 30;
  const LARGEST = 200_000; // characters of a conversation that is sent back; the server takes a little more

  let turns = []; // of the conversation on show, as the server gave them
  let current = null; // its id in the storage
  let openings = 0;

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(PLACE) || "[]");
      return Array.isArray(found) ? found.filter((one) => one && Array.isArray(one.turns) && one.turns.length) : [];
    } catch {
      return [];
    }
  }

  /** Newest first; the oldest go when the storage is full or refused. */
  function store(conversations) {
    for (let most = MOST; most > 0; most = Math.floor(most / 2)) {
      try {
        localStorage.setItem(PLACE, JSON.stringify(conversations.slice(0, most)));
        return;
      } catch {
        // full: try with fewer
      }
    }
  }

  function remember(id) {
    current = id;
    try {
      if (id) sessionStorage.setItem(CURRENT, id);
      else sessionStorage.removeItem(CURRENT);
    } catch {
      // no storage: the conversation lives as long as the page
    }
  }

  function keep() {
    if (!turns.length) {
      remember(null);
      return;
    }
    if (!current) remember(`${Date.now()}-${Math.floor(Math.random() * 1e6)}`);
    const mine = { id: current, saved: new Date().toISOString(), title: turns[0].question, turns };
    store([mine, ...stored().filter((one) => one.id !== current)]);
    list();
  }

  let last = null;

  function look() {
    const found = document.querySelector("#record [data-turns]");
    const sent = found?.dataset.turns;
    if (sent === undefined || sent === last) return;
    last = sent;
    try {
      turns = JSON.parse(sent);
    } catch {
      turns = [];
    }
    keep();
    document.body.classList.toggle("talking", turns.length > 0);
  }

  // -- as text --------------------------------------------------------------------------------------------------------------

  function source(citation) {
    const head = [citation.title || "Untitled", citation.publisher, day(citation.published)].filter(Boolean).join(", ");
    return `[${citation.n}] ${head}${citation.url ? `, ${citation.url}` : ""}\n    “${citation.quote}”`;
  }

  function asText(turn) {
    const answer = [turn.short, turn.text].filter(Boolean).join("\n\n");
    const sources = (turn.citations ?? []).map(source).join("\n");
    return `${turn.question}\n\n${answer}${sources ? `\n\nSources\n${sources}` : ""}\n`;
  }

  function escaped(text) {
    return String(text ?? "").replace(/[\\`*_{}[\]<>#|!]/g, "\\$&").replace(/\s+/g, " ");
  }

  function asMarkdown(conversation) {
    const parts = [`# ${escaped(conversation[0].question)}`];
    for (const turn of conversation) {
      parts.push(`## ${escaped(turn.question)}`);
      if (turn.understood_as?.rewritten) parts.push(`Understood as: ${escaped(turn.understood_as.question)}`);
      if (turn.short) parts.push(`**${escaped(turn.short)}**`);
      parts.push(escaped(turn.text));
      const sources = (turn.citations ?? []).map((c) => {
        const head = [c.title || "Untitled", c.publisher, day(c.published)].filter(Boolean).map(escaped).join(", ");
        const web = /^https?:\/\//i.test(c.url ?? "") ? `, <${c.url.replace(/[<>\s]/g, encodeURIComponent)}>` : "";
        return `- \\[${c.n}\\] ${head}${web}\n  > ${escaped(c.quote)}`;
      });
      if (sources.length) parts.push(`### Sources\n\n${sources.join("\n")}`);
    }
    return `${parts.join("\n\n")}\n`;
  }

  function download(name, kind, text) {
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // -- the list ---------------------------------------------------------------------------------------------------------------

  let menu = null;

  function button(words, does, className = "") {
    const made = element("button", className, words);
    made.type = "button";
    made.addEventListener("click", does);
    return made;
  }

  function list() {
    const place = document.getElementById("controls");
    if (!place) return;
    if (!menu?.isConnected) {
      menu = element("details", "kept");
      menu.append(element("summary", "", "Conversations"), element("div", "menu"));
      place.append(menu);
    }
    const conversations = stored();
    menu.hidden = !conversations.length;
    const rows = conversations.map((one) => {
      const row = element("li", one.id === current ? "now" : "");
      row.removeAttribute("dir");
      const open = button(String(one.title ?? "Conversation").slice(0, 120), () => reopen(one), "title");
      const remove = button("Delete", () => {
        store(stored().filter((other) => other.id !== one.id));
        if (one.id === current) remember(null);
        list();
        menu.querySelector("button")?.focus();
      });
      remove.setAttribute("aria-label", `Delete the conversation: ${String(one.title ?? "").slice(0, 120)}`);
      row.append(open, remove);
      return row;
    });
    const items = element("ul");
    items.append(...rows);
    const parts = [items];
    if (turns.length) {
      const exports = element("p", "exports");
      exports.append("This conversation: ");
      exports.append(button("Markdown", () => download("conversation.md", "text/markdown", asMarkdown(turns))), " ");
      exports.append(
        button("JSON", () => download("conversation.json", "application/json", JSON.stringify({ turns }, null, 2))),
      );
      parts.push(exports);
    }
    parts.push(element("p", "where", "Kept in this browser only."));
    menu.querySelector(".menu").replaceChildren(...parts);
  }

  function reopen(conversation) {
    if (menu) menu.open = false;
    remember(conversation.id);
    let sent = conversation.turns;
    while (sent.length > 1 && JSON.stringify(sent).length > LARGEST) sent = sent.slice(1);
    window.newsqaSend("opening", { turns: sent.map(({ n, ...turn }) => turn), at: ++openings }, true);
    say("Opening the conversation.");
  }

  document.addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // -- for the buttons around an answer -----------------------------------------------------------------------------------------

  window.newsqaKept = {
    asText,
    turn: (n) => turns.find((turn) => turn.n === n),
    judged: (n) => {
      const found = turns.find((turn) => turn.n === n);
      if (!found) return null;
      const { n: number, ...turn } = found;
      return { turn, history: turns.filter((other) => other.n < number).map((other) => other.question) };
    },
  };

  // A page that is loaded again goes on with its conversation.
  let started = false;

  function start() {
    if (started || !document.querySelector("#opening textarea, #opening input")) return;
    started = true;
    let id = null;
    try {
      id = sessionStorage.getItem(CURRENT);
    } catch {
      // no storage, nothing kept
    }
    const found = stored().find((one) => one.id === id);
    if (found) setTimeout(() => reopen(found), 300);
    list();
  }

  new MutationObserver(() => {
    start();
    look();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-turns"] });
})();
