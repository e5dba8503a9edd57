/** The box at the foot of a conversation: messages, slash commands and the menu of global shortcuts. */
import { sentence } from "./api.js";
import { announce, h, icon, uid } from "./dom.js";
import { menuButton, openBeside } from "./popups.js";

export class Composer {
  /**
   * @param {object} o
   * @param o.commands () => [{command, description, usage_hint}]
   * @param o.shortcuts () => global shortcuts
   * @param o.onSay (text) => Promise
   * @param o.onCommand (command, text) => Promise
   * @param o.onShortcut (shortcut) => void
   */
  constructor({ name, commands, shortcuts, onSay, onCommand, onShortcut }) {
    Object.assign(this, { commands, onSay, onCommand });
    const listId = uid("commands");
    this.list = h("div.listbox.commands", { role: "listbox", id: listId, popover: "manual", "aria-label": "Commands" });
    this.field = h("textarea", {
      id: "composer-text", rows: 1, placeholder: `Message ${name}`, "aria-label": `Message ${name}`, testid: "composer",
      "aria-autocomplete": "list", "aria-controls": listId, "aria-describedby": "composer-help", enterkeyhint: "send",
    });
    this.note = h("p.composer-note", { role: "alert" });
    const bolt = h("button.icon-button.bolt", { type: "button", "aria-label": "Shortcuts", title: "Shortcuts", testid: "shortcuts" }, icon("bolt"));
    menuButton(bolt, () => shortcuts().map((shortcut) => ({
      label: shortcut.name, testid: `shortcut-${shortcut.callback_id}`, onPick: () => onShortcut(shortcut),
    })), { align: "start", prefer: "above" });
    bolt.hidden = !shortcuts().length;
    this.button = h("button.icon-button.send", { type: "submit", "aria-label": "Send", testid: "composer-send" }, icon("send"));
    this.box = h("div.composer-box", {}, this.field, h("div.composer-tools", {}, bolt,
      h("span.composer-help", { id: "composer-help" }, commands().length ? "Type / for commands" : ""), this.button), this.list);
    this.node = h("form.composer", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.send(); } }, this.note, this.box);
    this.marked = 0;
    this.offered = [];

    this.field.addEventListener("input", () => { this.#grow(); this.note.textContent = ""; this.#offer(); });
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("blur", () => this.#shut());
    this.field.addEventListener("focus", () => this.#offer());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
    this.button.classList.toggle("ready", Boolean(this.field.value.trim()));
  }

  /** The commands that begin with what is typed; once one is complete, only its hint stays. */
  #offer() {
    const text = this.field.value;
    const word = text.split(/\s/)[0];
    const fits = text.startsWith("/") && !text.includes("\n")
      ? this.commands().filter((c) => (/\s/.test(text) ? c.command === word : c.command.startsWith(word)))
      : [];
    if (!fits.length) { this.#shut(); return; }
    this.offered = fits;
    this.marked = Math.min(this.marked, fits.length - 1);
    this.list.replaceChildren(...fits.map((c, index) => h("div.option.command", {
      role: "option", id: uid("command"), "aria-selected": String(index === this.marked), class: index === this.marked ? "marked" : "",
      testid: `command-${c.command.slice(1)}`, onclick: () => this.#complete(c),
    }, h("span.command-name", {}, c.command), c.usage_hint && h("span.command-hint", {}, c.usage_hint), h("span.option-note", {}, c.description))));
    this.field.setAttribute("aria-activedescendant", this.list.children[this.marked].id);
    if (!this.hide) {
      this.hide = openBeside(this.list, this.box, { prefer: "above" });
      announce(`${fits.length === 1 ? "1 command" : `${fits.length} commands`}: ${fits.map((c) => `${c.command}, ${c.description}`).join("; ")}`);
    } else this.hide.place();
  }

  #shut() {
    this.hide?.();
    this.hide = null;
    this.offered = [];
    this.field.removeAttribute("aria-activedescendant");
  }

  #complete(command) {
    this.field.value = `${command.command} `;
    this.field.focus();
    this.#grow();
    this.#offer();
  }

  #key(event) {
    if (event.isComposing) return;
    const typing = this.hide && !/\s/.test(this.field.value);
    const command = this.offered[this.marked];
    if (typing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.marked = (this.marked + step + this.offered.length) % this.offered.length;
      this.#offer();
    } else if (typing && event.key === "Tab" && !event.shiftKey && command.command !== this.field.value) {
      event.preventDefault();
      this.#complete(command);
    } else if (event.key === "Escape" && this.hide) {
      event.preventDefault();
      this.#shut();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (typing && command.command !== this.field.value) this.#complete(command);
      else this.send();
    }
  }

  async send() {
    const text = this.field.value;
    if (!text.trim() || this.sending) return;
    const [, word, rest] = /^(\/\S*)\s*([\s\S]*)$/.exec(text.trimEnd()) ?? [];
    if (word && !this.commands().some((c) => c.command === word)) {
      this.note.textContent = `${word} is not a command here. To send it as a message, put a space in front.`;
      return;
    }
    this.sending = true;
    this.field.value = "";
    this.#grow();
    this.#shut();
    try {
      const answer = word ? await this.onCommand(word, rest) : await this.onSay(text.trim());
      if (!word && answer?.ok === false) this.#giveBack(text, sentence(answer, "That could not be sent."));
    } catch {
      this.#giveBack(text, "The practice server does not answer just now.");
    } finally {
      this.sending = false;
    }
  }

  #giveBack(text, why) {
    this.note.textContent = why;
    if (!this.field.value) this.field.value = text;
    this.#grow();
  }

  focus() { this.field.focus(); }
}
