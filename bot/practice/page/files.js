/** Files: adding them to a form, seeing them in a message, and one's own list, from which they can be deleted. */
import { announce, h, icon, sr, toast, uid, whileBusy } from "./dom.js";
import { askConfirm } from "./popups.js";

const LARGEST = 10_000_000;

function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Each file goes to the server as it is picked, as in Slack; the form then only holds its id. */
export function fileInput(element, env) {
  const { ctx, block } = env;
  const most = element.max_files ?? 10;
  const kinds = element.filetypes ?? [];
  const files = [...(env.kept?.files ?? [])];
  const list = h("ul.file-list");
  const trouble = h("p.file-trouble", { role: "status", id: uid("file") });
  const box = h("input.sr", { type: "file", multiple: most > 1, accept: kinds.map((kind) => `.${kind}`).join(",") || null, tabindex: "-1", "aria-hidden": "true", testid: `input-${element.action_id}` });
  const pick = h("button.button", { type: "button", testid: `pick-${element.action_id}` }, most === 1 ? "Choose file" : "Choose files");
  const facts = [most === 1 ? "1 file" : `Up to ${most} files`, most === 1 ? "up to 10 MB" : "10 MB each", kinds.length ? kinds.join(", ") : null];

  const sign = h("span.file-sign", {}, icon("file"));

  const draw = () => {
    list.replaceChildren(...files.map((file) => h("li.file-row", {}, icon("file"),
      h("span.file-name", {}, file.name), h("span.file-facts", {}, size(file.size)),
      h("button.icon-button", { type: "button", "aria-label": `Remove ${file.name}`, testid: `remove-${file.id}`, onclick: () => {
        files.splice(files.indexOf(file), 1);
        draw();
        announce(`${file.name} removed.`);
        pick.focus();
      } }, icon("close")))));
    list.hidden = !files.length;
    pick.hidden = files.length >= most;
    sign.hidden = pick.hidden;
  };

  async function take(picked) {
    trouble.textContent = "";
    const troubles = [];
    for (const each of picked) {
      if (files.length >= most) { troubles.push(most === 1 ? "Only 1 file can be added here." : `Only ${most} files can be added here.`); break; }
      // A picker shows the right kinds only, but something else can be dropped here.
      if (kinds.length && !kinds.some((kind) => each.name.toLowerCase().endsWith(`.${kind.toLowerCase()}`))) { troubles.push(`“${each.name}” cannot be added here. These kinds can: ${kinds.join(", ")}.`); continue; }
      if (each.size > LARGEST) { troubles.push(`“${each.name}” is too large. A file may have up to 10 MB here.`); continue; }
      const answer = await ctx.upload(block, element, each).catch(() => ({ ok: false, error: "The practice server does not answer just now." }));
      if (answer.ok) files.push(answer.file);
      else troubles.push(answer.error);
      draw();
    }
    trouble.textContent = troubles.join(" ");
    if (!troubles.length) announce(`${picked.length === 1 ? `${picked[0].name} is` : `${picked.length} files are`} added.`);
  }

  pick.addEventListener("click", () => box.click());
  box.addEventListener("change", () => whileBusy(pick, async () => { await take([...box.files]); box.value = ""; }));
  const node = h("div.file-drop", { role: "group" }, list, sign, pick, box, h("p.file-facts", {}, facts.filter(Boolean).join(" · ")), trouble);
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => { event.preventDefault(); whileBusy(pick, () => take([...event.dataTransfer.files])); });
  draw();
  return { node, focusable: pick, isGroup: true, notes: [trouble.id], read: () => ({ type: element.type, files: files.map((file) => ({ ...file })) }) };
}

/** What is shared with a message: a picture to look at, anything else to save. */
export function sharedFiles(files, ctx) {
  return h("div.shared-files", {}, files.map((file) => {
    if (file.deleted) return h("p.file-gone", {}, icon("file"), "This file was deleted.");
    const link = h("a.file-row", { href: ctx.fileUrl(file.id), target: "_blank", rel: "noopener", testid: `file-${file.id}` },
      icon("file"), h("span.file-name", {}, file.name), h("span.file-facts", {}, `${file.kind} · ${size(file.size)}`));
    return file.picture ? h("figure.figure", {}, h("img.picture", { src: ctx.fileUrl(file.id), alt: file.name }), link) : link;
  }));
}

/** One's own files, in the left-hand list: in Slack they stand under Files. */
export function ownFiles(files, ctx, onDelete) {
  if (!files?.length) return null;
  const gone = async (file) => {
    const sure = await askConfirm({
      title: { text: "Delete this file?" }, style: "danger", confirm: { text: "Yes, delete it" }, deny: { text: "Go back" },
      text: { type: "plain_text", text: `“${file.name}” is deleted for everybody. This cannot be undone.` },
    }, ctx);
    if (!sure) return;
    const answer = await onDelete(file.id).catch(() => ({ ok: false, error: "The practice server does not answer just now." }));
    toast(answer.ok ? `“${file.name}” was deleted.` : answer.error);
  };
  return h("section.side-group", {}, h("h2", {}, "Your files"), h("ul", {}, files.map((file) => h("li.side-file", {},
    h("a.side-link", { href: ctx.fileUrl(file.id), target: "_blank", rel: "noopener" }, icon("file"), h("span.side-name", {}, file.name)),
    h("button.icon-button", { type: "button", "aria-label": `Delete ${file.name}`, testid: `delete-${file.id}`, onclick: () => gone(file) }, icon("close"), sr("Delete"))))));
}
