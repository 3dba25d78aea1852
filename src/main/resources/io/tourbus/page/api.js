/** Client of the HTTP API. Failed requests throw an error with the message of the server. */

const TOKEN = "tourbus-token";

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export async function get(path) {
  return parse(await fetch(`api/${path}`, { headers: { Accept: "application/json" } }));
}

export async function post(path) {
  const headers = { Accept: "application/json", "X-Tourbus": "page" };
  const token = sessionStorage.getItem(TOKEN);
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  return parse(await fetch(`api/${path}`, { method: "POST", headers }));
}

async function parse(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.error || `The server responds with status ${response.status}.`);
  }
  return body;
}
