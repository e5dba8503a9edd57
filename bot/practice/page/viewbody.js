/**
 * The blocks of one view (a modal or the Home tab) with the values typed into them.
 *
 * When the bot updates a view, blocks that did not change keep their very nodes, caret and all. An input that changed
 * but has the same block_id, action_id and type is drawn again with what was typed, as Slack does it. Anything else
 * starts afresh.
 */
import { arrange, h } from "./dom.js";
import { renderBlock } from "./blocks.js";

export class ViewBody {
  /** @param shared ctx fields that are the same everywhere (people, fileUrl, openChannel …) and `send`, `ask`, `upload` */
  constructor(view, surface, shared) {
    this.view = view;
    this.node = h(`div.view-blocks.on-${surface}`);
    this.rows = new Map();
    this.ctx = {
      ...shared,
      surface,
      act: (block, element, state) => shared.send(this, block, element, state),
      options: (block, element, query) => shared.ask(this, block, element, query),
      upload: (block, element, file) => shared.upload(this, block, element, file),
    };
    this.update(view);
  }

  update(view) {
    this.view = view;
    const before = this.rows;
    // After a reload of the page nothing is typed here yet, but the server remembers.
    const kept = before.size ? this.values() : view.state?.values ?? {};
    this.rows = new Map();
    (view.blocks ?? []).forEach((block, index) => {
      const key = block.block_id ?? `row-${index}`;
      const source = JSON.stringify(block);
      const old = before.get(key);
      this.rows.set(key, old?.source === source ? old : this.#row(block, source, kept, old));
    });
    const focused = this.#focusedPath(before);
    arrange(this.node, [...this.rows.values()].map((row) => row.node));
    if (focused) this.#refocus(focused);
  }

  #row(block, source, kept, old) {
    const row = { source, block, controls: [], error: null };
    row.node = renderBlock(block, {
      ...this.ctx,
      kept: (b, element) => {
        const state = kept[b.block_id]?.[element.action_id];
        return state?.type === element.type ? state : undefined;
      },
      register: (b, element, control) => row.controls.push({ element, control }),
    });
    if (old?.error) this.#complain(row, old.error);
    return row;
  }

  /** Slack's state.values */
  values() {
    const values = {};
    for (const [key, row] of this.rows) {
      for (const { element, control } of row.controls) (values[key] ??= {})[element.action_id] = control.read();
    }
    return values;
  }

  /**
   * Puts each error under its field and the focus into the first.
   * @returns the texts that found a field; an error without one is the bot's mistake and is left to the caller
   */
  showErrors(errors) {
    const shown = [];
    for (const [key, row] of this.rows) {
      this.#complain(row, errors[key] ?? null);
      if (errors[key] && row.controls.some(({ control }) => control.complain)) shown.push({ row, text: errors[key] });
    }
    shown[0]?.row.controls[0].control.focusable?.focus();
    shown[0]?.row.node.scrollIntoView({ block: "center" });
    return shown.map((entry) => entry.text);
  }

  #complain(row, text) {
    row.error = text;
    for (const { control } of row.controls) control.complain?.(text);
  }

  /** The control that asked for the focus with focus_on_load. */
  wantsFocus() {
    for (const row of this.rows.values()) {
      for (const { control } of row.controls) if (control.wantsFocus) return control.focusable;
    }
    return null;
  }

  #focusedPath(rows) {
    const active = document.activeElement;
    for (const [key, row] of rows) {
      if (!row.node.contains(active)) continue;
      return { key, testid: active.dataset.testid, start: active.selectionStart, end: active.selectionEnd, active };
    }
    return null;
  }

  #refocus({ key, testid, start, end, active }) {
    if (active.isConnected && document.activeElement === active) return;
    const row = this.rows.get(key);
    if (!row) return;
    const twin = active.isConnected ? active
      : [...row.node.querySelectorAll("[data-testid]")].find((node) => node.dataset.testid === testid) ?? row.controls[0]?.control.focusable;
    twin?.focus();
    if (typeof start === "number" && twin?.setSelectionRange) {
      try { twin.setSelectionRange(start, end); } catch { /* e.g. an email box has no caret to set */ }
    }
  }
}
