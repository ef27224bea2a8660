// The page's own state: light or dark, whether the server can be reached, and whether it still knows the reader.

(() => {
  "use strict";

  const { element, isAnswering, say } = window.newsqaPage;
  const PLACE = "newsqa.look";
  const LOOKS = ["auto", "light", "dark"];
  const root = document.documentElement;

  // -- light and dark -----------------------------------------------------------------------------------------------------

  let look = "auto";
  try {
    look = localStorage.getItem(PLACE) ?? "auto";
  } catch {
    // no storage: as the system has it
  }
  if (!LOOKS.includes(look)) look = "auto";

  function show() {
    if (look === "auto") root.removeAttribute("data-look");
    else root.setAttribute("data-look", look);
  }
  show();

  function addSwitch() {
    const header = document.querySelector("#masthead header");
    if (!header || header.querySelector(".look")) return;
    const label = element("label", "look");
    label.removeAttribute("dir");
    const select = element("select");
    select.setAttribute("aria-label", "Light or dark");
    for (const [value, words] of [["auto", "◐ Auto"], ["light", "◐ Light"], ["dark", "◐ Dark"]]) {
      const option = element("option", "", words);
      option.value = value;
      option.selected = value === look;
      select.append(option);
    }
    select.addEventListener("change", () => {
      look = select.value;
      show();
      try {
        localStorage.setItem(PLACE, look);
      } catch {
        // it holds until the page is left
      }
    });
    label.append(select);
    header.append(label);
  }

  // -- offline ----------------------------------------------------------------------------------------------------------------

  const OFTEN = 3000; // milliseconds between two looks, while the server is gone or something is expected from it
  const PATIENCE = 15_000; // milliseconds for a sign of life: a server that answers many questions is slow

  let banner = null;
  let checking = null;
  let halted = false; // an answer was cut off
  let written = null; // of the answer that is being written, at the last look that found no server

  function setOffline(offline) {
    if (offline) haltSilent();
    else written = null;
    if (offline === Boolean(banner)) return;
    if (!offline) {
      banner.remove();
      banner = null;
      clearInterval(checking);
      say("The server can be reached again.");
      // Gradio still waits for the answer that was cut off, and would send no other question.
      if (halted) location.reload();
      return;
    }
    banner = element("p", "", "The server cannot be reached. What is on the page stays; ask again when this line is gone.");
    banner.id = "offline";
    banner.setAttribute("role", "alert");
    document.body.prepend(banner);
    checking = setInterval(check, OFTEN);
  }

  /** An answer that has not grown since the last look will not come: say so, and give the question back. */
  function haltSilent() {
    const exchange = document.querySelector('#current .exchange[aria-busy="true"]');
    if (!exchange) return;
    const before = written;
    written = exchange.textContent;
    if (written !== before) return; // a connection that is open may outlive those that cannot be made
    halted = true;
    const { put, questionOf, value } = window.newsqaBox;
    if (!value()) put(questionOf(exchange));
    exchange.setAttribute("aria-busy", "false");
    const progress = exchange.querySelector(".progress");
    if (!progress) return;
    progress.className = "progress";
    progress.textContent = "Stopped: the server cannot be reached.";
  }

  // Who came in with a key is asked for it again when the session has ended; the conversation is kept meanwhile.
  async function checkSession() {
    const response = await fetch("api/status", { cache: "no-store" });
    if (response.status === 401) location.assign("login");
  }

  async function check() {
    try {
      const response = await fetch("healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      setOffline(!response.ok);
      if (document.querySelector("#masthead form")) await checkSession();
    } catch {
      setOffline(true);
    }
  }

  // That there is no network says nothing about a server on this machine.
  window.addEventListener("offline", check);
  window.addEventListener("online", check);
  // Something that gets no sign of life is the moment to find out; so is an answer that does not come to its end.
  const ASKS = "#send, #stop, #clear, #examples button, [data-do], [data-page]";
  document.addEventListener("click", (event) => event.target.closest?.(ASKS) && setTimeout(check, 1500));
  document.addEventListener("submit", () => setTimeout(check, 1500));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest?.("#question")) setTimeout(check, 1500);
  });
  setInterval(() => !banner && isAnswering() && check(), OFTEN);

  new MutationObserver(addSwitch).observe(root, { childList: true, subtree: true });
})();
