// What the browser keeps: conversations, in its own storage, to be opened again (menu.js lists them). Nothing of it is sent
// anywhere but back to this server: with a question, in case the server no longer knows the conversation, and when one is opened.
//
// Two windows may show the same conversation. Each remembers when the one that it shows was last saved, and where another has
// saved since, it goes on under a name of its own: neither writes over the other.

(() => {
  "use strict";

  const { element, note, say } = window.newsqaPage;
  const PLACE = "newsqa.conversations";
  const CURRENT = "newsqa.current"; // for this window only
  const MOST = 100;
  const MOST_TURNS = 40; // that the page shows
  const LARGEST = 600_000; // bytes of a conversation that is sent back; the server takes a request of 1 MB

  let shown = []; // the turns on the page, as the server gave them
  let turns = []; // the whole conversation, with what is kept but not on the page
  let current = null; // its id in the storage
  let saved = null; // when it was last saved, as far as this window knows
  let judged = {}; // the reader's judgements, "up" or "down" by number
  let opening = null; // the conversation that the server was asked to open
  let openings = 0;
  let deleting = false; // the conversation on show, with what is being answered in it
  let trouble = ""; // why nothing, or not everything, is kept

  // -- the storage ------------------------------------------------------------------------------------------------------------

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(PLACE) || "[]");
      return Array.isArray(found) ? found.filter((one) => one && Array.isArray(one.turns) && one.turns.length) : [];
    } catch {
      return [];
    }
  }

  /** Newest first; the oldest go when there are too many or the storage is full. Whether the newest is kept. */
  function store(conversations) {
    trouble = "";
    for (let most = Math.min(MOST, conversations.length); most >= 0; most -= 1) {
      try {
        localStorage.setItem(PLACE, JSON.stringify(conversations.slice(0, most)));
      } catch {
        continue; // full: try with fewer
      }
      const gone = conversations.length - most;
      if (gone && most) note(`There is no more room: the oldest kept conversation${gone === 1 ? " is" : "s are"} gone.`);
      if (most || !gone) return true;
      break;
    }
    trouble = "This browser keeps no conversation just now. Export what you want to keep.";
    note(trouble);
    return false;
  }

  function find(id) {
    return stored().find((one) => one.id === id);
  }

  /** Change what is kept of a conversation beside its turns. */
  function amend(id, change) {
    const all = stored();
    const one = all.find((other) => other.id === id);
    if (one) store(all.map((other) => (other === one ? { ...one, ...change } : other)));
  }

  function remember(id, at = null) {
    current = id;
    saved = at;
    try {
      if (id) sessionStorage.setItem(CURRENT, id);
      else sessionStorage.removeItem(CURRENT);
    } catch {
      // no storage: the conversation lives as long as the page
    }
  }

  function remembered() {
    try {
      return sessionStorage.getItem(CURRENT);
    } catch {
      return null;
    }
  }

  /** Keep the conversation on show. cut: what came after an earlier question is no longer part of it. */
  function keep(cut) {
    const before = find(current);
    const elsewhere = current && saved !== (before?.saved ?? null);
    if (!current || cut || elsewhere) {
      if (cut && before) offerBack(current);
      remember(`${Date.now()}-${Math.floor(Math.random() * 1e6)}`);
    }
    const named = current === before?.id && before.named;
    const mine = { id: current, saved: new Date().toISOString(), title: named ? before.title : turns[0].question, turns, judged };
    if (named) mine.named = true;
    Object.assign(mine, window.newsqaActions.chosen());
    const others = stored().filter((one) => one.id !== current);
    const kept = store([mine, ...others]);
    remember(current, kept ? mine.saved : null);
    if (kept && others.length === MOST - 1 && !before) {
      note(`All ${MOST} places for conversations are taken: the next one takes the oldest one's. Export or delete what you can.`);
    }
  }

  function offerBack(id) {
    note("The conversation as it was before is kept.", "Open it", () => open(id));
  }

  // -- following the conversation -------------------------------------------------------------------------------------------------

  let last = null;

  function look() {
    const { turns: written, opened: wish } = document.querySelector("#record [data-turns]")?.dataset ?? {};
    if (written === undefined || (written === last?.written && wish === last.wish)) return;
    last = { written, wish };
    let sent = [];
    try {
      sent = JSON.parse(written);
    } catch {
      // nothing that could be kept
    }
    const opened = Number(wish);
    if (!opened) goOn(sent);
    else if (opened === opening?.at) takeOver(opening.conversation, sent);
    else return; // another one is about to be opened
    document.body.classList.toggle("talking", turns.length > 0);
    tell();
    sayUnshown();
    window.newsqaMenu.draw();
  }

  /** A conversation was opened: it is on show as it is kept, and nothing is written back. */
  function takeOver(conversation, sent) {
    opening = null;
    shown = sent;
    turns = numbered(conversation.turns);
    judged = { ...conversation.judged };
    remember(conversation.id, conversation.saved ?? null);
    window.newsqaActions.choose(conversation);
  }

  /** The conversation on show has changed: a new turn, an earlier question put otherwise, or a new conversation. */
  function goOn(sent) {
    const newest = sent.at(-1)?.n ?? 0;
    // A turn that is kept but not shown may have the newest one's number: the server did not count what it could not read.
    const hidden = (turn) => !shown.some((other) => other.n === turn.n);
    const lost = (turn) => hidden(turn) || (sent.at(-1)?.stopped && !turn.stopped); // an answer gives way to none
    const cut = turns.some((turn) => turn.n > newest || (turn.n === newest && lost(turn)));
    const whole = turns.filter((turn) => turn.n < newest && !sent.some((other) => other.n === turn.n));
    for (const turn of sent) {
      // Only the newest can have been asked again. What is kept of the others may hold sources that were removed since.
      const same = turn.n < newest || shown.some((other) => JSON.stringify(other) === JSON.stringify(turn));
      const before = same && turns.find((other) => other.n === turn.n && other.question === turn.question);
      if (!before) delete judged[turn.n];
      whole.push(before || { ...turn, asked_on: today() });
    }
    shown = sent;
    turns = sent.length ? whole.sort((a, b) => a.n - b.n) : [];
    if (turns.length) keep(cut);
    else {
      if (cut && document.querySelector("#current .exchange")) offerBack(current);
      judged = {};
      remember(null);
    }
  }

  /** The day as the reader's clock has it. */
  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  }

  /** Turns with rising numbers, whatever the storage holds. */
  function numbered(found) {
    const rising = found.every((turn, i) => Number.isInteger(turn?.n) && turn.n > (i ? found[i - 1].n : 0));
    return rising ? found : found.filter((turn) => turn && typeof turn === "object").map((turn, i) => ({ ...turn, n: i + 1 }));
  }

  /** Of a turn, what the server cannot look up again. */
  function slim({ n, asked, question, understood_as, short, text, citations, refused, reason, engine, notice, closest, stopped }) {
    const cited = Array.isArray(citations) ? citations.filter(Boolean) : [];
    const places = cited.map(({ n, article_id, version, start, end, verdict, differs }) => {
      return { n, article_id, version, start, end, verdict, differs };
    });
    return { n, asked, question, understood_as, short, text, citations: places, refused, reason, engine, notice, closest, stopped };
  }

  /** The newest turns that fit a request. */
  function fitting(found) {
    let sent = found.slice(-MOST_TURNS).map(slim);
    while (sent.length > 1 && new Blob([JSON.stringify(JSON.stringify(sent))]).size > LARGEST) sent = sent.slice(1);
    return sent;
  }

  // Sent with every question: a server that was started anew, or has forgotten the conversation, goes on with this.
  function tell() {
    window.newsqaSend("told", { turns: fitting(turns.filter((turn) => shown.some((other) => other.n === turn.n))) });
  }

  function sayUnshown() {
    document.getElementById("unshown")?.remove();
    const many = turns.length - shown.length;
    if (many <= 0) return;
    const words = `${many} earlier question${many === 1 ? "" : "s"} of this conversation ${many === 1 ? "is" : "are"} kept, but not shown.`;
    const line = element("p", "", `${words} The exports under “Conversations” hold all of it.`);
    line.id = "unshown";
    document.getElementById("history")?.before(line);
  }

  // -- what the menu and the buttons around an answer do ----------------------------------------------------------------------------

  /** A question whose answer is not waited for, since another conversation is wanted, stays in its own. */
  function keepRunning() {
    const exchange = document.querySelector('#current .exchange[aria-busy="true"]');
    if (!exchange) return;
    const { exchange: number, since, until, publishers } = exchange.dataset;
    const n = Number(number);
    const question = window.newsqaBox.questionOf(exchange);
    if (turns.some((turn) => turn.n === n && turn.question === question)) return; // asked again: it is kept, with its answer
    const end = until ? new Date(Date.parse(until) + 86_400_000).toISOString() : null; // the field says the last day
    const query = { question, since: since || null, until: end, publisher: JSON.parse(publishers || "[]") };
    const asked = window.newsqaActions.engineOf(exchange);
    goOn([...shown.filter((turn) => turn.n < n), { n, asked, question, understood_as: query, stopped: true }]);
  }

  /** Open a conversation as it is in the storage now: another window may have gone on with it. */
  function open(id) {
    keepRunning();
    const conversation = find(id);
    if (!conversation) {
      window.newsqaMenu.draw();
      say("This conversation is no longer kept.");
      return;
    }
    opening = { at: ++openings, conversation };
    window.newsqaSend("opening", { turns: fitting(numbered(conversation.turns)), at: opening.at }, true);
    say("Opening the conversation.");
  }

  /** Delete a conversation; with the one on show, a new one begins. Until the next question it can be had back. */
  function remove(id) {
    const all = stored();
    const at = all.findIndex((one) => one.id === id);
    const onShow = id === current;
    store(all.filter((one) => one.id !== id));
    if (onShow) {
      deleting = true;
      document.querySelector("#clear")?.click();
      deleting = false;
    }
    window.newsqaMenu.draw();
    if (at < 0) return;
    const title = window.newsqaMenu.titled(all[at]);
    note(`Deleted: “${title}”.`, "Undo", () => putBack(all[at], at, onShow));
    say(`Deleted: “${title}”. The button Undo stands before the question box.`);
  }

  function putBack(conversation, at, onShow) {
    const all = stored().filter((one) => one.id !== conversation.id);
    if (!store([...all.slice(0, at), conversation, ...all.slice(at)])) return;
    if (onShow && !current) open(conversation.id);
    window.newsqaMenu.draw();
    say("The conversation is back.");
  }

  function forget() {
    turns = [];
    shown = [];
    judged = {};
    remember(null);
    window.newsqaSend("told", { turns: [] });
  }

  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.("#clear")) return;
      if (!deleting) keepRunning();
      forget();
    },
    true,
  );

  window.newsqaKept = {
    current: () => current,
    judgement: (n) => judged[n],
    open,
    places: MOST,
    remove,
    rename: (id, title) => amend(id, { title, named: true }),
    stored,
    trouble: () => trouble,
    turns: () => turns,
    turn: (n) => turns.find((turn) => turn.n === n),
    asked: (n) => {
      const found = turns.find((turn) => turn.n === n);
      if (!found) return null;
      const { n: number, asked, asked_on, ...turn } = found;
      return { turn, history: turns.filter((other) => other.n < number).map((other) => other.question) };
    },
    judge: (n, thumb) => {
      judged[n] = thumb;
      amend(current, { judged });
    },
  };

  // A page that is loaded again goes on with its conversation.
  let started = false;

  function start() {
    if (started || !document.querySelector("#opening textarea, #opening input")) return;
    started = true;
    const id = remembered();
    if (find(id)) setTimeout(() => open(id), 300);
  }

  new MutationObserver(() => {
    start();
    look();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-turns", "data-opened"] });
})();
