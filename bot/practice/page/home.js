/** The bot's Home tab: a view that belongs to one person and is sent to them when they look. */
import { sentence } from "./api.js";
import { h, toast } from "./dom.js";
import { ViewBody } from "./viewbody.js";

export class Home {
  constructor({ api, base }) {
    this.api = api;
    this.base = base;
    this.body = null;
    this.node = h("div.home", { testid: "home", "aria-live": "off" }, h("p.empty", {}, "Opening …"));
  }

  async open() {
    try {
      const { view } = await this.api.home();
      // The bot may have published it before this answer came: what is newer stays.
      if (view || !this.body) this.show(view);
    } catch {
      this.node.replaceChildren(h("p.empty", {}, "The practice server does not answer just now."));
    }
  }

  show(view) {
    if (!view) {
      this.body = null;
      this.node.replaceChildren(h("p.empty", {}, "There is nothing on the Home tab yet."));
      return;
    }
    if (this.body && this.body.view.id === view.id) this.body.update(view);
    else {
      this.body = new ViewBody(view, "home", {
        ...this.base,
        send: (body, block, element, state) => this.#send(body, block, element, state),
        ask: (body, block, element, query) =>
          this.api.options({ view_id: body.view.id, values: body.values() }, block.block_id, element.action_id, query),
      });
      this.node.replaceChildren(this.body.node);
    }
  }

  async #send(body, block, element, state) {
    try {
      const answer = await this.api.action({ view_id: body.view.id, values: body.values() },
        { block_id: block.block_id, action_id: element.action_id, ...state, type: element.type });
      if (answer.ok === false) toast(sentence(answer, "That did not go through. Try again?"));
    } catch {
      toast("The practice server does not answer just now. Try again?");
    }
  }
}
