/**
 * The practice workspace: brings the parts together and keeps them in step with the server.
 *
 * Who is at the keyboard and what they look at stand in the address (#as=U…&channel=C…), so that two windows can be two
 * people. Changing the person throws everything away and starts again: no trace of one person's world may stay in
 * another's.
 */
import { Api, listen, Refused, sentence } from "./api.js";
import { arrange, h, icon, toast } from "./dom.js";
import { avatar, Conversation } from "./conversation.js";
import { Composer } from "./composer.js";
import { Home } from "./home.js";
import { Modals } from "./views.js";
import { drawGuide, drawSidebar } from "./sidebar.js";

const $ = (id) => document.getElementById(id);
const address = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const drawn = new WeakMap();

/** Whether `node` must be drawn again. What is the same stays, and with it an open menu or the keyboard's place. */
function changed(node, facts) {
  const now = JSON.stringify(facts);
  if (drawn.get(node) === now) return false;
  drawn.set(node, now);
  return true;
}

const narrow = () => matchMedia("(max-width: 47.99rem)").matches;

/** People and channels as this person may see them; handed to everything that draws a name. */
class People {
  take(state) {
    this.me = state.me;
    this.all = state.users ?? [];
    this.visible = state.channels ?? [];
    this.byId = new Map(this.all.map((user) => [user.id, user]));
  }

  user(id) { return this.byId?.get(id); }
  users() { return this.all; }
  /** By id; "dm" is everybody's own direct message with the bot. */
  channel(id) { return this.visible.find((channel) => (id === "dm" ? channel.is_im : channel.id === id)); }
  channels() { return this.visible; }
}

/** One person's world, from the moment they are chosen until somebody else is. */
class World {
  constructor(as) {
    this.api = new Api(as);
    this.people = new People();
    this.base = { people: this.people, fileUrl: (id) => this.api.fileUrl(id), openChannel: (id) => this.open(id) };
    this.modals = new Modals({ api: this.api, base: this.base, refresh: () => this.refresh() });
    this.viewsSeen = 0;
    this.newsSeen = 0;
    this.noticeCount = 0;
  }

  async start() {
    await this.refresh();
    this.stop = listen(this.api.as, {
      onEvent: (event) => this.event(event),
      onUp: () => {
        if (this.wasDown) { this.refresh().catch(() => {}); this.reload(); }
        this.wasDown = false;
        $("link-state").textContent = "";
      },
      onDown: () => { this.wasDown = true; $("link-state").textContent = "Reconnecting …"; },
    });
    const { channel, tab } = address();
    const wanted = this.people.channel(channel);
    const opened = wanted || !narrow() ? this.open((wanted ?? this.people.channels()[0])?.id, tab) : this.drawSides();
    // From here on, going somewhere is a step that the browser's Back undoes.
    this.started = true;
    await opened;
  }

  /** Where the next person should look: the same channel, or their own messages with the bot. */
  place() { return this.people.channel(this.here)?.is_im ? "dm" : this.here; }

  destroy() {
    this.gone = true;
    this.stop?.();
    this.modals.destroy();
    this.conversation?.destroy();
    $("talk").replaceChildren();
    $("link-state").textContent = "";
  }

  /** Fetches people, channels and open views again. Views are left alone if the stream brought newer ones meanwhile. */
  async refresh() {
    const seen = this.viewsSeen;
    const state = await this.api.state();
    if (this.gone) return;
    this.state = state;
    this.people.take(state);
    if (seen === this.viewsSeen) this.modals.apply(state.views ?? []);
    this.drawSides();
  }

  drawSides() {
    const { state, people } = this;
    drawPersonSelect(people);
    drawSidebar($("side"), { team: state.team, channels: people.channels(), here: this.here, reading: this.tab !== "home", onOpen: (id) => this.open(id),
      files: state.files, ctx: this.base, onDelete: (id) => this.api.deleteFile(id),
      address: (channel) => `#${new URLSearchParams({ as: this.api.as, channel })}` });
    const steps = state.guide ?? [];
    $("guide-toggle").hidden = !steps.length;
    if (steps.length && changed($("guide"), [steps, doStep.at, people.me?.id, this.here])) {
      drawGuide($("guide"), { steps, at: doStep.at, ctx: this.base, channel: this.here, onClose: () => showGuide(false, true), onDo: (step, index) => doStep(step, index, this) });
    }
    showGuide(steps.length > 0 && guideWanted());
    document.title = `${people.channel(this.here)?.name ?? "Practice workspace"} – ${people.me?.name ?? ""}`;
  }

  async open(wanted, tab) {
    const channel = this.people.channel(wanted);
    if (!channel) return;
    const { id } = channel;
    const moved = this.here !== id;
    this.here = id;
    this.tab = this.hasHome(channel) && tab === "home" ? "home" : "messages";
    writeAddress({ as: this.api.as, channel: id, tab: this.tab === "home" ? "home" : null }, moved && this.started);
    $("shell").dataset.pane = "talk";
    if (moved) {
      this.conversation?.destroy();
      this.conversation = new Conversation({
        api: this.api, base: this.base, channel,
        shortcuts: () => this.shortcuts("message"),
        onShortcut: (shortcut, message) => this.shortcut(shortcut, message),
      });
      this.composer = new Composer({
        name: channel.is_im ? channel.name : `#${channel.name}`,
        commands: () => this.state.commands ?? [],
        shortcuts: () => this.shortcuts("global"),
        onSay: (text) => this.api.say(id, text),
        onCommand: (command, text) => this.run(`${command} failed`, () => this.api.command(id, command, text)),
        onShortcut: (shortcut) => this.shortcut(shortcut),
      });
      this.home = null;
    }
    this.drawTalk(channel);
    if (this.tab === "messages") channel.unread = 0;
    this.drawSides();
    if (this.tab === "messages") {
      await this.reload();
      if (moved) this.conversation.toBottom();
    }
    if (!narrow() && this.tab !== "home") this.composer.focus();
  }

  /** Slack shows an app's Home only where the app has one. */
  hasHome(channel) { return channel.is_im && this.state.app?.home_tab !== false; }

  drawTalk(channel) {
    const tab = (key, label) => h("button.tab", {
      type: "button", role: "tab", id: `tab-${key}`, "aria-selected": String(this.tab === key), "aria-controls": "tab-panel", tabindex: this.tab === key ? null : "-1",
      testid: `tab-${key}`, onclick: () => this.open(channel.id, key).then(() => $(`tab-${key}`)?.focus()),
      onkeydown: (event) => { if (/^Arrow(Left|Right)$/.test(event.key)) this.open(channel.id, key === "home" ? "messages" : "home").then(() => $(`tab-${this.tab}`)?.focus()); },
    }, label);
    const head = h("header.talk-head", {},
      h("button.icon-button.talk-back", { type: "button", "aria-label": "Back to the list", testid: "back", onclick: () => this.back() }, icon("back")),
      channel.is_im ? avatar(null, true) : icon(channel.is_private ? "lock" : "hash"),
      h("h2", {}, channel.name),
      channel.topic && h("p.topic", { title: channel.topic }, channel.topic),
      this.hasHome(channel) && h("div.tabs", { role: "tablist", "aria-label": channel.name }, tab("home", "Home"), tab("messages", "Messages")));
    const panel = h("div.panel", this.hasHome(channel) ? { role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${this.tab}` } : {});
    if (this.tab === "home") {
      this.home ??= new Home({ api: this.api, base: this.base });
      panel.append(this.home.node);
      this.home.open();
    } else {
      panel.append(this.conversation.node, this.composer.node);
    }
    arrange($("talk"), [head, panel]);
    if (this.tab === "messages") this.conversation.toBottom();
  }

  /** On a phone: from a conversation to the list. */
  back() {
    const from = this.here;
    $("shell").dataset.pane = "list";
    writeAddress({ as: this.api.as }, true);
    this.here = null;
    this.conversation?.destroy();
    $("talk").replaceChildren();
    this.drawSides();
    document.querySelector(`[data-testid="channel-${CSS.escape(from)}"]`)?.focus();
  }

  async reload() {
    const { conversation, here } = this;
    if (!conversation || !here) return;
    try {
      let seen;
      let messages;
      do {
        // An answer that was overtaken by news on the stream would take the news away again.
        seen = this.newsSeen;
        ({ messages } = await this.api.messages(here));
      } while (seen !== this.newsSeen && conversation === this.conversation);
      if (conversation === this.conversation) conversation.load(messages);
    } catch {
      toast("The practice server does not answer just now.");
    }
  }

  shortcuts(type) { return (this.state.shortcuts ?? []).filter((shortcut) => shortcut.type === type); }

  shortcut(shortcut, message) {
    return this.run(`${shortcut.name} failed`, () => this.api.shortcut(shortcut.callback_id, message?.channel, message?.ts))
      .catch(() => toast("The practice server does not answer just now."));
  }

  /** Does something that may fail at the bot. The server's own notice says it best; ours comes only if there is none. */
  async run(failure, work) {
    const before = this.noticeCount;
    const answer = await work();
    if (answer.ok === false) {
      setTimeout(() => { if (before === this.noticeCount) toast(sentence(answer, `${failure} with the error “${answer.error ?? "dispatch_failed"}”`)); }, 600);
    }
    return answer;
  }

  event({ type, channel, message, views, text, view }) {
    if (this.gone) return;
    const inView = channel === this.here && this.conversation;
    if (inView) this.newsSeen += 1;
    if (type === "message") {
      if (inView) this.conversation.add(message);
      const looking = inView && this.tab === "messages";
      if (looking && document.visibilityState === "visible") this.markRead();
      else this.countUnread(channel, message);
    } else if (type === "message_changed" && inView) this.conversation.change(message);
    else if (type === "message_deleted" && inView) this.conversation.remove(message);
    else if (type === "views") { this.viewsSeen += 1; this.modals.apply(views); }
    else if (type === "home") this.home?.show(view);
    else if (type === "state") this.refresh().catch(() => {});
    else if (type === "notice") { this.noticeCount += 1; toast(text); }
  }

  /** Fetching messages is how the server learns that they were read. */
  markRead() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.reload(), 400);
  }

  countUnread(id, message) {
    const channel = this.people.channel(id);
    if (!channel) { this.refresh().catch(() => {}); return; }
    if (message.user === this.people.me?.id && !message.bot) return;
    if (id === this.here) this.unseen = true;
    channel.unread = (channel.unread ?? 0) + 1;
    this.drawSides();
  }
}

let world = null;

/** @param step true where the browser's own Back should lead here again */
function writeAddress(values, step = false) {
  const hash = `#${new URLSearchParams(Object.entries(values).filter(([, value]) => value))}`;
  if (hash === location.hash) return;
  if (step) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function drawPersonSelect(people) {
  const select = $("person");
  if (!changed(select, [people.me?.id, people.users()])) return;
  const options = people.users().filter((user) => user.kind !== "bot").map((user) =>
    h("option", { value: user.id, disabled: user.deleted }, [user.name, user.title].filter(Boolean).join(", ")));
  select.replaceChildren(...options);
  select.value = people.me?.id ?? "";
}

/** The guide is open on a wide screen until somebody closes it; on a phone it waits to be asked for. */
function guideWanted() {
  if (narrow() || !matchMedia("(min-width: 70rem)").matches) return guideWanted.now === true;
  return guideWanted.now ?? localStorage.getItem("guide") !== "closed";
}

function showGuide(open, byHand = false) {
  const toggle = $("guide-toggle");
  const was = !$("guide").hidden;
  $("guide").hidden = !open;
  $("shell").classList.toggle("with-guide", open);
  toggle.setAttribute("aria-expanded", String(open));
  if (!byHand) return;
  guideWanted.now = open;
  if (!narrow()) localStorage.setItem("guide", open ? "open" : "closed");
  if (open && !was) {
    $("guide").querySelector("h2")?.focus();
    $("guide").querySelector("[aria-current]")?.scrollIntoView({ block: "start" });
  }
  if (!open) toggle.focus();
}

async function doStep(step, index, from) {
  doStep.at = index;
  if (narrow()) showGuide(false, true);
  if (step.as && step.as !== from.api.as) await become(step.as, step.channel ?? from.place());
  else await from.open(step.channel ?? from.here);
}

/** Starts somebody's world. Without a name the server says who it is. */
async function become(as, channel) {
  world?.destroy();
  const next = new World(as);
  world = next;
  if (as) writeAddress({ as, channel, tab: address().tab });
  if (narrow() && !channel) $("shell").dataset.pane = "list";
  try {
    if (!as) {
      const state = await next.api.state();
      const first = state.me?.id ?? state.users?.find((user) => user.kind === "member")?.id;
      if (first) { await become(first, channel); return; }
    }
    await next.start();
  } catch (error) {
    if (world !== next) return;
    if (error instanceof Refused && as) {
      toast(error.message);
      await become(null);
      return;
    }
    console.error(error);
    $("link-state").textContent = "The practice server does not answer. Trying again …";
    setTimeout(() => { if (world === next) become(as, channel); }, 2000);
  }
}

$("person").addEventListener("change", (event) => become(event.target.value, world?.place()));
$("guide-toggle").addEventListener("click", () => showGuide($("guide").hidden, true));
window.addEventListener("hashchange", () => {
  const { as, channel, tab } = address();
  if (as && as !== world?.api.as) become(as, channel);
  else if (channel) world?.open(channel, tab);
  else if (narrow() && world?.here) world.back();
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && world?.unseen) { world.unseen = false; world.markRead(); } });
$("skip").addEventListener("click", (event) => { event.preventDefault(); ($("composer-text") ?? $("talk")).focus(); });
become(address().as, address().channel);
