/**
 * Block Kit -> DOM, the same for messages, modals and the Home tab.
 *
 * @typedef {object} Ctx  what a block needs from the place it stands in
 * @property {"message"|"modal"|"home"} surface
 * @property {object} people  user(id), users(), channel(id), channels(), me
 * @property {(block, element, state) => Promise} act  tells the server that an element was used
 * @property {(block, element, query) => Promise} options  asks the bot for the options of an external menu
 * @property {(block, element) => object|undefined} kept  what had been filled in before a redraw
 * @property {(block, element, control) => void} register  notes a control whose value counts
 * @property {(id) => string} fileUrl
 */
import { h, icon, sr, uid, whileBusy } from "./dom.js";
import { plain, signs, textNode } from "./mrkdwn.js";
import { holdsValue, makeControl } from "./inputs.js";
import { askConfirm, menuButton } from "./popups.js";
import { richText } from "./richtext.js";

/** Shown, not swallowed: a card with a hole in it would teach people something wrong. */
const unknown = (what) => h("div.unknown", { testid: "unknown-block" }, icon("warn"),
  h("span", {}, `This page cannot show “${what}” yet. In Slack it would stand here.`));

function picture(element, ctx, cls) {
  const src = element.image_url ?? (element.slack_file?.id ? ctx.fileUrl(element.slack_file.id) : element.slack_file?.url);
  const image = h(`img.${cls}`, { src, alt: element.alt_text ?? "", draggable: "false" });
  image.addEventListener("error", () => {
    // The words take the picture's place, as they would for somebody who cannot see it.
    image.replaceWith(h(`div.${cls}.missing`, { role: "img", "aria-label": element.alt_text ?? "Picture" }, h("span", {}, "Picture not available here"),
      cls === "picture" && element.alt_text ? h("span", {}, element.alt_text) : null));
  }, { once: true });
  return image;
}

function button(block, element, ctx) {
  const attributes = {
    class: element.style ?? "", testid: `action-${element.action_id}`, "aria-label": element.accessibility_label,
  };
  if (element.url) {
    // Slack opens the address and tells the app as well.
    const anchor = h("a.button", { ...attributes, href: /^https?:/i.test(element.url) ? element.url : null, target: "_blank", rel: "noopener noreferrer" },
      plain(element.text), sr(" (opens in a new tab)"));
    anchor.addEventListener("click", () => { ctx.act(block, element, { type: "button" }); });
    return anchor;
  }
  const node = h("button.button", { type: "button", ...attributes }, plain(element.text));
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true") return;
    if (element.confirm && !(await askConfirm(element.confirm, ctx))) return;
    await whileBusy(node, () => ctx.act(block, element, { type: "button" }));
  });
  return node;
}

function overflow(block, element, ctx) {
  const node = h("button.button.overflow", { type: "button", "aria-label": "More", testid: `action-${element.action_id}` }, icon("more"));
  return menuButton(node, () => element.options.map((option) => ({
    label: plain(option.text),
    description: option.description && plain(option.description),
    testid: `option-${option.value}`,
    onPick: async () => {
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      if (element.confirm && !(await askConfirm(element.confirm, ctx))) return;
      await whileBusy(node, () => ctx.act(block, element, { type: "overflow", selected_option: option }));
    },
  })));
}

/** A menu, picker or tick box outside an input block: every change is told to the bot at once. */
function loose(block, element, ctx, labelId) {
  const control = makeControl(element, {
    ctx, block, kept: ctx.kept?.(block, element),
    onChange: async () => {
      if (element.confirm && !(await askConfirm(element.confirm, ctx))) return;
      await ctx.act(block, element, control.read());
    },
  });
  const named = control.isGroup ? control.node : control.focusable;
  if (labelId) named?.setAttribute("aria-labelledby", labelId);
  else named?.setAttribute("aria-label", plain(element.placeholder) || "Choose");
  control.node.dataset.testid = `action-${element.action_id}`;
  ctx.register?.(block, element, control);
  return control.node;
}

function interactive(block, element, ctx, labelId) {
  if (element.type === "button") return button(block, element, ctx);
  if (element.type === "workflow_button") return unknown("workflow button");
  if (element.type === "overflow") return overflow(block, element, ctx);
  if (element.type === "image") return picture(element, ctx, "thumb");
  if (holdsValue(element)) return loose(block, element, ctx, labelId);
  return unknown(element.type);
}

function section(block, ctx) {
  const words = h("div.section-words", { id: uid("section") },
    textNode(block.text, ctx),
    block.fields && h("div.fields", {}, block.fields.map((field) => textNode(field, ctx))));
  if (!block.accessory) return words;
  const wide = holdsValue(block.accessory) ? "wide" : "";
  return h("div.section-with", { class: wide }, words, h("div.accessory", {}, interactive(block, block.accessory, ctx, words.id)));
}

function context(block, ctx) {
  return h("div.context", {}, (block.elements ?? []).map((element) =>
    (element.type === "image" ? picture(element, ctx, "tiny") : textNode(element, ctx, "span"))));
}

function image(block, ctx) {
  return h("figure.figure", {}, block.title && h("figcaption", {}, plain(block.title)), picture(block, ctx, "picture"));
}

/** A labelled question in a form, with its hint, its counter and a place for its error. */
function input(block, ctx) {
  const { element } = block;
  if (!holdsValue(element)) return unknown(element?.type ?? "input");
  const control = makeControl(element, {
    ctx, block, kept: ctx.kept?.(block, element),
    onChange: () => { if (block.dispatch_action) ctx.act(block, element, control.read()); },
  });
  const labelId = uid("label");
  const hint = block.hint && h("div.hint", { id: uid("hint") }, plain(block.hint));
  const error = h("div.error", { id: uid("error"), testid: `error-${block.block_id}`, hidden: true });
  const labelText = [plain(block.label), block.optional ? h("span.optional", {}, " (optional)") : null];
  const label = control.isGroup
    ? h("div.label", { id: labelId }, labelText)
    : h("label.label", { id: labelId, for: (control.focusable.id ||= uid("field")) }, labelText);
  const named = control.isGroup ? control.node : control.focusable;
  if (control.isGroup) named.setAttribute("aria-labelledby", labelId);
  if (!block.optional && !control.isGroup) named.setAttribute("aria-required", "true");
  const describe = () => {
    const ids = [error.hidden ? null : error.id, hint?.id, ...(control.notes ?? [])].filter(Boolean);
    if (ids.length) named.setAttribute("aria-describedby", ids.join(" "));
    else named.removeAttribute("aria-describedby");
  };
  describe();

  const field = h("div.field", { testid: `field-${block.block_id}` }, label, control.node, hint, error);
  control.complain = (text) => {
    error.hidden = !text;
    error.replaceChildren(...(text ? [icon("warn"), h("span", {}, sr("Error: "), text)] : []));
    field.classList.toggle("has-error", Boolean(text));
    if (!control.isGroup) control.focusable.setAttribute("aria-invalid", String(Boolean(text)));
    describe();
  };
  if (element.focus_on_load) control.wantsFocus = true;
  ctx.register?.(block, element, control);
  return field;
}

const RENDERERS = {
  header: (block, ctx) => h("h3.header", {}, signs(plain(block.text))),
  section,
  context,
  divider: () => h("hr"),
  actions: (block, ctx) => h("div.actions", {}, (block.elements ?? []).map((element) => interactive(block, element, ctx))),
  image,
  rich_text: richText,
  input,
};

/** One block, never nothing: what cannot be drawn says so. */
export function renderBlock(block, ctx) {
  const render = RENDERERS[block.type];
  let node;
  try {
    node = render ? render(block, ctx) : unknown(block.type);
  } catch (error) {
    console.error(error);
    node = unknown(block.type);
  }
  node.classList.add("block", `block-${block.type}`);
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

export const renderBlocks = (blocks, ctx) => blocks.map((block) => renderBlock(block, ctx));
