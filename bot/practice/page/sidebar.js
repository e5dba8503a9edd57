/** The left-hand list (channels, then the bot under Apps) and the guide on the right. */
import { h, icon, sr } from "./dom.js";
import { avatar } from "./conversation.js";
import { ownFiles } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";

function row(channel, { here, reading, address, onOpen }) {
  const current = channel.id === here;
  const unread = current && reading ? 0 : channel.unread ?? 0;
  const sign = channel.is_im ? avatar(null, true) : icon(channel.is_private ? "lock" : "hash");
  return h("li", {}, h("a.side-link", {
    href: address(channel.id), testid: `channel-${channel.id}`, class: unread ? "has-unread" : "", "aria-current": current ? "page" : null,
    onclick: (event) => { event.preventDefault(); onOpen(channel.id); },
  }, sign, sr(channel.is_im ? "App " : channel.is_private ? "Private channel " : "Channel "), h("span.side-name", {}, channel.name),
  unread ? h("span.unread", { testid: `unread-${channel.id}` }, String(unread), sr(" unread")) : null));
}

/** @param o {team, channels, files, ctx, onDelete, here, reading, address, onOpen}; `reading` is false while the Home tab hides the messages, `address` makes a link that also works in a second window */
export function drawSidebar(host, o) {
  const { team, channels } = o;
  const group = (title, items) => (items.length
    ? h("section.side-group", {}, h("h2", {}, title), h("ul", {}, items.map((channel) => row(channel, o)))) : null);
  const focused = host.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  host.replaceChildren(
    h("p.side-team", {}, team?.name ?? ""),
    ...[group("Channels", channels.filter((c) => !c.is_im)), group("Apps", channels.filter((c) => c.is_im)), ownFiles(o.files, o.ctx, o.onDelete)].filter(Boolean),
  );
  if (focused) [...host.querySelectorAll("[data-testid]")].find((node) => node.dataset.testid === focused)?.focus();
}

/**
 * Steps for a first try. Nothing is ticked off: people try things in their own order, and the steps can be done again.
 * A step may have files to save on this computer first.
 * The one that somebody chose last is marked, so that they find their place again.
 * @param o {steps: [{title, text, as?, channel?, files?}], at, ctx, channel, onDo, onClose}
 */
export function drawGuide(host, { steps, at, ctx, channel, onDo, onClose }) {
  const { people } = ctx;
  const doneAlready = (step) => (!step.as || step.as === people.me?.id) && (!step.channel || people.channel(step.channel)?.id === channel);
  host.replaceChildren(
    h("header.guide-head", {}, h("h2", { tabindex: "-1" }, "A first try"),
      h("button.icon-button", { type: "button", "aria-label": "Hide the guide", onclick: onClose, testid: "guide-close" }, icon("close"))),
    h("ol.guide-steps", {}, steps.map((step, index) => {
      const who = step.as && people.user(step.as)?.name;
      return h("li", { testid: `guide-step-${index + 1}`, "aria-current": index === at ? "step" : null },
        h("h3", {}, step.title),
        step.text && h("p", {}, mrkdwn(step.text, ctx)),
        step.files?.length && h("ul.guide-files", {}, step.files.map((name) => h("li", {}, h("a", { href: `/practice/handout/${encodeURIComponent(name)}`, download: name }, icon("file"), `Save ${name}`)))),
        (step.as || step.channel) && (doneAlready(step)
          ? h("p.guide-here", {}, icon("tick"), who ? `You are here as ${who}` : "You are in the right place")
          : h("button.button.small", { type: "button", "aria-label": `Do this: ${step.title}`, onclick: () => onDo(step, index) }, "Do this")));
    })),
  );
}
