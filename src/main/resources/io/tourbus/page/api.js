/** Client of the HTTP API. Failed requests throw an error with the message of the server. */

const TOKEN = "tourbus-token";
const RECONNECT_MILLIS = 3_000;
const TASK_MILLIS = 500;
const SILENT_MILLIS = 5_000;

let changes = null;

/** Whether this tab may change something: "allowed", "needs-token" or "off". A new value is an event. */
function noteAccess(response) {
  const now = response.headers.get("Tourbus-Changes");
  if (now !== null && now !== changes) {
    changes = now;
    dispatchEvent(new CustomEvent("access", { detail: now }));
  }
  return response;
}

export const mayChange = () => changes === "allowed";

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(others) {
  const token = sessionStorage.getItem(TOKEN);
  return { Accept: "application/json", ...others, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

export async function get(path) {
  return parse(await request(`api/${path}`, { headers: headers() }));
}

export async function post(path, body) {
  const content = body === undefined ? {} : { "Content-Type": "application/json" };
  return parse(
    await request(`api/${path}`, {
      method: "POST",
      headers: headers({ "X-Tourbus": "page", ...content }),
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
}

async function request(path, options) {
  try {
    return noteAccess(await fetch(path, options));
  } catch {
    throw new Error("The server does not respond. Try again when the connection is back.");
  }
}

/** Starts work in the background, and waits for its result. */
export async function work(path, body) {
  const { address } = await post(path, body);
  for (;;) {
    const task = await get(address.replace(/^\/api\//, ""));
    if (task.status !== "running") {
      if (task.error) {
        throw new Error(task.error);
      }
      return task.result;
    }
    await new Promise((resolve) => setTimeout(resolve, TASK_MILLIS));
  }
}

/** A JSON file of the page. */
export async function file(path) {
  return parse(await fetch(path));
}

/**
 * Reads server-sent events until it is stopped, and reconnects. An EventSource cannot send the token.
 *
 * @param onEvent receives the data of each event
 * @param onState receives null when connected; otherwise the problem
 * @returns a function that stops it
 */
export function follow(path, onEvent, onState) {
  const stop = new AbortController();
  (async () => {
    while (!stop.signal.aborted) {
      try {
        await readEvents(path, onEvent, onState, stop.signal);
      } catch (problem) {
        if (!stop.signal.aborted) {
          onState(problem);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MILLIS));
    }
  })();
  return () => stop.abort();
}

async function readEvents(path, onEvent, onState, signal) {
  const silence = new AbortController();
  const response = noteAccess(await fetch(`api/${path}`, { headers: headers({ Accept: "text/event-stream" }), signal: AbortSignal.any([signal, silence.signal]) }));
  if (!response.ok) {
    await parse(response);
  }
  onState(null);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let timer = 0;
  const read = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENT_MILLIS);
    return reader.read();
  };
  let text = "";
  try {
    for (let part = await read(); !part.done; part = await read()) {
      const events = (text + part.value).split("\n\n");
      text = events.pop();
      events.filter((event) => event.startsWith("data: ")).forEach((event) => onEvent(JSON.parse(event.slice("data: ".length))));
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error("The server closed the connection.");
}

async function parse(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const problem = new Error(body.error || `The server responds with status ${response.status}.`);
    problem.status = response.status;
    throw problem;
  }
  return body;
}
