/**
 * Slack's text objects -> DOM nodes.
 *
 * The order matters: links, mentions and code are taken out first (nothing inside them is styled), then bold, italic
 * and strike are read, and the entities &amp; &lt; &gt; are decoded last of all. So text that was escaped once, as it
 * should be, comes out as exactly what was typed, and text that was not escaped shows up here as a live mention.
 */
import { h, sr } from "./dom.js";

const OPEN = "\uE000";
const CLOSE = "\uE001";
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

const EMOJI = {
  white_check_mark: "✅", hourglass_flowing_sand: "⏳", warning: "⚠️", octagonal_sign: "🛑", tada: "🎉", eyes: "👀",
  heavy_check_mark: "✔️", x: "❌", thumbsup: "👍", "+1": "👍", wave: "👋", seedling: "🌱", camera: "📷", pencil: "📝",
  lock: "🔒", star: "⭐", smile: "😄", heart: "❤️", bell: "🔔", bulb: "💡", sunny: "☀️",
};

/** `:white_check_mark:` -> ✅ where the name is known; anything else (a time such as :30pm:) stays as it is. */
export const emojify = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;

/**
 * The four signs that cards use, drawn by us as Slack draws its own: not every computer has them in its fonts. The
 * character stays in its place, for copying and for screen readers.
 */
const SIGNS = { "✅": "done", "⏳": "waiting", "⚠": "look", "🛑": "stop" };
export const signs = (text) => text.split(/(✅|⏳|⚠\uFE0F?|🛑)/u).filter(Boolean).map((piece) => {
  const name = SIGNS[piece.replace("\uFE0F", "")];
  return name ? h(`span.sign.sign-${name}`, {}, piece) : document.createTextNode(piece);
});

export const decode = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

/** A text object of either kind, in an element of its own. */
export function textNode(object, ctx, tag = "div") {
  if (!object) return null;
  if (object.type === "mrkdwn") return h(`${tag}.mrkdwn`, {}, mrkdwn(object.text ?? "", ctx, object));
  return h(`${tag}.plain`, {}, plain(object));
}

/** A plain_text object as a string. */
export const plain = (object) => (object?.emoji === false ? object.text ?? "" : emojify(object?.text ?? ""));

/** A link that cannot run anything and tells the other side nothing about this page. */
export function link(url, label) {
  if (!SAFE_LINK.test(url)) return document.createTextNode(label || url);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label || url);
}

/** A person's name as a chip, as Slack draws `<@U…>`. */
export function personChip(id, ctx) {
  const user = ctx.people.user(id);
  const mine = id === ctx.people.me?.id;
  return h("span.mention", { class: mine ? "mention-me" : "", "data-user": id, title: user?.title }, `@${user?.name ?? id}`);
}

/** A mention that would ring everybody's phone. Drawn so that it cannot be overlooked when it slips through. */
export function broadcast(range) {
  return h("span.mention.mention-live", { title: "A live mention: Slack would notify everyone", "data-live": range },
    `@${range}`, sr(" (a live mention: Slack would notify everyone)"));
}

export function channelChip(id, label, ctx) {
  const channel = ctx.people.channel(id);
  if (!channel) return h("span.mention", {}, label ? `#${label}` : "a private channel");
  return h("button.mention.mention-channel", { type: "button", onclick: () => ctx.openChannel?.(id) }, `#${channel.name}`);
}

/** What stands between angle brackets. */
function angle(inner, ctx) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : decode(inner.slice(bar + 1));
  if (target.startsWith("@")) return personChip(target.slice(1), ctx);
  if (target.startsWith("#")) return channelChip(target.slice(1), label, ctx);
  if (/^!(channel|here|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!subteam^")) return h("span.mention", {}, label || `@${target.slice(9)}`);
  if (target.startsWith("!date^")) return document.createTextNode(label || target);
  if (target.startsWith("!")) return document.createTextNode(label || `<${decode(inner)}>`);
  return link(decode(target), label);
}

const STYLES = [
  ["*", "strong"],
  ["_", "em"],
  ["~", "s"],
].map(([mark, tag]) => {
  const m = mark === "*" ? "\\*" : mark;
  return [tag, new RegExp(`(?<![\\p{L}\\p{N}${m}])${m}(?=[^\\s${m}])([^\\n]*?[^\\s${m}])${m}(?![\\p{L}\\p{N}${m}])`, "u")];
});

/** Bold, italic and strike, nested as they come; then the bits that had been taken out are put back. */
function styled(text, kept, ctx, autolink) {
  let best = null;
  for (const [tag, pattern] of STYLES) {
    const match = pattern.exec(text);
    if (match && (!best || match.index < best.match.index)) best = { tag, match };
  }
  if (best) {
    const { tag, match } = best;
    return [
      ...styled(text.slice(0, match.index), kept, ctx, autolink),
      h(tag, {}, styled(match[1], kept, ctx, autolink)),
      ...styled(text.slice(match.index + match[0].length), kept, ctx, autolink),
    ];
  }
  const nodes = [];
  for (const piece of text.split(new RegExp(`(${OPEN}\\d+${CLOSE}${autolink ? "|https?://[^\\s<>|]+[^\\s<>|.,;:!?)\"’”]" : ""})`))) {
    if (!piece) continue;
    if (piece.startsWith(OPEN)) nodes.push(kept[Number(piece.slice(1, -1))]);
    else if (autolink && /^https?:\/\//.test(piece)) nodes.push(link(decode(piece), ""));
    else nodes.push(...signs(emojify(decode(piece))));
  }
  return nodes;
}

function inline(text, ctx, options) {
  const kept = [];
  const keep = (node) => `${OPEN}${kept.push(node) - 1}${CLOSE}`;
  const bare = text
    .replace(/`([^`\n]+)`|<([^<>\n]+)>/g, (_, code, inner) =>
      keep(code !== undefined ? h("code", {}, decode(code)) : angle(inner, ctx)));
  return styled(bare, kept, ctx, !options.verbatim);
}

/** Lines, with those that start with > gathered into quotes. */
function paragraphs(text, ctx, options) {
  const nodes = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length;) {
    const quoted = /^(>|&gt;) ?/;
    let j = i;
    while (j < lines.length && quoted.test(lines[j]) === quoted.test(lines[i])) j += 1;
    const run = lines.slice(i, j);
    if (quoted.test(lines[i])) {
      nodes.push(h("blockquote", {}, inline(run.map((line) => line.replace(quoted, "")).join("\n"), ctx, options)));
    } else {
      nodes.push(...inline(run.join("\n"), ctx, options));
    }
    i = j;
  }
  return nodes;
}

/** @returns {Node[]} */
export function mrkdwn(text, ctx, options = {}) {
  const clean = text.replaceAll(OPEN, "").replaceAll(CLOSE, "");
  return clean.split(/```\n?([\s\S]*?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, decode(part))];
    return part ? paragraphs(part, ctx, options) : [];
  });
}
