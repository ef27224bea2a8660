// What the buttons around an answer do: ask again, change the question or its filters, copy, judge. A wish goes to the server
// as JSON through a hidden text box; the server checks it.

(() => {
  "use strict";

  const { isAnswering, say, whenSettled } = window.newsqaPage;
  let wishes = 0;

  const $ = (selector) => document.querySelector(selector);

  /** Put a value into one of Gradio's hidden text boxes, as if it had been typed; `off` presses Enter, too. */
  function send(id, value, off = false) {
    const box = $(`#${id} textarea, #${id} input`);
    if (!box) return;
    box.value = JSON.stringify(value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (off) setTimeout(() => box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true })));
  }

  function wish(wanted) {
    if (isAnswering()) return;
    stopEditing(true);
    whenSettled(() => send("wish", { ...wanted, at: ++wishes }, true));
    $("#question textarea")?.focus({ preventScroll: true });
  }

  // -- the filter bar ---------------------------------------------------------------------------------------------------

  let editing = null; // the number of the exchange whose question is being changed

  function chosen() {
    const bar = {};
    for (const input of document.querySelectorAll("#filters [data-date]")) {
      if (input.value) bar[input.dataset.date] = input.value;
    }
    const ticked = [...document.querySelectorAll("#filters [data-publisher]:checked")];
    if (ticked.length) bar.publisher = ticked.map((input) => input.dataset.publisher);
    return bar;
  }

  function sync() {
    const bar = chosen();
    const count = (bar.since ? 1 : 0) + (bar.until ? 1 : 0) + (bar.publisher?.length ?? 0);
    const shown = $("#filters .count");
    if (shown) shown.textContent = count ? ` (${count})` : "";
    $("#filters details")?.classList.toggle("set", count > 0);
    send("bar", editing === null ? bar : { ...bar, replaces: editing });
  }

  function setFilters(since, until, publishers) {
    for (const input of document.querySelectorAll("#filters [data-date]")) {
      input.value = (input.dataset.date === "since" ? since : until) ?? "";
    }
    for (const input of document.querySelectorAll("#filters [data-publisher]")) {
      input.checked = publishers.includes(input.dataset.publisher);
    }
    sync();
  }

  function setEngine(name) {
    const radio = engineField(name);
    if (radio && !radio.disabled) radio.click();
  }

  const engineField = (name) => $(`#engine input[value="${name}"]`);

  /** The field in which the filter that a chip stands for is changed; null for a button that stands for none. */
  function fieldOf({ filter, name }) {
    if (filter === "engine") return engineField(name);
    if (filter !== "publisher") return filter ? $(`#filters [data-date="${filter}"]`) : null;
    return [...document.querySelectorAll("#filters [data-publisher]")].find((input) => input.dataset.publisher === name);
  }

  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#filters")) sync();
  });

  // -- changing a question ------------------------------------------------------------------------------------------------

  function edit(button) {
    const n = Number(button.dataset.n);
    const exchange = button.closest(".exchange");
    const box = $("#question textarea");
    if (!exchange || !box || isAnswering()) return;
    stopEditing(false);
    editing = n;
    exchange.classList.add("edited");
    box.value = exchange.querySelector(".question").textContent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const { since, until, publishers } = exchange.dataset;
    setFilters(since, until, JSON.parse(publishers || "[]"));
    setEngine(exchange.querySelector('.chip [data-do="edit"][data-filter="engine"]')?.dataset.name ?? "auto");
    if (exchange.querySelector(".chip")) $("#filters details").open = true;
    note(true);
    const field = fieldOf(button.dataset);
    if (field) field.focus();
    else {
      box.focus();
      box.select();
    }
    say("Change the question or its filters, then ask. Escape leaves it as it was.");
  }

  /** The line above the question box that says what sending will do. */
  function note(shown) {
    let line = document.getElementById("editing");
    if (!shown) {
      line?.remove();
      return;
    }
    if (line) return;
    line = window.newsqaPage.element("p");
    line.id = "editing";
    line.append("Your change takes the place of the question and of what followed. ");
    const leave = window.newsqaPage.element("button", "", "Leave it");
    leave.type = "button";
    leave.addEventListener("click", () => stopEditing(true));
    line.append(leave);
    $("#composer")?.prepend(line);
  }

  function stopEditing(empty) {
    if (editing === null) return;
    editing = null;
    document.querySelectorAll(".exchange.edited").forEach((one) => one.classList.remove("edited"));
    note(false);
    const box = $("#question textarea");
    if (empty && box) {
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    sync();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && editing !== null) stopEditing(true);
  });

  // Once the changed question is on its way, the next one is an ordinary one.
  new MutationObserver(() => {
    if (editing !== null && isAnswering()) {
      editing = null;
      note(false);
      sync();
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["aria-busy"] });

  // -- copying and judging ------------------------------------------------------------------------------------------------

  async function copy(button) {
    const turn = window.newsqaKept.turn(Number(button.dataset.n));
    if (!turn) return;
    let done = true;
    try {
      await navigator.clipboard.writeText(window.newsqaKept.asText(turn));
    } catch {
      done = false;
    }
    tell(button, done ? "Copied" : "Copying is not allowed here");
  }

  function tell(button, words) {
    const before = button.textContent;
    button.textContent = words;
    say(words);
    setTimeout(() => (button.textContent = before), 2000);
  }

  async function judge(n, thumb, reason) {
    const { turn, history } = window.newsqaKept.judged(n) ?? {};
    if (!turn) return false;
    try {
      const response = await fetch("api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ thumb, reason, turn, history }),
      });
      return response.ok;
    } catch {
      return false;
    }
  }

  function mark(exchange, thumb) {
    for (const button of exchange.querySelectorAll(".judge button")) {
      button.setAttribute("aria-pressed", String(button.dataset.do === thumb));
    }
  }

  async function thumbUp(button) {
    const exchange = button.closest(".exchange");
    exchange.querySelector(".why").hidden = true;
    if (await judge(Number(button.dataset.n), "up", "")) {
      mark(exchange, "up");
      say("Thank you. Your judgement is kept on this server.");
    } else say("Your judgement could not be kept.");
  }

  function thumbDown(button) {
    const form = button.closest(".exchange").querySelector(".why");
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector("select").focus();
  }

  async function why(form) {
    const select = form.querySelector("select");
    const more = form.querySelector("input").value.trim();
    const reason = [select.selectedOptions[0].textContent, more].filter(Boolean).join(": ");
    const kept = await judge(Number(form.dataset.n), "down", reason);
    if (kept) mark(form.closest(".exchange"), "down");
    const words = kept ? "Thank you. Your judgement is kept on this server." : "Your judgement could not be kept.";
    form.replaceChildren(window.newsqaPage.element("p", "thanks", words));
    say(words);
  }

  // -- one listener each ----------------------------------------------------------------------------------------------------

  const DOES = {
    ask: (button) => wish({ question: button.dataset.question }),
    retry: (button) => wish({ n: Number(button.dataset.n) }),
    drop: (button) => {
      const { n, filter, name } = button.dataset;
      wish({ n: Number(n), without: filter, ...(name === undefined ? {} : { name }) });
    },
    edit,
    copy,
    up: thumbUp,
    down: thumbDown,
    unfilter: () => setFilters("", "", []),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-do]");
    if (button) DOES[button.dataset.do]?.(button);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.do) return;
    event.preventDefault();
    if (form.dataset.do === "why") why(form);
    else if (form.dataset.do === "reread") {
      const question = form.querySelector("input").value.trim();
      if (question) wish({ n: Number(form.dataset.n), question });
    }
  });

  window.newsqaSend = send;
})();
