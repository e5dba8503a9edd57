/** The list of messages: drawn once, then kept up to date message by message, so that nothing jumps. */
import { sentence } from "./api.js";
import { announce, arrange, h, icon, uid } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { sharedFiles } from "./files.js";
import { emojify, mrkdwn } from "./mrkdwn.js";
import { menuButton } from "./popups.js";
import { clock, day, full } from "./london.js";

/** Dark or light letters on a person's colour, whichever can be read. */
function inkOn(colour) {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  return light > 0.204 ? "#1d1c1d" : "#ffffff";
}

export function avatar(user, small = false) {
  if (!user || user.kind === "bot") return h("img.avatar", { src: "/page/bot.svg", alt: "", class: small ? "small" : "" });
  const node = h("span.avatar", { "aria-hidden": "true", class: small ? "small" : "" }, user.initials ?? user.name.slice(0, 1));
  const colour = /^#[0-9a-f]{6}$/i.test(user.colour ?? "") ? user.colour : "#5b5d66";
  node.style.backgroundColor = colour;
  node.style.color = inkOn(colour);
  return node;
}

/** A message as one sentence, for screen readers: its `text` is what Slack itself would read out. */
function spoken(message, ctx) {
  const words = h("span", {}, mrkdwn(message.text ?? "", ctx)).textContent;
  return `${ctx.people.user(message.user)?.name ?? "Somebody"}: ${words}`;
}

export class Conversation {
  /**
   * @param {object} o
   * @param o.api
   * @param o.base ctx fields shared by all surfaces
   * @param o.shortcuts () => message shortcuts
   * @param o.onShortcut (shortcut, message) => void
   */
  constructor({ api, base, channel, shortcuts, onShortcut }) {
    Object.assign(this, { api, base, channel, shortcuts, onShortcut });
    this.rows = new Map();
    this.days = new Map();
    this.list = h("ol.messages", { "aria-label": channel.is_im ? `Messages with ${channel.name}` : `Messages in ${channel.name}` });
    this.empty = h("p.empty", {}, channel.is_im ? `This is the beginning of your messages with ${channel.name}.` : "Nothing has been said here yet.");
    this.jump = h("button.jump", { type: "button", hidden: true, onclick: () => this.toBottom() }, "New messages", icon("down"));
    this.scroller = h("div.scroller", { tabindex: "0", "aria-label": "Messages", role: "region" }, this.list);
    this.node = h("div.conversation", {}, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => {
      // Not somebody scrolling but the list growing (a picture has arrived): whoever reads the end stays at the end.
      const grew = this.scroller.scrollHeight !== this.height;
      this.height = this.scroller.scrollHeight;
      if (grew && this.stuck) return;
      this.stuck = this.#atBottom();
      if (this.stuck) this.jump.hidden = true;
    });
    this.observer = new ResizeObserver(() => { if (this.stuck) this.toBottom(); });
    this.observer.observe(this.scroller);
    this.observer.observe(this.list);
    this.stuck = true;
  }

  destroy() { this.observer.disconnect(); }

  #atBottom() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 40;
  }

  toBottom() {
    this.height = this.scroller.scrollHeight;
    this.scroller.scrollTop = this.height;
    this.stuck = true;
    this.jump.hidden = true;
  }

  /** Everything at once, when the channel is opened or the connection has come back. */
  load(messages) {
    const keys = new Set(messages.map((message) => message.ts));
    for (const ts of this.rows.keys()) if (!keys.has(ts)) this.rows.delete(ts);
    this.#hold(() => {
      for (const message of messages) this.#put(message);
      this.#arrange();
    });
  }

  add(message) {
    const isNew = !this.rows.has(message.ts);
    const mine = message.user === this.base.people.me?.id && !message.bot;
    const follow = this.stuck || mine;
    this.#hold(() => { this.#put(message); this.#arrange(); });
    if (follow) this.toBottom();
    else if (isNew) this.jump.hidden = false;
    if (isNew && !mine) announce(spoken(message, this.base));
  }

  change(message) {
    const had = this.rows.has(message.ts);
    this.#hold(() => { this.#put(message); this.#arrange(); });
    if (this.stuck) this.toBottom();
    if (had) announce(`Updated. ${spoken(message, this.base)}`);
  }

  remove(message) {
    this.rows.delete(message.ts);
    this.#hold(() => this.#arrange());
  }

  /** Draws one message, unless it is already there and the same. */
  #put(message) {
    const source = JSON.stringify(message);
    const old = this.rows.get(message.ts);
    if (old?.source === source) return;
    const focused = old?.body.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const row = { source, message, body: this.#draw(message) };
    row.node = old?.node ?? h("li.message-row", {});
    row.replies = old?.replies ?? h("div.thread", { hidden: true });
    row.node.replaceChildren(row.body, row.replies);
    this.rows.set(message.ts, row);
    if (focused) {
      const twin = [...row.body.querySelectorAll("[data-testid]")].find((node) => node.dataset.testid === focused);
      (twin ?? row.body).focus();
    }
  }

  #draw(message) {
    const user = this.base.people.user(message.user);
    const name = user?.name ?? (message.bot ? "App" : "Somebody");
    const nameId = uid("by");
    const shortcuts = message.ephemeral ? [] : this.shortcuts();
    const ctx = {
      ...this.base,
      surface: "message",
      act: (block, element, state) => this.#act(message, block, element, state),
      options: (block, element, query) =>
        this.api.options({ channel: message.channel, ts: message.ts }, block.block_id, element.action_id, query),
    };
    const content = message.blocks?.length
      ? renderBlocks(message.blocks, ctx)
      : [h("div.mrkdwn.block.block-text", {}, mrkdwn(emojify(message.text ?? ""), ctx))];
    const menu = shortcuts.length ? menuButton(
      h("button.icon-button.message-menu", { type: "button", "aria-label": `More for ${name}'s message, ${clock(message.ts)}`, testid: `message-menu-${message.ts}` }, icon("more")),
      () => shortcuts.map((shortcut) => ({ label: shortcut.name, testid: `shortcut-${shortcut.callback_id}`, onPick: () => this.onShortcut(shortcut, message) })),
    ) : null;
    return h("article.message", {
      class: message.ephemeral ? "ephemeral" : "", tabindex: "-1", "aria-labelledby": nameId, testid: `message-${message.ts}`, "data-ts": message.ts,
    },
    message.ephemeral && h("p.only-you", {}, icon("eye"), "Only visible to you"),
    avatar(message.bot && !user ? null : user),
    h("div.message-main", {},
      h("div.message-head", { id: nameId },
        h("span.message-name", {}, name),
        message.bot && h("span.app-badge", {}, "APP"),
        user?.kind === "guest" && h("span.app-badge", {}, "GUEST"),
        user?.kind === "stranger" && h("span.app-badge", {}, "EXTERNAL"),
        h("time.message-time", { datetime: new Date(Number(message.ts) * 1000).toISOString(), title: full(message.ts) }, clock(message.ts))),
      h("div.message-body", {}, content, message.files?.length ? sharedFiles(message.files, ctx) : null, message.edited && !message.blocks?.length ? h("span.edited", {}, "(edited)") : null)),
    menu);
  }

  async #act(message, block, element, state) {
    const body = () => this.rows.get(message.ts)?.body;
    body()?.querySelector(".action-trouble")?.remove();
    const trouble = (text) => body()?.querySelector(".message-body")?.append(h("p.action-trouble", { role: "alert" }, icon("warn"), h("span", {}, text)));
    try {
      const answer = await this.api.action({ channel: message.channel, ts: message.ts },
        { block_id: block.block_id, action_id: element.action_id, ...state, type: element.type });
      if (answer.ok === false) trouble(sentence(answer, "That did not go through. Try again?"));
    } catch {
      trouble("The practice server does not answer just now. Try again?");
    }
  }

  /** Puts rows, day lines and threads in their places. */
  #arrange() {
    const sorted = [...this.rows.values()].sort((a, b) => Number(a.message.ts) - Number(b.message.ts));
    const isReply = ({ message }) => message.thread_ts && message.thread_ts !== message.ts && this.rows.has(message.thread_ts);
    const nodes = [];
    let last = "";
    for (const row of sorted) {
      if (isReply(row)) continue;
      const label = day(row.message.ts);
      if (label !== last) nodes.push(this.#dayLine(label));
      last = label;
      nodes.push(row.node);
      this.#thread(row, sorted.filter((other) => isReply(other) && other.message.thread_ts === row.message.ts));
    }
    arrange(this.list, nodes.length ? nodes : [this.empty]);
  }

  #dayLine(label) {
    if (!this.days.has(label)) this.days.set(label, h("li.day", {}, h("span", {}, label)));
    return this.days.get(label);
  }

  #thread(row, replies) {
    row.replies.hidden = !replies.length;
    if (!replies.length) return;
    const { ts } = row.message;
    row.toggle ??= row.replies.querySelector("summary") ?? h("summary", { testid: `thread-${ts}` });
    row.toggle.textContent = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
    const holder = row.replies.querySelector("details") ?? h("details", {}, row.toggle, h("ol.replies", { "aria-label": "Replies" }));
    arrange(holder.querySelector("ol"), replies.map((reply) => reply.node));
    if (!holder.isConnected) row.replies.replaceChildren(holder);
  }

  /** Changes the list while what the eye rests on stays where it is. */
  #hold(work) {
    const top = this.scroller.getBoundingClientRect().top;
    const rows = [...this.rows.values()].map((row) => row.node);
    const rest = this.stuck ? null : rows.find((node) => node.isConnected && node.getBoundingClientRect().bottom > top);
    const before = rest?.getBoundingClientRect().top;
    work();
    if (rest?.isConnected) this.scroller.scrollTop += rest.getBoundingClientRect().top - before;
  }
}
