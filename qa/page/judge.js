// Copying an answer, and judging it. A judgement goes to this server, with the answer that it is of; which one was given stays with
// the conversation, since the page draws its answers anew all the time.

(() => {
  "use strict";

  const { element, focusBox, say } = window.newsqaPage;
  const KEPT = "Thank you. Your judgement is kept on this server.";
  const LOST = "Your judgement could not be kept. Try again in a moment.";

  // -- copying ----------------------------------------------------------------------------------------------------------------

  async function copy(button) {
    const turn = window.newsqaKept.turn(Number(button.dataset.n));
    if (!turn) return;
    const text = window.newsqaExport.asText(turn);
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyBySelection(text);
      button.focus();
    }
    tell(button, done ? "Copied" : "Copying is not allowed here");
  }

  /** A browser has no clipboard for a page that did not come encrypted, but still copies what is selected. */
  function copyBySelection(text) {
    const field = element("textarea", "visually-hidden");
    field.value = text;
    document.body.append(field);
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      field.remove();
    }
  }

  const telling = new WeakMap(); // what a button said before it told what came of it, and when it will again

  function tell(button, words) {
    const before = telling.get(button) ?? { words: button.textContent };
    clearTimeout(before.timer);
    button.textContent = words;
    say(words);
    before.timer = setTimeout(() => {
      button.textContent = before.words;
      telling.delete(button);
    }, 2000);
    telling.set(button, before);
  }

  // -- judging ----------------------------------------------------------------------------------------------------------------

  async function judge(n, thumb, reason) {
    const { turn, history } = window.newsqaKept.asked(n) ?? {};
    if (!turn) return false;
    try {
      const response = await fetch("api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ thumb, reason, turn, history }),
      });
      if (response.ok) window.newsqaKept.judge(n, thumb);
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Say below an answer what came of judging it. */
  function thank(exchange, words) {
    forgetThanks(exchange);
    exchange.querySelector(".why").after(element("p", "thanks", words));
    say(words);
  }

  function forgetThanks(exchange) {
    exchange.querySelector(".thanks")?.remove();
  }

  async function thumbUp(button) {
    const exchange = button.closest(".exchange");
    exchange.querySelector(".why").hidden = true;
    thank(exchange, (await judge(Number(button.dataset.n), "up", "")) ? KEPT : LOST);
    mark();
  }

  function thumbDown(button) {
    const exchange = button.closest(".exchange");
    const form = exchange.querySelector(".why");
    forgetThanks(exchange);
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector("select").focus();
  }

  async function why(form) {
    const exchange = form.closest(".exchange");
    const select = form.querySelector("select");
    const more = form.querySelector("input").value.trim();
    const reason = [select.selectedOptions[0].textContent, more].filter(Boolean).join(": ");
    const kept = await judge(Number(form.dataset.n), "down", reason);
    thank(exchange, kept ? KEPT : LOST);
    if (!kept) return; // what was typed stays, to be sent again
    form.hidden = true;
    mark();
    focusBox();
  }

  /** Show on every answer how it was judged. */
  function mark() {
    for (const button of document.querySelectorAll(".judge button")) {
      const pressed = String(window.newsqaKept.judgement(Number(button.dataset.n)) === button.dataset.do);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  }

  // -- one listener each ----------------------------------------------------------------------------------------------------

  const DOES = { copy, up: thumbUp, down: thumbDown };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-do]");
    if (button) DOES[button.dataset.do]?.(button);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.dataset?.do === "why") why(event.target);
  });

  new MutationObserver(mark).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-pressed"] });
})();
