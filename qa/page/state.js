// The page's own state: light or dark, whether the server can be reached, and whether it still knows the reader.

(() => {
  "use strict";

  const { element, say } = window.newsqaPage;
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

  let banner = null;
  let checking = null;

  function setOffline(offline) {
    if (offline === Boolean(banner)) return;
    if (!offline) {
      banner.remove();
      banner = null;
      clearInterval(checking);
      say("The server can be reached again.");
      return;
    }
    banner = element("p", "", "The server cannot be reached. What is on the page stays; ask again when this line is gone.");
    banner.id = "offline";
    banner.setAttribute("role", "alert");
    document.body.prepend(banner);
    checking = setInterval(check, 3000);
  }

  // Who came in with a key is asked for it again when the session has ended; the conversation is kept meanwhile.
  async function checkSession() {
    const response = await fetch("api/status", { cache: "no-store" });
    if (response.status === 401) location.assign("login");
  }

  async function check() {
    try {
      const response = await fetch("healthz", { cache: "no-store" });
      setOffline(!response.ok);
      if (document.querySelector("#masthead form")) await checkSession();
    } catch {
      setOffline(true);
    }
  }

  window.addEventListener("offline", () => setOffline(true));
  window.addEventListener("online", check);
  // A question that gets no sign of life is the moment to find out.
  document.addEventListener("click", (event) => event.target.closest?.("#send, [data-do]") && setTimeout(check, 1500));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest?.("#question")) setTimeout(check, 1500);
  });

  new MutationObserver(addSwitch).observe(root, { childList: true, subtree: true });
})();
