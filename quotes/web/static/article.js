"use strict";
// The page of an article: details, the evidence drawn in the text, corrections, keys.
// Everything is shown with textContent: words of an article are never taken for markup.

(() => {
  const { doc_id, rows, people } = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const body = $("body");
  const chain = $("chain");
  const detail = $("detail");
  const doubtful = [...document.querySelectorAll("#work [data-go]")].map((one) => Number(one.dataset.go));
  const tags = new Map([...document.querySelectorAll(".tag")].map((one) => [Number(one.dataset.n), one]));
  let chosen = null;

  // Which stretches belong to which row, and as what.
  const marks = new Map();
  for (const part of body.querySelectorAll("[data-m]")) {
    for (const mark of part.dataset.m.split(" ")) {
      const number = parseInt(mark, 10);
      const kind = mark.slice(String(number).length);
      if (!marks.has(number)) marks.set(number, []);
      marks.get(number).push([kind, part]);
    }
  }
  const parts = (number, kind) => (marks.get(number) || []).filter(([one]) => one === kind).map(([, part]) => part);

  const make = (name, text, attributes = {}) => {
    const one = document.createElement(name);
    if (text !== undefined && text !== null) one.textContent = text;
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
  };

  // Evidence, drawn

  const clear = () => {
    chain.replaceChildren();
    for (const one of document.querySelectorAll(".on")) one.classList.remove("on");
    for (const one of body.querySelectorAll(".ev")) {
      one.classList.remove("ev");
      delete one.dataset.step;
    }
  };

  const middle = (part) => {
    const pane = $("text-pane").getBoundingClientRect();
    const box = part.getClientRects()[0] || part.getBoundingClientRect();
    return [box.left + box.width / 2 - pane.left, box.top - pane.top, box.bottom - pane.top];
  };

  const draw = (number) => {
    clear();
    for (const part of parts(number, "q")) part.classList.add("on");
    for (const one of document.querySelectorAll(`[data-go="${number}"]`)) one.classList.add("on");
    tags.get(number)?.classList.add("on");
    const steps = [];
    const seen = new Set();
    const step = (part) => {
      if (!part || seen.has(part)) return;
      seen.add(part);
      steps.push(part);
    };
    parts(number, "c").forEach(step);
    parts(number, "m").forEach(step);
    rows[number].evidence.forEach((_, place) => parts(number, `e${place}`).forEach(step));
    steps.forEach((part, place) => {
      part.classList.add("ev");
      part.dataset.step = place + 1;
    });
    const stops = [parts(number, "q")[0], ...steps].filter(Boolean).map(middle);
    for (let place = 1; place < stops.length; place += 1) {
      const [x1, top1] = stops[place - 1];
      const [x2, top2] = stops[place];
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const lift = Math.max(14, Math.min(46, Math.abs(x2 - x1) / 6 + Math.abs(top2 - top1) / 8));
      path.setAttribute("d", `M ${x1} ${top1} C ${x1} ${top1 - lift}, ${x2} ${top2 - lift}, ${x2} ${top2 - 2}`);
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      dot.setAttribute("cx", x2);
      dot.setAttribute("cy", top2 - 2);
      dot.setAttribute("r", 2.6);
      chain.append(path, dot);
    }
  };

  // Details

  const pair = (list, name, value) => {
    if (!value) return;
    list.append(make("dt", name), make("dd", value));
  };

  const tools = (row) => {
    const list = [
      ["r", row.checked ? "Right ✓" : "Right", () => save({ action: "right" }), "r"],
      ["e", "Other speaker", () => askSpeaker(row), "e"],
      ["w", "Other words", () => askWords(row), "w"],
      ["x", "No quotation", () => save({ action: "none" }), "x"],
      ["d", "Other day", () => askDay(row), "d"],
    ];
    if (row.history.length) list.push(["u", "Undo", () => undo(row.history.at(-1).id), "u"]);
    const bar = make("div", null, { class: "tool-row", role: "group", "aria-label": "Correct" });
    for (const [key, label, act] of list) {
      const button = make("button", `${label} `, { type: "button", "data-key": key, "aria-keyshortcuts": key });
      button.append(make("kbd", key));
      button.addEventListener("click", act);
      bar.append(button);
    }
    return bar;
  };

  const fill = (number) => {
    const row = rows[number];
    detail.className = `card ${[...(tags.get(number)?.classList || [])].find((one) => one.startsWith("hue-")) || "hue-none"}`;
    $("detail-title").textContent = row.speaker || "Speaker not known";
    const place = $("detail-body");
    const list = make("dl");
    const words = make("p", `“${row.words}”`, { class: "words", tabindex: "0", role: "group", "aria-label": "The words" });
    pair(list, "Role", row.role);
    pair(list, "Sure", row.checked ? "checked by a person" : row.sure && `${row.sure} that the speaker is right`);
    pair(list, "Doubt", row.speaker && row.doubts.join("; "));
    pair(list, "Kind", row.polarity ? `${row.kind}, ${row.polarity.toUpperCase()}` : row.kind);
    pair(list, "Cue", row.cue && `“${row.cue}”`);
    pair(list, "Mention", row.mention && `“${row.mention}”`);
    pair(list, "Day", `${row.day}: ${row.basis}`);
    const nodes = [words, list];
    if (row.evidence.length) {
      nodes.push(make("h3", "Why"));
      const steps = make("ol", null, { class: "steps" });
      for (const one of row.evidence) {
        const item = make("li");
        item.append(make("span", `${one.step} `, { class: "soft" }), one.text);
        steps.append(item);
      }
      nodes.push(steps);
    }
    if (row.history.length) {
      const history = make("div", null, { class: "history" });
      for (const line of row.history) {
        const said = make("p", `${line.who} ${line.did}, ${line.at} `, { class: "soft" });
        const button = make("button", "Undo", { type: "button", class: "link" });
        button.addEventListener("click", () => undo(line.id));
        said.append(button);
        history.append(said);
      }
      nodes.push(history);
    }
    nodes.push(make("a", "All places where it was printed", { href: `/quotation/${row.quote_id}` }));
    place.replaceChildren(...nodes);
    $("detail-tools").replaceChildren(tools(row));
  };

  const choose = (number, { focus = true, scroll = true } = {}) => {
    chosen = number;
    detail.hidden = false;
    fill(number);
    draw(number);
    const tag = tags.get(number);
    history.replaceState(null, "", `#${rows[number].id}`);
    if (tag && focus) tag.focus({ preventScroll: true });
    if (tag && scroll) (parts(number, "q")[0] || tag).scrollIntoView({ block: matchMedia("(max-width: 62rem)").matches ? "start" : "center", behavior: "instant" });
  };

  const close = () => {
    const tag = tags.get(chosen);
    chosen = null;
    detail.hidden = true;
    clear();
    history.replaceState(null, "", location.pathname + location.search);
    tag?.focus({ preventScroll: true });
  };

  // Saving

  const send = async (decision) => {
    try {
      const answer = await fetch("/api/corrections", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ doc_id, who: who(), ...decision }),
      });
      const told = await answer.json();
      return answer.ok ? { line: told } : { problem: told.detail };
    } catch {
      return { problem: "The server does not answer; nothing was saved. Was it stopped? Start it again and try once more." };
    }
  };

  const renew = (message, go) => {
    sessionStorage.setItem("quotes-say", message);
    sessionStorage.setItem("quotes-scroll", String(scrollY));
    history.replaceState(null, "", go ? `#${go}` : location.pathname + location.search);
    location.reload();
  };

  const save = async (decision) => {
    const row = rows[chosen];
    const { problem } = await send({ quote_id: row.id, ...decision });
    if (problem) return say(problem);
    const place = doubtful.indexOf(chosen);
    const next = doubtful.find((one, at) => at > place && one !== chosen);
    const goOn = ["right", "none"].includes(decision.action) && place >= 0 && next !== undefined;
    renew(goOn ? "Saved. The next doubtful one:" : "Saved.", goOn ? rows[next].id : decision.action === "none" ? "" : row.id);
  };

  const undo = async (id) => {
    const row = chosen === null ? null : rows[chosen];
    const { problem } = await send({ action: "undo", undoes: id, quote_id: row ? row.id : "" });
    if (problem) say(problem);
    else renew("Undone.", row ? row.id : "");
  };

  // Dialogs

  const dialog = $("dialog");
  let onSave = null;

  const ask = (title, words, fields, act) => {
    $("dialog-title").textContent = title;
    $("dialog-words").textContent = words;
    $("dialog-problem").textContent = "";
    $("dialog-fields").replaceChildren(...fields);
    onSave = act;
    dialog.showModal();
    dialog.querySelector("input, textarea, select, .steppers button")?.focus();
  };

  const field = (label, name, attributes = {}, element = "input") => {
    const outer = make("label", label);
    outer.append(make(element, null, { name, ...attributes }));
    return outer;
  };

  const kindField = () => {
    const outer = make("label", "Which is ");
    const list = make("select", null, { name: "speaker_kind" });
    for (const [value, label] of [["", "as elsewhere in the article, else a person"], ["person", "a person"], ["organisation", "an organisation"], ["group", "a group"], ["unnamed", "somebody unnamed"], ["document", "a document"]]) {
      list.append(make("option", label, { value }));
    }
    outer.append(list);
    return outer;
  };

  const values = () => Object.fromEntries(new FormData($("dialog-form")));

  $("dialog-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = await onSave(values());
    if (problem) $("dialog-problem").textContent = problem;
  });
  $("dialog-cancel").addEventListener("click", () => dialog.close());

  const askSpeaker = (row) => {
    const choice = make("fieldset");
    choice.append(make("legend", "Who says it?"));
    const option = (value, label, checked) => {
      const outer = make("label", null, { class: "option" });
      const radio = make("input", null, { type: "radio", name: "speaker", value });
      radio.checked = checked;
      outer.append(radio, label);
      return outer;
    };
    for (const name of people.slice(0, 30)) choice.append(option(name, name, name === row.speaker));
    choice.append(option("", "nobody whom the article names", row.speaker === null));
    const other = field("or somebody else", "other", { list: "people", maxlength: "200", autocomplete: "off" });
    ask("Other speaker", `“${row.words}”`, [choice, other, kindField()], async (given) => {
      const speaker = given.other.trim() || given.speaker || null;
      const { problem } = await send({ action: "speaker", quote_id: row.id, speaker, speaker_kind: given.speaker_kind || null });
      if (!problem) renew(`Saved: ${speaker || "nobody known"}.`, row.id);
      return problem;
    });
  };

  const askDay = (row) => {
    ask("Other day", `“${row.words}”`, [field("The day it was said (empty: the text gives none)", "day", { type: "date", value: row.iso })], async (given) => {
      const { problem } = await send({ action: "day", quote_id: row.id, day: given.day || null });
      if (!problem) renew("Saved.", row.id);
      return problem;
    });
  };

  // Offsets: code points into the article, of what is selected

  const points = (text) => [...text].length;

  const offset = (node, at) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const part = element.closest("[data-s]");
    if (part && body.contains(part)) {
      const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at ? part.textContent : "";
      return Number(part.dataset.s) + points(before);
    }
    // between stretches: the end of the one before
    const all = [...body.querySelectorAll("[data-s]")];
    const edge = document.createRange();
    edge.setStart(node, at);
    edge.collapse(true);
    const last = all.filter((one) => edge.comparePoint(one, one.childNodes.length) <= 0).at(-1);
    return last ? Number(last.dataset.s) + points(last.textContent) : null;
  };

  const selected = () => {
    const found = getSelection();
    if (!found.rangeCount || found.isCollapsed) return null;
    const range = found.getRangeAt(0);
    if (!body.contains(range.commonAncestorContainer)) return null;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    return start !== null && end !== null && start < end ? [start, end] : null;
  };

  // The article's text, to move ends of words by keys: from the stretches, gaps as line ends
  let text = null;
  const whole = () => {
    if (text) return text;
    text = [];
    for (const part of body.querySelectorAll("[data-s]")) {
      while (text.length < Number(part.dataset.s)) text.push("\n");
      text.push(...part.textContent);
    }
    return text;
  };

  const word = (at, step) => {
    const all = whole();
    const blank = (place) => /\s/.test(all[place] ?? "\n");
    let place = at;
    if (step < 0) {
      while (place > 0 && blank(place - 1)) place -= 1;
      while (place > 0 && !blank(place - 1)) place -= 1;
    } else {
      while (place < all.length && blank(place)) place += 1;
      while (place < all.length && !blank(place)) place += 1;
    }
    return place;
  };

  const spanFields = (spans, shown) => {
    const piece = [spans[0][0], spans.at(-1)[1]];
    let moved = false;
    const out = () => (moved || spans.length === 1 ? [[...piece]] : spans);
    const update = () => {
      shown.textContent = whole().slice(piece[0], piece[1]).join("");
    };
    const bar = (label, index) => {
      const group = make("div", null, { class: "steppers", role: "group", "aria-label": label });
      group.append(make("span", label));
      for (const [name, step] of [["◀ a word earlier", -1], ["a word later ▶", 1]]) {
        const button = make("button", name, { type: "button" });
        button.addEventListener("click", () => {
          const before = piece[index];
          const next = index === 0 && step > 0 ? word(word(before, 1), 1) : word(before, step);
          piece[index] = index === 0 && step > 0 ? word(next, -1) : next;
          if (piece[0] >= piece[1]) piece[index] = before;
          moved = true;
          update();
        });
        group.append(button);
      }
      return group;
    };
    return { out, update, nodes: [bar("Begins", 0), bar("Ends", 1)] };
  };

  const askWords = (row) => {
    const marked = selected();
    const span = spanFields(marked ? [marked] : row.spans, $("dialog-words"));
    const note = make("p", marked ? "The words that you selected in the text:" : "Move either end by words; or close this, select the right words in the text, and choose “Other words” again.", { class: "soft" });
    ask("Other words", "", [note, ...span.nodes], async () => {
      const { problem } = await send({ action: "words", quote_id: row.id, spans: span.out() });
      if (!problem) renew("Saved.", row.id);
      return problem;
    });
    span.update();
  };

  const askAdd = () => {
    const marked = selected();
    const speaker = field("Who says it? (empty: not known)", "speaker", { list: "people", maxlength: "200", autocomplete: "off" });
    const typed = field("The words, as they are printed", "words", { rows: "3", maxlength: "2000" }, "textarea");
    const span = marked && spanFields([marked], $("dialog-words"));
    ask("Add a missing quotation", "", [...(span ? span.nodes : [typed]), speaker, kindField()], async (given) => {
      const place = span ? { spans: span.out() } : { words: given.words };
      const { problem, line } = await send({ action: "add", speaker: given.speaker || null, speaker_kind: given.speaker_kind || null, ...place });
      if (!problem) renew("Added.", line.quote_id);
      return problem;
    });
    if (span) span.update();
  };

  // Mouse, touch, focus

  document.addEventListener("click", (event) => {
    const tag = event.target.closest(".tag");
    const entry = event.target.closest("[data-go]");
    const part = event.target.closest(".q");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (tag) {
      event.preventDefault();
      choose(Number(tag.dataset.n), { scroll: false });
    } else if (entry) {
      event.preventDefault();
      choose(Number(entry.dataset.go));
    } else if (part && getSelection().isCollapsed) choose(Number(part.dataset.q), { scroll: false, focus: false });
  });

  body.addEventListener("mouseover", (event) => {
    const part = event.target.closest(".q, .tag");
    if (part && chosen === null) draw(Number(part.dataset.q ?? part.dataset.n));
  });
  body.addEventListener("mouseleave", () => chosen === null && clear());
  body.addEventListener("focusin", (event) => {
    const tag = event.target.closest(".tag");
    if (!tag) return;
    if (chosen === null) draw(Number(tag.dataset.n));
    else if (chosen !== Number(tag.dataset.n)) choose(Number(tag.dataset.n), { scroll: false });
  });

  $("detail-close").addEventListener("click", close);
  $("add").addEventListener("click", askAdd);
  $("add-here").addEventListener("mousedown", (event) => event.preventDefault());
  $("add-here").addEventListener("click", askAdd);
  $("checked")?.addEventListener("click", async () => {
    const { problem } = await send({ action: "checked" });
    if (problem) say(problem);
    else renew("Saved: the whole article is checked.", "");
  });
  for (const one of document.querySelectorAll("[data-undo]")) one.addEventListener("click", () => undo(one.dataset.undo));
  document.addEventListener("selectionchange", () => {
    $("add-here").hidden = dialog.open || !selected();
  });
  // Fonts arrive late, windows change: the chain follows the words.
  new ResizeObserver(() => chosen !== null && draw(chosen)).observe(body);
  document.fonts.ready.then(() => chosen !== null && draw(chosen));

  // Keys

  const move = (list, step) => {
    if (!list.length) return say("There is none.");
    const at = list.indexOf(chosen);
    choose(list[at < 0 ? (step > 0 ? 0 : list.length - 1) : (at + step + list.length) % list.length]);
  };

  const all = rows.map((_, number) => number);
  const keys = {
    n: () => move(doubtful, 1),
    p: () => move(doubtful, -1),
    j: () => move(all, 1),
    k: () => move(all, -1),
    a: askAdd,
    Escape: () => chosen !== null && close(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || typing(event.target)) return;
    const tool = $("detail-tools").querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (keys[event.key]) keys[event.key]();
    else if (tool && chosen !== null) tool.click();
    else if ("rewxdu".includes(event.key)) say("Choose a quotation first: n for the next doubtful one, j for the next.");
    else return;
    event.preventDefault();
  });

  // Where one was before

  const kept = sessionStorage.getItem("quotes-scroll");
  const message = sessionStorage.getItem("quotes-say");
  sessionStorage.removeItem("quotes-scroll");
  sessionStorage.removeItem("quotes-say");
  if (kept !== null) scrollTo({ top: Number(kept), behavior: "instant" });
  if (message) say(message);
  const wanted = decodeURIComponent(location.hash.slice(1));
  const there = rows.findIndex((row) => row.id === wanted || row.quote_id === wanted);
  if (there >= 0) choose(there, { scroll: kept === null });
})();
