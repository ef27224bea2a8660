// What the page's scripts share, and how the conversation is followed: the newest answer comes into view, and a screen reader
// hears what happened. Text from articles enters the page as textContent only, never as HTML.
//
// Each script has one concern and offers the others a few functions: reader.js the article beside the answer, box.js the
// question box, actions.js the filters and what is asked again, judge.js copying and judging, export.js and kept.js and menu.js
// conversations, forms.js the other tabs, views.js which tab is open, state.js the page's own state.

(() => {
  "use strict";

  const UNSHOWABLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
  const LONGEST_TITLE = 80; // characters of a question
  const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
  const TOUCHED = window.matchMedia("(pointer: coarse)");

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) {
      made.textContent = String(text ?? "").replace(UNSHOWABLE, "");
      made.dir = "auto";
    }
    return made;
  }

  function clean(text) {
    return text.replace(UNSHOWABLE, "");
  }

  function day(iso) {
    const moment = iso ? new Date(iso) : null;
    if (!moment || Number.isNaN(moment.getTime())) return "date unknown";
    return moment.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  /** Where to go on when what had the focus is gone. A finger needs no focus, and would get a keyboard over half the page. */
  function focusBox() {
    if (!TOUCHED.matches) document.querySelector("#question textarea")?.focus({ preventScroll: true });
  }

  // Escape closes what lies on top, and that alone: each closer says whether it had anything to close.
  const closers = [];

  function onEscape(height, close) {
    closers.push({ height, close });
    closers.sort((a, b) => b.height - a.height);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    closers.some(({ close }) => close());
  });

  // -- what is said ---------------------------------------------------------------------------------------------------------

  const status = element("div", "visually-hidden");
  status.id = "spoken";
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");

  /** It is there before its first words: of a region that comes with its words nothing may be said. */
  function addStatus() {
    document.body.append(status);
  }

  if (document.body) addStatus();
  else document.addEventListener("DOMContentLoaded", addStatus);

  function say(text) {
    status.textContent = text;
  }

  /** A line above the question box, until the next question is asked; words: of a button in it, if there is one. */
  function note(text, words, does) {
    document.getElementById("note")?.remove();
    const line = element("p", "", `${text} `);
    line.id = "note";
    line.setAttribute("role", "status");
    const button = element("button", "", words ?? "Close");
    button.type = "button";
    button.addEventListener("click", () => {
      line.remove();
      focusBox();
      does?.();
    });
    line.append(button);
    document.getElementById("composer")?.prepend(line);
  }

  // -- following the conversation -----------------------------------------------------------------------------------------

  let seen = null; // the exchange that is on show, and whether it was still being answered
  let following = false;

  function isAnswering() {
    return Boolean(document.querySelector('#current .exchange[aria-busy="true"]'));
  }

  /** Whether what is wanted must wait, because an answer is being written; that is said until it stands. */
  function mustWait() {
    if (!isAnswering()) return false;
    const words = "An answer is being written: wait for it, or stop it.";
    note(words, "Stop it", () => document.querySelector("#stop")?.click());
    document.getElementById("note").classList.add("waiting");
    say(words);
    return true;
  }

  /** An answer as one would read it out: how the question was read, each paragraph as a sentence, no marks, nothing for paper. */
  function spoken(exchange) {
    const reading = exchange.querySelector(".understood textarea")?.value;
    const blocks = exchange.querySelectorAll(".progress, .short, .text p, .note :is(p:not(.address), h3, .open), .notice");
    const parts = [...blocks].map((block) => {
      const words = block.cloneNode(true);
      words.querySelectorAll(".mark").forEach((mark) => mark.remove());
      return words.textContent.trim();
    });
    if (reading) parts.unshift(`Understood as: ${reading}`);
    const sentences = parts.filter(Boolean).map((part) => (/[.!?:…]["”’)]*$/.test(part) ? part : `${part}.`));
    return sentences.join(" ") || "No answer.";
  }

  function follow() {
    const exchange = document.querySelector("#current .exchange");
    const busy = exchange?.getAttribute("aria-busy") === "true";
    const now = exchange ? `${exchange.dataset.exchange} ${busy}` : null;
    if (exchange && now !== seen) {
      if (seen?.split(" ")[0] !== exchange.dataset.exchange) following = true;
      document.querySelector(busy ? "#note" : "#note.waiting")?.remove();
      say(busy ? "Looking for an answer." : spoken(exchange));
    }
    if (exchange && following) bringUp(exchange);
    const next = document.querySelector(".suggested");
    const fits = next?.dataset.for === exchange?.dataset.exchange && exchange?.getAttribute("aria-busy") === "false";
    if (next && next.hidden === fits) next.hidden = !fits;
    if (!exchange && seen) {
      document.querySelector("#note.waiting")?.remove();
      window.newsqaReader.close(false);
      say("New conversation.");
    }
    const changed = now !== seen;
    if (changed) document.title = titleOf(exchange);
    seen = now;
    if (changed) document.dispatchEvent(new CustomEvent("newsqa:exchange", { detail: { exchange, busy } }));
  }

  /** What the window is called: by the question on show, so that windows and the way back tell them apart. */
  function titleOf(exchange) {
    const question = exchange?.querySelector(".question").textContent.replace(/\s+/g, " ") ?? "";
    const words = [...question].slice(0, LONGEST_TITLE).join("");
    return question ? `${words}${words.length < question.length ? "…" : ""} – newsqa` : "newsqa";
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

  // What has the focus must not lie behind the question box, which stays at the lower edge of the window and grows with its text.
  let measured = null;
  const measuring = new ResizeObserver(([{ target }]) => {
    document.documentElement.style.setProperty("--composer", `${target.offsetHeight}px`);
  });

  function measure() {
    const composer = document.getElementById("composer");
    if (composer === measured) return;
    measuring.disconnect();
    measured = composer;
    if (composer) measuring.observe(composer);
  }

  // Gradio gives each radio button a group of its own. Of one name they are one, which arrow keys go through and Tab enters once.
  function joinEngines() {
    const radios = [...document.querySelectorAll('#engine input[type="radio"]')];
    if (!radios.some((radio) => radio.name !== "engine")) return;
    document.getElementById("engine").setAttribute("aria-label", "Answers");
    for (const radio of radios) radio.name = "engine";
  }

  function withoutModel() {
    if (!document.querySelector('#masthead [data-model="no"]')) return;
    const written = document.querySelector('#engine input[value="llm"]');
    if (!written || written.disabled) return;
    written.disabled = true;
    written.setAttribute("aria-describedby", "model-note");
    written.closest("label").title = document.getElementById("model-note")?.textContent ?? "";
  }

  // What Gradio shows in the place of a button that was pressed takes the focus away.
  document.addEventListener("click", (event) => event.target.closest?.("#stop, #clear, #examples button") && focusBox());

  // What the other scripts use.
  window.newsqaPage = { clean, day, element, focusBox, isAnswering, mustWait, note, onEscape, say };

  new MutationObserver(() => {
    joinEngines();
    withoutModel();
    measure();
    follow();
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-busy"] });
})();
