/** The page's side of the contract with the practice server: JSON over HTTP, and one stream of events. */

/** The server could not be reached, or answered with something other than JSON. */
export class Unreachable extends Error {}

/** The server understood and said no, in a sentence: nobody of that name, a channel that is not theirs … */
export class Refused extends Error {}

/** What to tell a person about an answer that was not ok: the server's sentence if it gave one, never a bare code. */
export const sentence = (answer, fallback) => (/\s/.test(answer?.error ?? "") ? answer.error : fallback);

async function call(path, body) {
  let response;
  try {
    response = await fetch(path, body === undefined ? { cache: "no-store" } : {
      method: "POST",
      headers: { "Content-Type": body instanceof Blob ? "application/octet-stream" : "application/json" },
      body: body instanceof Blob ? body.slice(0, body.size, "application/octet-stream") : JSON.stringify(body),
    });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Unreachable(`HTTP ${response.status}`);
  }
  if (!response.ok && answer.ok === undefined) throw new Unreachable(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

/** For calls that are of no use unless they succeed. */
async function need(answer) {
  const body = await answer;
  if (body.ok === false || (body.error && !body.ok)) throw new Refused(body.error);
  return body;
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** Everything one person can do. A new one is made when the person at the keyboard changes. */
export class Api {
  constructor(as) {
    this.as = as;
  }

  state() { return need(call(`/practice/state?${query({ as: this.as })}`)); }
  messages(channel) { return need(call(`/practice/messages?${query({ as: this.as, channel })}`)); }
  say(channel, text) { return this.#post("say", { channel, text }); }
  command(channel, command, text) { return this.#post("command", { channel, command, text }); }
  shortcut(callback_id, channel, ts) { return this.#post("shortcut", { callback_id, channel, ts }); }
  home() { return this.#post("home", {}); }

  /** @param where {channel, ts} for a message or {view_id, values} for a modal or the Home tab */
  action(where, action) { return this.#post("action", { ...where, action }); }
  options(where, block_id, action_id, value) { return need(this.#post("options", { ...where, block_id, action_id, value })); }
  submit(view_id, values) { return this.#post("submit", { view_id, values }); }
  close(view_id, values, clear) { return this.#post("close", { view_id, values, clear: clear || undefined }); }

  /** Adds a file to a form; its bytes go as they are. @param place {view_id, block_id, action_id} */
  upload(place, file) { return call(`/practice/upload?${query({ as: this.as, name: file.name, ...place })}`, file); }
  deleteFile(id) { return call(`/practice/delete/${encodeURIComponent(id)}?${query({ as: this.as })}`, {}); }

  /** Where the picture behind a `slack_file` id is served from. */
  fileUrl(id) { return `/practice/file/${encodeURIComponent(id)}?${query({ as: this.as })}`; }

  #post(name, body) { return call(`/practice/${name}`, { as: this.as, ...body }); }
}

/**
 * Listens to a person's events until `stop` is called. EventSource comes back by itself after a dropped connection but
 * not after a refusal (a server that is just starting), so that case is tried again here, a little later each time.
 */
export function listen(as, { onEvent, onUp, onDown }) {
  let source = null;
  let timer = null;
  let wait = 500;
  let stopped = false;

  const open = () => {
    source = new EventSource(`/practice/stream?${query({ as })}`);
    source.onopen = () => { wait = 500; onUp(); };
    source.onmessage = (event) => {
      let data;
      try { data = JSON.parse(event.data); } catch { return; }
      onEvent(data);
    };
    source.onerror = () => {
      if (stopped) return;
      onDown();
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, wait);
        wait = Math.min(wait * 2, 8000);
      }
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
