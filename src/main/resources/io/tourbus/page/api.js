/** Asks the API. What goes wrong is thrown with the line that the server says. */

const TOKEN = "tourbus-token";

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export async function get(path) {
  return answer(await fetch(`api/${path}`, { headers: { Accept: "application/json" } }));
}

export async function post(path) {
  const headers = { Accept: "application/json", "X-Tourbus": "page" };
  const token = sessionStorage.getItem(TOKEN);
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  return answer(await fetch(`api/${path}`, { method: "POST", headers }));
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.error || `the server answers ${response.status}`);
  }
  return body;
}
