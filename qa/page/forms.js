// The forms and buttons of the Corpus and Evaluation tabs: each place calls newsqaForms with its element and the function
// that sends an event to the server. Files are read here and sent as text, so that the server takes no uploads.

(() => {
  "use strict";

  const own = "data-form";

  window.newsqaForms = (element, trigger) => {
    if (element.closest("#corpus-find")) lookFor = (look) => trigger("submit", look);
    element.addEventListener("submit", async (event) => {
      const form = event.target.closest(`form[${own}]`);
      if (!form) return;
      event.preventDefault();
      const adds = Boolean(form.closest("#corpus-add"));
      if (adds && !fits(form)) return;
      if (adds) sent = { form, contents: contents(form) };
      if (form.getAttribute(own) === "upload") trigger("upload", { files: await Promise.all([...filesOf(form).files].map(packed)) });
      else trigger("submit", Object.fromEntries(new FormData(form)));
      if (adds) showCameOf(true);
      else bringUpFound(element);
    });

    // A field that says what is wrong with it says so alone: why another try failed is no longer of use. What was added, or is being added, is.
    element.addEventListener("invalid", (event) => {
      if (event.target.closest("#corpus-add") && document.querySelector("#corpus-added .problem")) showCameOf(false);
    }, true);

    element.addEventListener("reset", (event) => {
      if (!event.target.closest('form[data-form="find"]')) return;
      setTimeout(() => trigger("submit", Object.fromEntries(new FormData(event.target))));
    });

    element.addEventListener("change", (event) => {
      const form = event.target.closest('form[data-form="turns"]');
      if (form) trigger("submit", Object.fromEntries(new FormData(form)));
    });

    element.addEventListener("click", (event) => {
      const page = event.target.closest("button[data-page]");
      const remove = event.target.closest("button[data-remove]");
      if (page?.getAttribute("aria-disabled") === "true") return;
      if (page) {
        trigger("select", { ...lookOf(page), page: page.dataset.page });
        element.scrollIntoView({ block: "start" });
      } else if (remove) {
        confirmed(remove.dataset.title).then((yes) => {
          if (!yes) return remove.focus();
          focusNext(element, remove);
          trigger("delete", { ...lookOf(remove), article: remove.dataset.remove, title: remove.dataset.title });
        });
      }
    });
  };

  // What a search finds stands below its form, on a small screen below the window's end: then the form goes to the top.
  function bringUpFound(element) {
    const line = document.querySelector('#corpus-list [role="status"]');
    if (line && line.getBoundingClientRect().bottom > window.innerHeight) element.scrollIntoView({ block: "start" });
  }

  // When an article is gone, and its button with it, the next one's button has the focus, or the line that counts what is left.
  function focusNext(element, remove) {
    const place = [...element.querySelectorAll("button[data-remove]")].indexOf(remove);
    const watching = new MutationObserver(() => {
      if (remove.isConnected) return;
      watching.disconnect();
      const left = [...element.querySelectorAll("button[data-remove]")];
      const next = left[Math.min(place, left.length - 1)] ?? element.querySelector('[role="status"]');
      if (!next) return;
      if (!left.length) next.tabIndex = -1;
      next.focus();
    });
    watching.observe(element, { childList: true, subtree: true });
  }

  // What the list that holds a button was asked for.
  function lookOf(button) {
    return JSON.parse(button.closest("[data-look]")?.dataset.look ?? "{}");
  }

  function confirmed(title) {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    dialog.setAttribute("aria-labelledby", "confirm-words");
    const words = document.createElement("p");
    words.id = "confirm-words";
    words.dir = "auto";
    words.textContent = `Remove “${title}”? Answers will no longer use it.`;
    const form = document.createElement("form");
    form.method = "dialog";
    for (const [value, text] of [
      ["no", "Keep it"],
      ["yes", "Remove"],
    ]) {
      const button = document.createElement("button");
      button.value = value;
      button.textContent = text;
      form.append(button);
    }
    dialog.append(words, form);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
    });
  }

  const filesOf = (form) => form.querySelector('input[type="file"]');

  /** Whether what a form holds can be sent; where not, the field says why. Text is measured as it is sent, in UTF-8. */
  function fits(form) {
    const files = filesOf(form);
    if (files && !files.files.length) return complain(files, "Choose one or more files.");
    const measured = form.querySelector("[data-most]");
    const most = Number(measured?.dataset.most);
    const given = files ? [...files.files] : [...new FormData(form).values()];
    const { size } = new Blob(given);
    if (!(size > most)) return true;
    const words = `${files ? "These are" : "This is"} ${kilobytes(size)} KB, at most ${kilobytes(most)} KB can be sent at once.`;
    return complain(measured, files ? words : `${words} Index it as a file instead.`);
  }

  /** What came of adding something, below the forms. */
  function showCameOf(shown) {
    const place = document.getElementById("corpus-added");
    if (place) place.hidden = !shown;
  }

  function kilobytes(bytes) {
    return Math.ceil(bytes / 1000).toLocaleString("en-GB");
  }

  function complain(input, words) {
    input.setCustomValidity(words);
    input.reportValidity();
    input.addEventListener("input", () => input.setCustomValidity(""), { once: true });
    return false;
  }

  async function packed(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let characters = "";
    for (let i = 0; i < bytes.length; i += 0x8000) characters += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return { name: file.name, data: btoa(characters) };
  }

  // -- what is typed to be added ----------------------------------------------------------------------------------------------

  const TYPED = "newsqa.adding"; // for this window only
  let sent = null; // the form that was sent last, and what stood in it

  function contents(form) {
    return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  }

  const fields = () => [...document.querySelectorAll('#corpus-add :is(input, textarea):not([type="file"])')];

  function keepTyped() {
    const typed = fields().filter((field) => field.value).map((field) => [field.id, field.value]);
    try {
      if (typed.length) sessionStorage.setItem(TYPED, JSON.stringify(typed));
      else sessionStorage.removeItem(TYPED);
    } catch {
      // no storage, or no room: it lives as long as the page
    }
  }

  document.addEventListener("input", (event) => event.target.closest?.("#corpus-add") && keepTyped());

  let given = false; // whether the forms have what was typed before the page was loaded again, as it is when a lost server is back

  function giveBack() {
    if (given || !document.querySelector("#corpus-add form")) return;
    given = true;
    let typed = [];
    try {
      typed = JSON.parse(sessionStorage.getItem(TYPED) ?? "[]");
    } catch {
      // no storage
    }
    for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (field?.closest("#corpus-add")) field.value = value;
    }
    if (typed.length) document.querySelector("#corpus-add details").open = true;
  }

  // -- what is looked for, which outlives a reload -----------------------------------------------------------------------------

  const LOOK = "newsqa.looking"; // for this window only
  let lookFor = null;
  let listed = null; // what the list on show was asked for, once what was kept is given back

  function followLook() {
    const form = document.querySelector("#corpus-find form");
    const look = document.querySelector("#corpus-list [data-look]")?.dataset.look;
    if (!form || !look || !lookFor || look === listed) return;
    try {
      if (listed === null) lookAgain(form, JSON.parse(sessionStorage.getItem(LOOK) ?? look), JSON.parse(look));
      else sessionStorage.setItem(LOOK, look);
    } catch {
      // no storage: it lives as long as the page
    }
    listed = look;
  }

  function lookAgain(form, kept, shown) {
    if (Object.keys(shown).every((name) => String(kept[name]) === String(shown[name]))) return;
    for (const name of ["text", "where", "publisher", "since", "until"]) {
      const field = form.elements[name];
      field.value = kept[name];
      if (field.value !== kept[name]) field.value = field.options?.[0].value ?? ""; // a publisher that is no more
    }
    lookFor({ ...Object.fromEntries(new FormData(form)), page: kept.page });
  }

  // When articles were added, the form that they came from is ready for the next ones, unless something was typed meanwhile; the
  // list is that of all articles, and so is the form above it; and the head of the page says the new number.
  function followAdding() {
    const done = document.querySelector('#corpus-added [data-done="yes"]');
    if (!done || done.dataset.seen) return;
    done.dataset.seen = "yes";
    if (sent && contents(sent.form) === sent.contents) sent.form.reset();
    sent = null;
    keepTyped();
    document.querySelector("#corpus-find form")?.reset();
  }

  let stage = null;

  /** What comes of adding stands below the forms, where the window may end before. */
  function bringUp() {
    const now = document.querySelector("#corpus-added :is(.adding, .added, .problem)");
    if (now?.className === stage) return;
    stage = now?.className;
    now?.scrollIntoView({ block: "nearest" });
  }

  new MutationObserver(() => {
    giveBack();
    bringUp();
    followAdding();
    followLook();
    const held = document.querySelector("#corpus-held [data-holdings]")?.dataset.holdings;
    const shown = document.querySelector("#masthead .holdings");
    if (held && shown && shown.textContent !== held) shown.textContent = held;
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-done", "data-holdings", "data-look"] });
})();
