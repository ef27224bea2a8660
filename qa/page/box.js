// The question box: what is sent from it and when, what is typed meanwhile, and what outlives a reload.

(() => {
  "use strict";

  const { clean, focusBox, isAnswering, mustWait, say } = window.newsqaPage;
  const DRAFT = "newsqa.draft"; // what stands in the box; for this window only, as the next one is
  const ASKED = "newsqa.asked"; // the question that is being answered
  const LONGEST = 20_000; // characters of a question that an address brings along
  const LONGEST_WAIT = 1500; // milliseconds; a stream that broke reports nothing

  const box = () => document.querySelector("#question textarea");

  /** Put a text into the box, as if it had been typed. */
  function put(text) {
    const field = box();
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keep(place, text) {
    try {
      if (text) sessionStorage.setItem(place, text);
      else sessionStorage.removeItem(place);
    } catch {
      // no storage: it lives as long as the page
    }
  }

  function kept(place) {
    try {
      return sessionStorage.getItem(place) ?? "";
    } catch {
      return "";
    }
  }

  document.addEventListener("input", (event) => event.target === box() && keep(DRAFT, box().value));

  // An empty question is not sent; the box is ready for one.
  function isEmpty() {
    return !box()?.value.trim();
  }

  function holdBack(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    box()?.focus();
  }

  // Gradio drops a question that comes while the last answer's stream is open, and that is a little longer than it looks:
  // what is asked the moment an answer stands waits until the stream is closed, which ask_view.py reports.
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

  // Enter and the button both come here; a press of our own is let through.
  let pressing = false;
  let sent = null; // what was asked from the box and has not yet come to be answered

  function onAsk(event) {
    if (pressing) return;
    holdBack(event);
    if (isEmpty() || mustWait() || !window.newsqaActions.datesHold()) return;
    const asked = box().value;
    whenSettled(() => {
      if (box().value !== asked) return;
      sent = asked;
      pressing = true;
      box().dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
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

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!box()?.offsetParent) return;
    event.preventDefault();
    box().focus();
  });

  /** A question as it was asked; of a very long one the page shows the beginning. */
  function questionOf(exchange) {
    const shown = exchange.querySelector(".question");
    return shown.dataset.whole ?? shown.textContent;
  }

  // The box is emptied when its question is being answered, not before: one that never arrives, or cannot be asked, stays,
  // and so does what was typed since.
  document.addEventListener("newsqa:exchange", ({ detail: { exchange, busy } }) => {
    changes += 1;
    keep(ASKED, busy ? questionOf(exchange) : "");
    if (sent === null || !exchange) return;
    const asked = sent;
    sent = null;
    if (exchange.querySelector(".problem")) return;
    if (box()?.value === asked) put("");
    document.dispatchEvent(new CustomEvent("newsqa:asked"));
  });

  /** The question of the page's address (?q=…): it is put into the box, and never asked by itself, since anyone can make a link. */
  function linked() {
    const address = new URL(location.href);
    const question = clean(address.searchParams.get("q") ?? "").trim().slice(0, LONGEST);
    // Once: what is typed over it is not to have it come back when the page is loaded again.
    address.searchParams.delete("q");
    if (question) history.replaceState(history.state, "", address);
    return question;
  }

  // A page that is loaded again has what stood in the box, and the question whose answer was cut off.
  let started = false;

  new MutationObserver(() => {
    if (started || !box()) return;
    started = true;
    const question = linked();
    const words = [...new Set([kept(ASKED), kept(DRAFT), question])].filter(Boolean).join("\n");
    keep(ASKED, "");
    if (!words) return;
    setTimeout(() => {
      if (!isEmpty()) return;
      put(words);
      if (!question) return;
      focusBox();
      const alone = words === question;
      if (!alone) box().setSelectionRange(words.length - question.length, words.length);
      say(alone ? "The question of the link stands in the box. Enter asks it." : "The question of the link stands behind what you had typed.");
    }, 300);
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.newsqaBox = { notSent: () => (sent = null), put, questionOf, settled, value: () => box()?.value ?? "", whenSettled };
})();
