/** rich_text blocks -> DOM. Text in here is never parsed: it is shown as it was typed, whatever it contains. */
import { h } from "./dom.js";
import { broadcast, channelChip, emoji, link, personChip } from "./mrkdwn.js";
import { full } from "./london.js";

const STYLE_TAGS = { code: "code", strike: "s", italic: "em", bold: "strong", underline: "u" };

/** Wraps a node in the tags of its style, code innermost. */
function dress(node, style = {}) {
  return Object.entries(STYLE_TAGS).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function unicode(element) {
  if (!element.unicode) return emoji(element.name);
  return String.fromCodePoint(...element.unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

function leaf(element, ctx) {
  switch (element.type) {
    case "text": return document.createTextNode(element.text);
    case "link": return link(element.url, element.text);
    case "emoji": return document.createTextNode(unicode(element));
    case "user": return personChip(element.user_id, ctx);
    case "channel": return channelChip(element.channel_id, "", ctx);
    case "usergroup": return h("span.mention", {}, `@${element.usergroup_id}`);
    case "broadcast": return broadcast(element.range);
    case "date": return document.createTextNode(element.fallback ?? full(element.timestamp));
    case "color": return document.createTextNode(element.value);
    default: return h("span.unknown-inline", {}, `[cannot show “${element.type}”]`);
  }
}

const run = (elements, ctx) => (elements ?? []).map((element) => dress(leaf(element, ctx), element.style));

function part(element, ctx) {
  switch (element.type) {
    case "rich_text_section":
      return h("div.rich-section", {}, run(element.elements, ctx));
    case "rich_text_quote":
      return h("blockquote", {}, run(element.elements, ctx));
    case "rich_text_preformatted":
      return h("pre", {}, run(element.elements, ctx));
    case "rich_text_list": {
      const ordered = element.style === "ordered";
      const start = ordered && element.offset ? element.offset + 1 : null;
      const items = (element.elements ?? []).map((item) => h("li", {}, run(item.elements, ctx)));
      return h(ordered ? "ol" : "ul", { class: `indent-${element.indent ?? 0}${element.border ? " barred" : ""}`, start }, items);
    }
    default:
      return h("div.unknown", {}, `This page cannot show “${element.type}” yet.`);
  }
}

export const richText = (block, ctx) => h("div.rich", {}, (block.elements ?? []).map((element) => part(element, ctx)));
