/**
 * The few helpers that every module uses to build the page.
 *
 * Text always goes in as text nodes. There is no way through here from a string to markup: what people write in a
 * post must never be able to become part of the page.
 */

const SVG = "http://www.w3.org/2000/svg";
let counter = 0;

/** A fresh id, for tying labels, hints and errors to their fields. */
export const uid = (stem = "x") => `${stem}-${++counter}`;

/**
 * Builds an element: `h("button.quiet", {type: "button", onclick: f, testid: "send"}, "Send")`.
 * Attributes that are null, undefined or false are left out; functions become listeners.
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.replace(/^on/, ""), value);
    else if (key === "class") node.classList.add(...String(value).split(" ").filter(Boolean));
    else if (key === "testid") node.dataset.testid = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Text for screen readers only, where the eye has an icon or a position instead. */
export const sr = (text) => h("span.sr", {}, text);

const ICONS = {
  lock: ["M5 9V7a5 5 0 0 1 10 0v2", "M4 9h12v9H4z"],
  hash: ["M8 3 6 17", "M14 3l-2 14", "M3.500 7.500h14", "M2.500 12.500h14"],
  eye: ["M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10z", "M10 7.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z"],
  bolt: ["M11 2 4 11.500h5L8 18l8-10h-5.500z"],
  more: ["M10 4.500v.1", "M10 10v.1", "M10 15.500v.1"],
  close: ["M5 5l10 10", "M15 5 5 15"],
  back: ["M12.500 4 6.500 10l6 6"],
  down: ["M5 7.500l5 5 5-5"],
  tick: ["M4.500 10.500l4 4 7-8.500"],
  send: ["M3 3.500 17.500 10 3 16.500l2-6.500z", "M5 10h5"],
  warn: ["M10 2.500 18.500 17h-17z", "M10 8v4", "M10 14.500v.1"],
  file: ["M5 2.500h7l4 4V17.500H5z", "M12 2.500v4h4"],
};

/** A small line drawing. Always decorative: the word beside it, visible or for screen readers, carries the meaning. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of ICONS[name] ?? []) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * Makes `parent` hold exactly `nodes`, in that order, touching as little as possible: a node that stays where it is
 * keeps its focus, its caret and its open menus.
 */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/**
 * Says something to screen readers. An open dialog makes the rest of the page inert, so the words go into the
 * topmost dialog's own region if there is one.
 */
export function announce(text) {
  const open = [...document.querySelectorAll("dialog[open] [data-announcer]")];
  const region = open.at(-1) ?? document.getElementById("announcer");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 60);
}

const recent = new Map();

/** Shows a line at the foot of the page for a few seconds. The same words twice in a row are shown once. */
export function toast(text, seconds = 9) {
  const now = Date.now();
  if (now - (recent.get(text) ?? 0) < 2500) return;
  recent.set(text, now);
  const host = document.getElementById("toasts");
  const line = h("div.toast", { testid: "toast" }, h("span", {}, text),
    h("button.icon-button", { type: "button", "aria-label": "Dismiss", onclick: () => drop() }, icon("close")));
  const drop = () => {
    line.remove();
    if (!host.children.length && host.matches(":popover-open")) host.hidePopover();
  };
  host.append(line);
  // Said by the page's own region, which is always there: a region that appears together with its words is often missed.
  announce(text);
  // Hidden and shown again, so that it stands above a dialog that opened in the meantime.
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
  setTimeout(drop, seconds * 1000);
}

/**
 * Runs `work` with a button out of action. `aria-disabled` rather than `disabled`: a disabled button drops the
 * keyboard's place on the page.
 */
export async function whileBusy(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return undefined;
  button.setAttribute("aria-disabled", "true");
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  }
}
