/** Things that open over the page: lists and menus tied to a control, and Slack's confirm dialog. */
import { h, uid } from "./dom.js";
import { textNode } from "./mrkdwn.js";

/**
 * Shows `popup` (an element with a `popover` attribute, already in the document) beside `anchor`, and keeps it there
 * while things scroll. The top layer is used because a list inside a scrolling form would be cut off.
 * @returns a function that hides it again
 */
export function openBeside(popup, anchor, { width = "anchor", align = "start", prefer = "below" } = {}) {
  const place = () => {
    const box = anchor.getBoundingClientRect();
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
    popup.style.minWidth = width === "anchor" ? `${box.width}px` : "";
    popup.style.maxWidth = width === "anchor" ? `${box.width}px` : `${view.width - 16}px`;
    const below = view.height - box.bottom - 12;
    const above = box.top - 12;
    popup.style.maxHeight = "";
    const wanted = Math.min(popup.scrollHeight + 2, 340);
    const up = prefer === "above" ? above >= Math.min(wanted, 160) : below < wanted && above > below;
    const height = Math.min(wanted, Math.max(up ? above : below, 90));
    popup.style.maxHeight = `${height}px`;
    popup.style.top = `${Math.max(8, up ? box.top - height - 4 : box.bottom + 4)}px`;
    const left = align === "end" ? box.right - popup.offsetWidth : box.left;
    popup.style.left = `${Math.max(8, Math.min(left, view.width - popup.offsetWidth - 8))}px`;
  };
  popup.showPopover();
  place();
  const observer = new ResizeObserver(place);
  observer.observe(anchor);
  window.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  const close = () => {
    observer.disconnect();
    window.removeEventListener("scroll", place, true);
    window.removeEventListener("resize", place);
    if (popup.isConnected && popup.matches(":popover-open")) popup.hidePopover();
  };
  close.place = place;
  return close;
}

/**
 * A button that opens a menu. Arrow keys, Home, End and first letters move in it, Escape and a click elsewhere close it.
 * @param items () => [{label, description?, danger?, testid?, onPick}]
 */
export function menuButton(button, items, { align = "end", prefer = "below", label } = {}) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  let menu = null;
  let hide = null;

  const close = (refocus) => {
    if (!menu) return;
    const [old, stop] = [menu, hide];
    menu = null;
    button.setAttribute("aria-expanded", "false");
    stop();
    old.remove();
    if (refocus) button.focus();
  };

  const open = () => {
    const name = label ?? button.getAttribute("aria-label") ?? button.textContent;
    menu = h("div.menu", { role: "menu", popover: "auto", id: uid("menu"), "aria-label": name },
      items().map((item) => h("button.menu-item", {
        type: "button", role: "menuitem", tabindex: "-1", testid: item.testid, class: item.danger ? "danger" : "",
        onclick: () => { close(true); item.onPick(); },
      }, h("span", {}, item.label), item.description && h("span.menu-note", {}, item.description))));
    const entries = [...menu.children];
    menu.addEventListener("keydown", (event) => {
      const at = entries.indexOf(document.activeElement);
      const go = { ArrowDown: (at + 1) % entries.length, ArrowUp: (at - 1 + entries.length) % entries.length, Home: 0, End: entries.length - 1 }[event.key];
      if (go !== undefined) { event.preventDefault(); entries[go]?.focus(); }
      else if (event.key === "Tab") close(true);
      else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); }
      else if (event.key.length === 1) entries.find((entry) => entry.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    });
    menu.addEventListener("toggle", (event) => { if (event.newState === "closed") close(false); });
    button.after(menu);
    hide = openBeside(menu, button, { width: "own", align, prefer });
    button.setAttribute("aria-expanded", "true");
    entries[0]?.focus();
  };

  // A press on the button light-dismisses an open menu before the click arrives, so remember what was there.
  let wasOpen = false;
  button.addEventListener("pointerdown", () => { wasOpen = Boolean(menu); });
  button.addEventListener("click", () => {
    if (menu) close(true);
    else if (!wasOpen) open();
    wasOpen = false;
  });
  return button;
}

/**
 * Slack's confirm dialog: title, text, the way back on the left, the deed on the right. Escape means no.
 * The way back has the focus first, so that a second press of Enter does not decide anything.
 * @returns {Promise<boolean>}
 */
export function askConfirm(confirm, ctx) {
  return new Promise((resolve) => {
    const [titleId, textId] = [uid("confirm"), uid("confirm")];
    const deny = h("button.button", { type: "button", testid: "confirm-deny" }, confirm.deny?.text ?? "Cancel");
    const ok = h("button.button", {
      type: "button", testid: "confirm-ok", class: confirm.style === "danger" ? "danger" : "primary",
    }, confirm.confirm?.text ?? "OK");
    const text = textNode(confirm.text, ctx);
    text.id = textId;
    const dialog = h("dialog.confirm", {
      role: "alertdialog", "aria-labelledby": titleId, "aria-describedby": textId, testid: "confirm",
    },
    h("h2", { id: titleId }, confirm.title?.text ?? "Are you sure?"), text, h("div.confirm-buttons", {}, deny, ok),
    h("div.sr", { role: "status", "data-announcer": "" }));
    let answer = false;
    deny.addEventListener("click", () => dialog.close());
    ok.addEventListener("click", () => { answer = true; dialog.close(); });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
    deny.focus();
  });
}
