// Which tab is open stands in the address: a tab can be linked to, is open again when the page is loaded again, and the way back
// leads from it to the one before, not away from the page.

(() => {
  "use strict";

  const tabs = () => [...document.querySelectorAll('#views [role="tab"]')];
  const named = (tab) => tab.dataset.tabId;

  function addressed() {
    const all = tabs();
    return all.find((tab) => named(tab) === location.hash.slice(1)) ?? all[0];
  }

  function open() {
    const tab = addressed();
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
  }

  let started = false;

  function follow() {
    const shown = tabs().find((tab) => tab.getAttribute("aria-selected") === "true");
    if (!shown) return;
    if (!started) {
      started = true;
      open();
    } else if (shown !== addressed()) {
      const first = shown === tabs()[0];
      history.pushState(null, "", first ? location.pathname + location.search : `#${named(shown)}`);
    }
  }

  window.addEventListener("popstate", open);

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
})();
