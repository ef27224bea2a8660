// The list of kept conversations: open, rename, delete, and export the one on show.

(() => {
  "use strict";

  const { element, focusBox, onEscape } = window.newsqaPage;
  const LONGEST = 120; // characters of a name

  let menu = null;

  function button(words, does, label) {
    const made = element("button", "", words);
    made.type = "button";
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", does);
    return made;
  }

  function titled(conversation) {
    return String(conversation.title ?? "Conversation").slice(0, LONGEST);
  }

  /** What tells conversations of one name apart: how many questions, and when it was last gone on with. */
  function details({ turns, saved }) {
    const many = `${turns.length} question${turns.length === 1 ? "" : "s"}`;
    const at = new Date(saved ?? NaN);
    if (Number.isNaN(at.getTime())) return many;
    return `${many} · ${at.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" })}`;
  }

  function row(conversation) {
    const kept = window.newsqaKept;
    const made = element("li", conversation.id === kept.current() ? "now" : "");
    made.dataset.id = conversation.id;
    const open = button(titled(conversation), () => {
      menu.open = false;
      kept.open(conversation.id);
      focusBox();
    });
    open.className = "title";
    open.title = titled(conversation);
    open.dataset.details = details(conversation);
    const rename = button("Rename", () => renaming(made, conversation), `Rename the conversation: ${titled(conversation)}`);
    const remove = button("Delete", () => {
      kept.remove(conversation.id);
      if (menu.hidden) focusBox();
      else (menu.querySelector("li button") ?? menu.querySelector("summary")).focus();
    }, `Delete the conversation: ${titled(conversation)}`);
    made.append(open, rename, remove);
    return made;
  }

  /** A field in the place of a conversation's name; Enter keeps the new one, Escape the old one. */
  function renaming(place, conversation) {
    const form = element("form");
    const field = element("input");
    field.type = "text";
    field.dir = "auto";
    field.maxLength = LONGEST;
    field.value = titled(conversation);
    field.setAttribute("aria-label", "New name of the conversation");
    const send = element("button", "", "Keep");
    form.append(field, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) window.newsqaKept.rename(conversation.id, field.value.trim());
      drawWithFocus(conversation.id);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      drawWithFocus(conversation.id);
    });
    place.replaceChildren(form);
    field.focus();
    field.select();
  }

  function drawWithFocus(id) {
    menu.querySelector("li form")?.remove();
    draw();
    [...menu.querySelectorAll("li")].find((one) => one.dataset.id === id)?.querySelector("button").focus();
  }

  function download(name, kind, text) {
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function exports(turns) {
    const line = element("p", "exports", "This conversation: ");
    line.append(
      button("Markdown", () => download("conversation.md", "text/markdown", window.newsqaExport.asMarkdown(turns))),
      " ",
      button("JSON", () => download("conversation.json", "application/json", JSON.stringify({ turns }, null, 2))),
    );
    return line;
  }

  /** Draw the list anew; it is there as long as there is something to open or to export. */
  function draw() {
    const place = document.getElementById("controls");
    if (!place) return;
    if (!menu?.isConnected) {
      menu = element("details", "kept");
      menu.append(element("summary", "", "Conversations"), element("div", "menu"));
      menu.addEventListener("toggle", () => menu.open && draw()); // another window may have kept more
      place.append(menu);
    }
    const { places, stored, trouble, turns } = window.newsqaKept;
    const conversations = stored();
    menu.hidden = !conversations.length && !turns().length;
    const focus = focusIn();
    const named = menu.querySelector("li form")?.closest("li"); // a name that is being typed
    const items = element("ul");
    items.append(...conversations.map((one) => (one.id === named?.dataset.id ? named : row(one))));
    const parts = turns().length ? [items, exports(turns())] : [items];
    const taken = conversations.length > places - 10 ? ` ${conversations.length} of ${places} places are taken.` : "";
    parts.push(element("p", "where", trouble() || `Kept in this browser only.${taken}`));
    menu.querySelector(".menu").replaceChildren(...parts);
    focus();
  }

  /** Remember what in the list has the focus; what is returned gives it back once the list is drawn anew. */
  function focusIn() {
    const held = document.activeElement;
    const list = menu.querySelector(".menu");
    if (!list.contains(held)) return () => {};
    const { id } = held.closest("li")?.dataset ?? {};
    const at = [...held.parentElement.children].indexOf(held);
    return () => {
      const again = [...list.querySelectorAll("li")].find((one) => one.dataset.id === id)?.children[at];
      (held.isConnected ? held : (again ?? menu.querySelector("summary"))).focus();
    };
  }

  document.addEventListener("click", (event) => {
    // What was clicked may be gone by now: the list was drawn anew.
    if (menu?.open && event.target.isConnected && !menu.contains(event.target)) menu.open = false;
  });

  onEscape(2, () => {
    if (!menu?.open) return false;
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  });

  window.addEventListener("storage", () => !menu?.open && draw());

  // Gradio lays the page out piece by piece, and may lay a piece out anew.
  new MutationObserver(() => {
    if (!menu?.isConnected) draw();
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.newsqaMenu = { draw, titled };
})();
