/**
 * One control for all of Slack's menus: pick one or several, from a list that is known or that the bot is asked for.
 *
 * It follows the ARIA combobox pattern: the text box keeps the focus, the list is moved through with the arrow keys
 * and the marked entry is named by aria-activedescendant. What has been picked stands as chips in front of the box
 * (several) or in the box itself (one).
 */
import { announce, h, icon, uid } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { openBeside } from "./popups.js";

const DEBOUNCE = 150;

/** Slack's answer, with or without groups, as [{label, options}]. */
function grouped(answer) {
  if (answer?.option_groups) return answer.option_groups.map((g) => ({ label: plain(g.label), options: g.options }));
  return [{ label: "", options: Array.isArray(answer) ? answer : answer?.options ?? [] }];
}

/** A source that filters a list already here. */
export function fixedSource(listing) {
  return (query) => {
    const wanted = query.trim().toLowerCase();
    const groups = grouped(listing()).map((group) => ({
      label: group.label,
      options: group.options.filter((option) => plain(option.text).toLowerCase().includes(wanted)),
    }));
    return { option_groups: groups.map((g) => ({ label: { text: g.label }, options: g.options })) };
  };
}

/**
 * @param {object} o
 * @param {(query: string) => any} o.source  options for what was typed, at once or as a promise
 * @param {boolean} o.asks  the source asks the bot: wait a moment after each key, and respect `least`
 * @param {number} o.least  characters to type before asking
 * @param {object[]} o.picked  Slack option objects picked to begin with
 */
export function combobox({ source, asks = false, least = 0, multiple = false, most = Infinity, clearable = false,
  picked = [], placeholder = "", attributes = {}, testid, onChange, few = false }) {
  let chosen = [...picked];
  let options = [];
  let marked = -1;
  let typed = false;
  let close = null;
  let asked = 0;
  let timer = null;

  const listId = uid("list");
  const chips = h("ul.chips", { "aria-label": "Chosen", hidden: true });
  const input = h("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": listId, placeholder, testid,
    // A short fixed list is tapped, not typed: no keyboard jumps up on a phone.
    inputmode: few ? "none" : null, ...attributes,
  });
  const clear = h("button.icon-button.combo-clear", { type: "button", "aria-label": "Clear", hidden: true,
    onclick: () => { chosen = []; typed = false; draw(); onChange?.(); input.focus(); } }, icon("close"));
  const list = h("div.listbox", { role: "listbox", id: listId, popover: "manual", "aria-multiselectable": multiple ? "true" : null });
  const box = h("div.combo", { class: multiple ? "combo-many" : "combo-one" }, chips, input, clear, icon("down"), list);

  const has = (option) => chosen.some((other) => other.value === option.value);

  function draw() {
    if (multiple) {
      chips.hidden = !chosen.length;
      chips.replaceChildren(...chosen.map((option) => h("li.chip", { testid: `chip-${option.value}` }, h("span", {}, plain(option.text)),
        h("button", { type: "button", "aria-label": `Remove ${plain(option.text)}`, onclick: () => drop(option) }, icon("close")))));
      input.placeholder = chosen.length ? "" : placeholder;
    } else if (!typed) {
      input.value = chosen[0] ? plain(chosen[0].text) : "";
    }
    clear.hidden = multiple || !clearable || !chosen.length;
  }

  function drop(option) {
    chosen = chosen.filter((other) => other.value !== option.value);
    draw();
    announce(`${plain(option.text)} removed`);
    onChange?.();
    input.focus();
    if (close) refresh();
  }

  function pick(option) {
    if (!multiple) {
      const changed = !has(option);
      chosen = [option];
      typed = false;
      shut();
      draw();
      if (changed) onChange?.();
      return;
    }
    if (has(option)) { drop(option); return; }
    if (chosen.length >= most) {
      say(`At most ${most} can be chosen.`);
      return;
    }
    chosen.push(option);
    input.value = "";
    draw();
    announce(`${plain(option.text)} added`);
    onChange?.();
    if (asks) shut(); else refresh();
  }

  function say(text) {
    options = [];
    mark(-1);
    list.replaceChildren(h("div.list-note", {}, text));
    announce(text);
    close?.place();
  }

  function mark(index) {
    marked = index;
    const entries = [...list.querySelectorAll("[role=option]")];
    entries.forEach((entry, i) => entry.classList.toggle("marked", i === index));
    const entry = entries[index];
    if (entry) { input.setAttribute("aria-activedescendant", entry.id); entry.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  }

  function show(answer) {
    const groups = grouped(answer).filter((group) => group.options.length);
    options = groups.flatMap((group) => group.options);
    if (!options.length) { say("No results"); return; }
    list.replaceChildren(...groups.map((group) => {
      const title = group.label && h("div.list-title", { id: uid("group") }, group.label);
      return h("div", { role: "group", "aria-labelledby": title ? title.id : null }, title, group.options.map((option) =>
        h("div.option", {
          role: "option", id: uid("option"), "aria-selected": String(has(option)), testid: `option-${option.value}`,
          onclick: () => pick(option),
        }, h("span.option-tick", { "aria-hidden": "true" }, has(option) ? icon("tick") : null),
        h("span.option-text", {}, plain(option.text), option.description && h("span.option-note", {}, plain(option.description))))));
    }));
    mark(typed || multiple ? 0 : options.findIndex(has));
    close?.place();
    if (typed) announce(options.length === 1 ? "1 result" : `${options.length} results`);
  }

  /** Fills the open list for what stands in the box. Only the latest question's answer counts. */
  function refresh() {
    const query = typed || multiple ? input.value : "";
    const mine = ++asked;
    clearTimeout(timer);
    if (!asks) { show(source(query)); return; }
    if ([...query.trim()].length < least) {
      options = [];
      mark(-1);
      list.replaceChildren(h("div.list-note", {}, least === 1 ? "Type to search" : `Type at least ${least} letters to search`));
      return;
    }
    list.setAttribute("aria-busy", "true");
    if (!options.length) list.replaceChildren(h("div.list-note", {}, "Searching …"));
    timer = setTimeout(async () => {
      try {
        const answer = await source(query.trim());
        if (mine === asked && close) show(answer);
      } catch {
        if (mine === asked && close) say("The search did not answer. Try again?");
      } finally {
        if (mine === asked) list.removeAttribute("aria-busy");
      }
    }, DEBOUNCE);
  }

  function open() {
    if (close) return;
    list.replaceChildren();
    box.scrollIntoView({ block: "nearest" });
    close = openBeside(list, box);
    input.setAttribute("aria-expanded", "true");
    box.classList.add("open");
    refresh();
  }

  function shut() {
    if (!close) return;
    clearTimeout(timer);
    asked += 1;
    close();
    close = null;
    options = [];
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    box.classList.remove("open");
  }

  input.addEventListener("input", () => { typed = true; open(); refresh(); });
  input.addEventListener("click", () => { if (!multiple && !typed) input.select(); open(); });
  input.addEventListener("blur", () => {
    shut();
    // Half a name is no choice: show again what was really chosen. An emptied box means none, where none is allowed.
    const emptied = typed && !input.value.trim() && clearable && chosen.length && !multiple;
    if (emptied) chosen = [];
    typed = false;
    input.value = "";
    draw();
    if (emptied) onChange?.();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!close) { open(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (options.length) mark((marked + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (close && options[marked]) pick(options[marked]);
      else open();
    } else if (event.key === "Escape" && close) {
      event.preventDefault();
      event.stopPropagation();
      shut();
    } else if (event.key === "Backspace" && multiple && !input.value && chosen.length) {
      drop(chosen.at(-1));
    }
  });
  // A press in the list must not take the focus out of the box (that would close the list before the click).
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => { if (event.target === box || event.target.closest(".icon-down")) { input.focus(); open(); } });
  draw();

  return { node: box, input, chosen: () => [...chosen] };
}
