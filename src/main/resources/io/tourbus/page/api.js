/** Client of the HTTP API. Failed requests throw an error with the message of the server. */

const TOKEN = "tourbus-token";
const RECONNECT_MILLIS = 3_000;

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(others) {
  const token = sessionStorage.getItem(TOKEN);
  return { Accept: "application/json", ...others, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

export async function get(path) {
  return parse(await fetch(`api/${path}`, { headers: headers() }));
}

export async function post(path) {
  return parse(await fetch(`api/${path}`, { method: "POST", headers: headers({ "X-Tourbus": "page" }) }));
}

/**
 * Reads server-sent events until it is stopped, and reconnects. An EventSource cannot send the token.
 *
 * @param onEvent receives the data of each event
 * @param onState receives "live", or the reason why there are no events
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
          onState(problem.status ? problem.message : "disconnected, reconnecting …");
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MILLIS));
    }
  })();
  return () => stop.abort();
}

async function readEvents(path, onEvent, onState, signal) {
  const response = await fetch(`api/${path}`, { headers: headers({ Accept: "text/event-stream" }), signal });
  if (!response.ok) {
    await parse(response);
  }
  onState("live");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (text + part.value).split("\n\n");
    text = events.pop();
    events.filter((event) => event.startsWith("data: ")).forEach((event) => onEvent(JSON.parse(event.slice("data: ".length))));
  }
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
