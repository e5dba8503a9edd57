/**
 * Modals: one dialog that shows the topmost of up to three views. The ones beneath keep their nodes, so that Back
 * brings them as they were left.
 */
import { sentence } from "./api.js";
import { announce, h, icon, toast, uid, whileBusy } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { ViewBody } from "./viewbody.js";

const TROUBLE = "We had some trouble connecting. Try again?";

/** One view with its frame: title, body, buttons. */
class Frame {
  constructor(view, host) {
    this.host = host;
    this.body = new ViewBody(view, "modal", host.shared(this));
    this.title = h("h2.modal-title", { id: uid("title"), tabindex: "-1" });
    this.banner = h("div.banner", { role: "alert", testid: "modal-banner" });
    this.back = h("button.icon-button.modal-back", { type: "button", "aria-label": "Back", testid: "modal-back", onclick: () => host.close(this, false) }, icon("back"));
    this.cross = h("button.icon-button.modal-cross", { type: "button", "aria-label": "Close", testid: "modal-close", onclick: () => host.close(this, true) }, icon("close"));
    this.cancel = h("button.button.modal-cancel", { type: "button", testid: "modal-cancel", onclick: () => host.close(this, false) });
    this.submit = h("button.button.primary.modal-submit", { type: "submit", testid: "modal-submit" });
    this.scroller = h("div.modal-body", {}, this.banner, this.body.node);
    this.node = h("form.modal-frame", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.send(); } },
      h("header.modal-head", {}, this.back, this.title, this.cross),
      this.scroller,
      h("footer.modal-foot", {}, this.cancel, this.submit),
      h("div.sr", { role: "status", "data-announcer": "" }));
    this.scrolled = 0;
    this.#draw(view);
  }

  get view() { return this.body.view; }

  update(view) {
    const before = JSON.stringify(this.view);
    if (JSON.stringify(view) === before) return;
    this.body.update(view);
    this.say("");
    this.#draw(view);
  }

  #draw(view) {
    this.title.textContent = plain(view.title) || "Untitled";
    this.submit.textContent = plain(view.submit) || "Submit";
    this.submit.hidden = !view.submit && !view.blocks?.some((block) => block.type === "input");
    this.cancel.textContent = plain(view.close) || (this.submit.hidden ? "Close" : "Cancel");
    this.node.dataset.callbackId = view.callback_id ?? "";
  }

  say(text) { this.banner.textContent = text; }

  async send() {
    await whileBusy(this.submit, async () => {
      this.say("");
      let answer;
      try {
        answer = await this.host.api.submit(this.view.id, this.body.values());
      } catch {
        answer = { ok: false, error: "unreachable" };
      }
      if (answer.ok) {
        this.body.showErrors({});
        // Stays busy until the new stack is here: a second press must find nothing to press.
        await this.host.refresh();
        return;
      }
      const texts = answer.errors ? this.body.showErrors(answer.errors) : [];
      if (texts.length) {
        announce(texts.length === 1 ? texts[0] : `${texts.length} answers need another look. The first: ${texts[0]}`);
      } else {
        this.say(sentence(answer, TROUBLE));
        this.scroller.scrollTop = 0;
      }
    });
  }
}

export class Modals {
  /**
   * @param {object} host
   * @param host.api
   * @param host.base ctx fields shared by all surfaces
   * @param host.refresh fetches the person's stack again and applies it
   */
  constructor({ api, base, refresh }) {
    this.api = api;
    this.base = base;
    this.refresh = refresh;
    this.frames = [];
    this.dialog = h("dialog.modal", { testid: "modal" });
    // Escape is the X, but only for the topmost view: two hasty presses should not cost two steps of typing.
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      const top = this.frames.at(-1);
      if (top && event.target === this.dialog) this.close(top, false);
    });
    document.body.append(this.dialog);
  }

  shared(frame) {
    return {
      ...this.base,
      send: async (body, block, element, state) => {
        frame.say("");
        try {
          const answer = await this.api.action({ view_id: body.view.id, values: body.values() },
            { block_id: block.block_id, action_id: element.action_id, ...state, type: element.type });
          if (answer.ok === false) frame.say(sentence(answer, TROUBLE));
        } catch {
          frame.say(TROUBLE);
        }
      },
      upload: (body, block, element, file) =>
        this.api.upload({ view_id: body.view.id, block_id: block.block_id, action_id: element.action_id }, file),
      ask: (body, block, element, query) =>
        this.api.options({ view_id: body.view.id, values: body.values() }, block.block_id, element.action_id, query),
    };
  }

  /** The person's whole stack, bottom first. */
  apply(views) {
    const known = new Map(this.frames.map((frame) => [frame.view.id, frame]));
    const before = this.frames.at(-1);
    this.frames = views.map((view) => {
      const frame = known.get(view.id);
      if (!frame) return new Frame(view, this);
      frame.update(view);
      return frame;
    });
    const top = this.frames.at(-1);
    if (!top) { this.#hide(); return; }
    for (const frame of this.frames) frame.node.classList.toggle("stacked", this.frames.length > 1);
    this.dialog.setAttribute("aria-labelledby", top.title.id);
    if (top === before && this.dialog.open) return;
    if (before) {
      before.scrolled = before.scroller.scrollTop;
      before.left = before.node.contains(document.activeElement) ? document.activeElement : null;
    }
    this.dialog.replaceChildren(top.node);
    if (!this.dialog.open) {
      this.opener = document.activeElement;
      this.dialog.showModal();
    }
    top.scroller.scrollTop = top.scrolled;
    const target = known.has(top.view.id) ? top.left : top.body.wantsFocus();
    (target?.isConnected ? target : top.title).focus({ preventScroll: Boolean(top.scrolled) });
  }

  #hide() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.replaceChildren();
    // The button that opened the modal may have been redrawn away meanwhile.
    if (this.opener?.isConnected && this.opener !== document.body) return;
    // On a phone the text box would bring the keyboard up over what has just changed.
    const phone = matchMedia("(max-width: 47.99rem)").matches;
    document.querySelector(phone ? ".scroller" : "#composer-text")?.focus();
  }

  async close(frame, all) {
    const clear = all && this.frames.length > 1;
    try {
      await this.api.close(frame.view.id, frame.body.values(), clear);
      await this.refresh();
    } catch {
      // Somebody who wants to leave is let go, whatever the server says.
      toast("The practice server does not answer just now.");
      this.apply(clear ? [] : this.frames.slice(0, -1).map((other) => other.view));
    }
  }

  destroy() {
    if (this.dialog.open) this.dialog.close();
    this.dialog.remove();
  }
}
