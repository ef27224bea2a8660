// A conversation as text: what "Copy with sources" and the exports give.

(() => {
  "use strict";

  const { day } = window.newsqaPage;
  const DOUBTS = { partly: "partly supported by the source", "not found": "not found in the source" };

  /** What a reader must know of a quote that does not bear out its sentence, or the answer; nothing of one that does. */
  function doubt(citation) {
    if (citation.differs) return ` (another number: ${citation.differs})`;
    return DOUBTS[citation.verdict] ? ` (${DOUBTS[citation.verdict]})` : "";
  }

  function head(citation) {
    return [citation.title || "Untitled", citation.publisher, day(citation.published)].filter(Boolean);
  }

  function source(citation) {
    const where = `${head(citation).join(", ")}${citation.url ? `, ${citation.url}` : ""}`;
    return `[${citation.n}] ${where}${doubt(citation)}\n    “${citation.quote}”`;
  }

  /** How a question was read, where that is not how it was typed. */
  function reading(turn) {
    return turn.understood_as?.rewritten ? `Understood as: ${turn.understood_as.question}` : "";
  }

  /** The filters that held, as the chips above an answer say them; the end of a time is the first moment after it. */
  function filters(turn) {
    const { since, until, publisher } = turn.understood_as ?? {};
    const last = until && new Date(Date.parse(until) - 1000);
    const held = [since && `From ${day(since)}`, last && `To ${day(last)}`, ...(Array.isArray(publisher) ? publisher : [])];
    return held.some(Boolean) ? `Filters: ${held.filter(Boolean).join(", ")}` : "";
  }

  /** What stands between a question and its answer. */
  function circumstances(turn) {
    return [reading(turn), filters(turn), turn.asked_on && `Asked on ${day(turn.asked_on)}`].filter(Boolean);
  }

  /** What came closest to a refused question, as it stands on the page: what is kept of it is only where it is. */
  function closest(turn) {
    const shown = turn.refused && document.querySelector(`.exchange[data-exchange="${Number(turn.n)}"] .closest`);
    if (!shown) return "";
    const parts = [...shown.querySelectorAll(".open, .where, .address")].map((part) => part.textContent);
    return `The closest article here: ${parts.join(", ")}`;
  }

  function asText(turn) {
    const sources = (turn.citations ?? []).map(source).join("\n");
    const parts = [turn.question, ...circumstances(turn), turn.short, turn.text, closest(turn), turn.notice, sources && `Sources\n${sources}`];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  }

  function escaped(text) {
    return String(text ?? "").replace(/[\\`*_{}[\]<>#|!]/g, "\\$&").replace(/\s+/g, " ");
  }

  function asMarkdown(conversation) {
    const parts = [`# ${escaped(conversation[0].question)}`];
    for (const turn of conversation) {
      parts.push(`## ${escaped(turn.question)}`);
      parts.push(...circumstances(turn).map(escaped));
      if (turn.short) parts.push(`**${escaped(turn.short)}**`);
      parts.push(turn.stopped ? "(Stopped before it was answered.)" : escaped(turn.text));
      if (closest(turn)) parts.push(escaped(closest(turn)));
      if (turn.notice) parts.push(`*${escaped(turn.notice)}*`);
      const sources = (turn.citations ?? []).map((c) => {
        const web = /^https?:\/\//i.test(c.url ?? "") ? `, <${c.url.replace(/[<>\s]/g, encodeURIComponent)}>` : "";
        return `- \\[${c.n}\\] ${head(c).map(escaped).join(", ")}${web}${escaped(doubt(c))}\n  > ${escaped(c.quote)}`;
      });
      if (sources.length) parts.push(`### Sources\n\n${sources.join("\n")}`);
    }
    return `${parts.join("\n\n")}\n`;
  }

  window.newsqaExport = { asMarkdown, asText };
})();
