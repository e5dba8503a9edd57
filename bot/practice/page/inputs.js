/**
 * Every element that holds a value -> a control: {node, focusable, read()}. `read()` gives the element's part of
 * Slack's `state.values`, and the same shape goes back in as `kept` when a view is drawn again.
 */
import { h, sr, uid } from "./dom.js";
import { combobox, fixedSource } from "./combobox.js";
import { fileInput } from "./files.js";
import { plain, textNode } from "./mrkdwn.js";
import { fromLondon, toLondon } from "./london.js";

const count = (text) => [...text].length;
const number = (value) => value.toLocaleString("en-GB");

/** Text of one or many lines. Nothing is cut off at the limit: pasted words stay, and the counter says what is over. */
function textInput(element, env) {
  const { type, multiline, max_length: most } = element;
  const kind = { url_text_input: "url", email_text_input: "email", number_input: "text" }[type] ?? "text";
  const field = multiline
    ? h("textarea", { rows: 5 })
    : h("input", { type: kind, autocomplete: "off", inputmode: type === "number_input" ? "decimal" : null });
  field.dataset.testid = `input-${element.action_id}`;
  if (element.placeholder) field.placeholder = plain(element.placeholder);
  field.value = (env.kept ? env.kept.value : element.initial_value) ?? "";

  const counter = most ? h("div.counter", { id: uid("counter") }) : null;
  const tally = () => {
    if (!counter) return;
    const over = count(field.value) - most;
    counter.textContent = over > 0 ? `${number(over)} too many` : `${number(count(field.value))} of ${number(most)}`;
    counter.classList.toggle("over", over > 0);
    counter.classList.toggle("quiet", !field.value);
  };
  tally();

  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let timer = null;
  field.addEventListener("input", () => {
    tally();
    if (!on.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(() => env.onChange(), 300);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || multiline || event.isComposing) return;
    // Slack's Enter in a one-line box does not send the form.
    event.preventDefault();
    if (on.includes("on_enter_pressed")) env.onChange();
  });
  return {
    node: counter ? h("div.counted", {}, field, counter) : field,
    focusable: field,
    notes: counter ? [counter.id] : [],
    read: () => ({ type, value: field.value === "" ? null : field.value }),
  };
}

const userOption = (user) => ({
  text: { type: "plain_text", text: user.name, emoji: false },
  value: user.id,
  description: user.title ? { type: "plain_text", text: user.title, emoji: false } : undefined,
});
const channelOption = (channel) => ({ text: { type: "plain_text", text: channel.is_im ? channel.name : `#${channel.name}`, emoji: false }, value: channel.id });

/** How the five families of menus differ: where the options come from and what the value is called. */
const FAMILIES = {
  static: { initial: (e) => e.initial_options ?? (e.initial_option ? [e.initial_option] : []) },
  external: { initial: (e) => e.initial_options ?? (e.initial_option ? [e.initial_option] : []) },
  users: { key: "user", all: (ctx) => ctx.people.users().filter((user) => user.kind !== "bot").map(userOption) },
  conversations: { key: "conversation", all: (ctx) => ctx.people.channels().map(channelOption) },
  channels: { key: "channel", all: (ctx) => ctx.people.channels().filter((c) => !c.is_im && !c.is_private).map(channelOption) },
};

function menu(element, env) {
  const { ctx, block } = env;
  const multiple = element.type.startsWith("multi_");
  const name = element.type.replace("multi_", "").replace("_select", "");
  const family = FAMILIES[name];
  const key = family.key ? `selected_${family.key}` : "selected_option";

  let listing;
  let picked;
  if (family.all) {
    listing = () => family.all(ctx);
    const ids = env.kept
      ? [env.kept[key], ...(env.kept[`${key}s`] ?? [])]
      : [element[`initial_${family.key}`], ...(element[`initial_${family.key}s`] ?? [])];
    picked = ids.filter(Boolean).map((id) => listing().find((option) => option.value === id)
      ?? { text: { type: "plain_text", text: ctx.people.user(id)?.name ?? id }, value: id });
  } else {
    listing = () => ({ options: element.options, option_groups: element.option_groups });
    picked = env.kept ? [env.kept.selected_option, ...(env.kept.selected_options ?? [])].filter(Boolean) : family.initial(element);
  }

  const asks = name === "external";
  const box = combobox({
    asks,
    source: asks ? (query) => ctx.options(block, element, query) : fixedSource(listing),
    least: asks ? element.min_query_length ?? 3 : 0,
    few: !asks && !family.all && (element.options?.length ?? 99) <= 8,
    multiple,
    most: element.max_selected_items ?? Infinity,
    clearable: Boolean(block.optional),
    picked,
    placeholder: plain(element.placeholder) || (multiple ? "Choose" : "Choose one"),
    testid: `input-${element.action_id}`,
    onChange: () => env.onChange(),
  });
  const read = () => {
    const values = box.chosen();
    if (family.key) {
      return multiple ? { type: element.type, [`${key}s`]: values.map((option) => option.value) }
        : { type: element.type, [key]: values[0]?.value ?? null };
    }
    return multiple ? { type: element.type, selected_options: values } : { type: element.type, selected_option: values[0] ?? null };
  };
  return { node: box.node, focusable: box.input, read };
}

/** Tick boxes and radio buttons, as a group that takes its name from the field's label. */
function choices(element, env) {
  const radio = element.type === "radio_buttons";
  const kept = env.kept ? [env.kept.selected_option, ...(env.kept.selected_options ?? [])]
    : [element.initial_option, ...(element.initial_options ?? [])];
  const on = new Set(kept.filter(Boolean).map((option) => option.value));
  const group = uid("choice");
  const boxes = element.options.map((option) => {
    const note = option.description && textNode(option.description, env.ctx, "span");
    if (note) { note.id = uid("note"); note.classList.add("choice-note"); }
    const words = textNode(option.text, env.ctx, "span");
    words.id = uid("option");
    // Named by its option alone; the description is read after it.
    const input = h("input", {
      type: radio ? "radio" : "checkbox", name: group, value: option.value, checked: on.has(option.value),
      "aria-labelledby": words.id, "aria-describedby": note?.id, testid: `choice-${option.value}`, onchange: () => env.onChange(),
    });
    return { option, input, row: h("label.choice", {}, input, h("span.choice-body", {}, words, note)) };
  });
  return {
    node: h("div.choices", { role: radio ? "radiogroup" : "group" }, boxes.map((box) => box.row)),
    focusable: boxes[0]?.input,
    isGroup: true,
    read: () => {
      const picked = boxes.filter((box) => box.input.checked).map((box) => box.option);
      return radio ? { type: element.type, selected_option: picked[0] ?? null } : { type: element.type, selected_options: picked };
    },
  };
}

function datePicker(element, env) {
  const field = h("input", { type: "date", testid: `input-${element.action_id}`, onchange: () => env.onChange() });
  field.value = (env.kept ? env.kept.selected_date : element.initial_date) ?? "";
  return { node: field, focusable: field, read: () => ({ type: element.type, selected_date: field.value || null }) };
}

function timePicker(element, env) {
  const field = h("input", { type: "time", testid: `input-${element.action_id}`, onchange: () => env.onChange() });
  field.value = (env.kept ? env.kept.selected_time : element.initial_time) ?? "";
  return { node: field, focusable: field, read: () => ({ type: element.type, selected_time: field.value || null }) };
}

/** Date and time are two native boxes; together they mean a moment in UK time, whatever this computer's clock says. */
function dateTimePicker(element, env) {
  const start = env.kept ? env.kept.selected_date_time : element.initial_date_time;
  const value = start ? toLondon(start) : { date: "", time: "" };
  const date = h("input", { type: "date", testid: `date-${element.action_id}` });
  const time = h("input", { type: "time", testid: `time-${element.action_id}` });
  date.value = value.date;
  time.value = value.time;
  const read = () => ({ type: element.type, selected_date_time: fromLondon(date.value, time.value) });
  const changed = () => { if (read().selected_date_time !== null) env.onChange(); };
  date.addEventListener("change", changed);
  time.addEventListener("change", changed);
  return {
    node: h("div.when", { role: "group" }, h("label", {}, sr("Date"), date), h("label", {}, sr("Time"), time),
      h("span.when-zone", {}, "UK time")),
    focusable: date,
    isGroup: true,
    read,
  };
}

const MAKERS = {
  plain_text_input: textInput, url_text_input: textInput, email_text_input: textInput, number_input: textInput,
  checkboxes: choices, radio_buttons: choices,
  datepicker: datePicker, timepicker: timePicker, datetimepicker: dateTimePicker, file_input: fileInput,
};
for (const name of Object.keys(FAMILIES)) {
  MAKERS[`${name}_select`] = menu;
  MAKERS[`multi_${name}_select`] = menu;
}

export const holdsValue = (element) => Boolean(MAKERS[element?.type]);

/** @param env {ctx, block, kept, onChange} */
export function makeControl(element, env) {
  return MAKERS[element.type](element, env);
}
