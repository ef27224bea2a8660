// What is asked again, and with which filters: the filter bar, the chips, the change of an earlier question. A wish goes to the
// server as JSON through a hidden text box; the server checks it.

(() => {
  "use strict";

  const { element, focusBox, mustWait, onEscape, say } = window.newsqaPage;
  const { notSent, put, questionOf, value, whenSettled } = window.newsqaBox;
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

  /** Whether it could be sent. */
  function wish(wanted) {
    if (mustWait() || (wanted.n === undefined && !datesHold())) return false;
    stopEditing();
    notSent();
    whenSettled(() => send("wish", { ...wanted, at: ++wishes }, true));
    focusBox();
    return true;
  }

  // -- the filter bar ---------------------------------------------------------------------------------------------------

  let editing = null; // the number of the exchange whose question is being changed
  let draft = ""; // what stood in the question box before

  const dates = () => [...document.querySelectorAll("#filters [data-date]")];

  function chosen() {
    const bar = {};
    for (const input of dates()) {
      if (input.value) bar[input.dataset.date] = input.value;
    }
    const ticked = [...document.querySelectorAll("#filters [data-publisher]:checked")];
    if (ticked.length) bar.publisher = ticked.map((input) => input.dataset.publisher);
    return bar;
  }

  let ticked = {}; // what is chosen in the filter bar
  let offered = null; // the publishers in it
  let unfolded = false;

  function sync() {
    const bar = chosen();
    ticked = bar;
    const count = (bar.since ? 1 : 0) + (bar.until ? 1 : 0) + (bar.publisher?.length ?? 0);
    const shown = $("#filters .count");
    if (shown) shown.textContent = count ? ` (${count})` : "";
    $("#filters details")?.classList.toggle("set", count > 0);
    if (dates().every((input) => input.validity.valid)) tellDates(); // of one that is being typed nothing is said yet
    send("bar", editing === null ? bar : { ...bar, replaces: editing });
  }

  function setFilters(since, until, publishers) {
    for (const input of dates()) {
      input.value = (input.dataset.date === "since" ? since : until) ?? "";
    }
    for (const input of document.querySelectorAll("#filters [data-publisher]")) {
      input.checked = publishers.includes(input.dataset.publisher);
    }
    sync();
  }

  /** Why a date is no filter, though something stands in its field; "" for one that is, and for an empty field. */
  function faultOf(input) {
    const name = input.closest("label").textContent.trim();
    if (input.validity.badInput) return `${name}: no whole date that exists. Give day, month and year, or clear the field.`;
    return input.validity.valid ? "" : `${name}: give a year from ${input.min.slice(0, 4)} to ${input.max.slice(0, 4)}.`;
  }

  function tellDates() {
    for (const input of dates()) input.setAttribute("aria-invalid", !input.validity.valid);
    const said = dates().map(faultOf).filter(Boolean).join(" ");
    const line = $("#filters .fault");
    if (line && line.textContent !== said) line.textContent = said;
  }

  /** Whether each date can be used; the first that cannot has the focus, and it is said why. Nothing is asked as if it were empty. */
  function datesHold() {
    const wrong = dates().find((input) => !input.validity.valid);
    if (!wrong) return true;
    $("#filters details").open = true;
    tellDates();
    wrong.focus();
    return false;
  }

  document.addEventListener("focusout", (event) => event.target.matches?.("#filters [data-date]") && tellDates());

  /** When the corpus has changed, the server draws the bar anew; Gradio then leaves each tick in its place, whoever stands there now. */
  function followBar() {
    const bar = $("#filters details");
    const names = [...document.querySelectorAll("#filters [data-publisher]")].map((input) => input.dataset.publisher).join("\n");
    if (!bar || names === offered) return;
    offered = names;
    if (unfolded) bar.open = true;
    setFilters(ticked.since, ticked.until, ticked.publisher ?? []);
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("#filters details")) unfolded = event.target.open;
  }, true);

  function setEngine(name) {
    const radio = engineField(name);
    if (radio && !radio.disabled) radio.click();
  }

  /** The engine that a question was asked of. */
  const engineOf = (exchange) => exchange.dataset.engine ?? "auto";

  const engineField = (name) => $(`#engine input[value="${name}"]`);

  /** The field in which the filter that a chip stands for is changed; null for a button that stands for none. */
  function fieldOf({ filter, name }) {
    if (filter === "engine") return engineField(name);
    if (filter !== "publisher") return filter ? $(`#filters [data-date="${filter}"]`) : null;
    return [...document.querySelectorAll("#filters [data-publisher]")].find((input) => input.dataset.publisher === name);
  }

  /** What a chip stands for does not hold for the next question either, if it still is what the bar says. */
  function takeOff(button) {
    const { filter, name } = button.dataset;
    if (filter === "engine") {
      if (engineField(engineOf(button.closest(".exchange")))?.checked) setEngine("auto");
      return;
    }
    const field = fieldOf({ filter, name });
    if (filter === "publisher" && field) field.checked = false;
    else if (field?.value === button.closest(".exchange").dataset[filter]) field.value = "";
    sync();
  }

  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#filters")) sync();
  });

  // -- changing a question ------------------------------------------------------------------------------------------------

  function edit(button) {
    const n = Number(button.dataset.n);
    const exchange = button.closest(".exchange");
    const box = $("#question textarea");
    if (!exchange || !box || mustWait()) return;
    if (editing === null) draft = value();
    stopEditing(false);
    editing = n;
    exchange.classList.add("edited");
    put(questionOf(exchange));
    const { since, until, publishers } = exchange.dataset;
    setFilters(since, until, JSON.parse(publishers || "[]"));
    setEngine(engineOf(exchange));
    if (exchange.querySelector(".chip")) $("#filters details").open = true;
    tellChange(true);
    const field = fieldOf(button.dataset);
    if (field) field.focus();
    else {
      box.focus();
      box.select();
    }
    say("Change the question or its filters, then ask. Escape leaves it as it was.");
  }

  /** The line above the question box that says what sending will do. */
  function tellChange(shown) {
    let line = document.getElementById("editing");
    if (!shown) {
      line?.remove();
      return;
    }
    if (line) return;
    line = element("p");
    line.id = "editing";
    line.append("Your change takes the place of the question and of what followed. ");
    const leave = element("button", "", "Leave it");
    leave.type = "button";
    leave.addEventListener("click", () => {
      stopEditing();
      focusBox();
    });
    line.append(leave);
    $("#composer")?.prepend(line);
  }

  /** The next question is an ordinary one again; giveBack: the box holds what stood in it before. */
  function stopEditing(giveBack = true) {
    if (editing === null) return;
    editing = null;
    document.querySelectorAll(".exchange.edited").forEach((one) => one.classList.remove("edited"));
    tellChange(false);
    if (giveBack) put(draft);
    sync();
  }

  onEscape(0, () => {
    if (editing === null) return false;
    stopEditing();
    return true;
  });

  document.addEventListener("newsqa:asked", () => stopEditing(value() === ""));
  document.addEventListener("newsqa:exchange", ({ detail: { exchange } }) => exchange || stopEditing()); // a new conversation

  const MARKS = ["data-publisher"];
  new MutationObserver(followBar).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: MARKS });

  // -- one listener each ----------------------------------------------------------------------------------------------------

  const DOES = {
    ask: (button) => wish({ question: button.dataset.question }),
    // The words go along for a server that was started anew, and knows nothing of a question without an answer.
    retry: (button) => wish({ n: Number(button.dataset.n), question: questionOf(button.closest(".exchange")) }),
    drop: (button) => {
      const { n, filter, name } = button.dataset;
      if (wish({ n: Number(n), without: filter, ...(name === undefined ? {} : { name }) })) takeOff(button);
    },
    edit,
    unfilter: () => setFilters("", "", []),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-do]");
    if (button) DOES[button.dataset.do]?.(button);
  });

  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.("#examples button") || datesHold()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.do) return;
    event.preventDefault();
    const question = form.dataset.do === "reread" && form.querySelector("textarea").value.trim();
    if (question) wish({ n: Number(form.dataset.n), question });
  });

  // How a question was read may take several lines, but is one: Enter asks it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches?.(".understood textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  window.newsqaSend = send;

  // The filters and the engine belong to a conversation that is kept.
  window.newsqaActions = {
    chosen: () => ({ bar: chosen(), answers: $("#engine input:checked")?.value }),
    datesHold,
    engineOf,
    choose: ({ bar, answers }) => {
      if (bar) setFilters(bar.since, bar.until, Array.isArray(bar.publisher) ? bar.publisher : []);
      if (["auto", "extractive", "llm"].includes(answers)) setEngine(answers);
    },
  };
})();
