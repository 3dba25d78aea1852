/** Creates elements from text. Data from a source is never parsed as HTML. */

export const byId = (id) => document.getElementById(id);

const LOOKS = {
  complete: "good",
  ok: "good",
  Started: "good",
  running: "info",
  stopping: "info",
  partial: "warn",
  attention: "warn",
  paused: "warn",
  unfinished: "warn",
  cancelled: "warn",
  "not resumed": "warn",
  Suspended: "warn",
  failed: "bad",
  died: "bad",
  broken: "bad",
  Stopped: "bad",
};
const SIGNS = { good: "✓", info: "▸", warn: "!", bad: "✕" };
const SUCCESS_MILLIS = 6_000;
const ERROR_MILLIS = 30_000;
const shown = new WeakMap();

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property.includes("-") || property === "role") {
      made.setAttribute(property, value);
    } else {
      made[property] = value;
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** An element of a picture. */
export function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

let refusal = "";

/** Disables the buttons that change something if there is a reason; enables them if it is empty. */
export function refuseChanges(reason) {
  refusal = reason;
  document.querySelectorAll("button[data-changes]").forEach(applyRefusal);
}

function applyRefusal(made) {
  made.disabled = refusal !== "" || made.dataset.changes === "off";
  made.title = refusal;
}

/** @param properties of the element; {@code changes: true} if the button changes something */
export function button(text, act, { changes, ...properties } = {}) {
  const made = element("button", { type: "button", ...properties }, text);
  if (changes) {
    made.dataset.changes = made.disabled ? "off" : "on";
    applyRefusal(made);
  }
  made.addEventListener("click", async () => {
    try {
      await act();
    } catch (problem) {
      failed(problem);
    }
  });
  return made;
}

export const link = (text, href, properties = {}) => element("a", { href, ...properties }, text);

export const look = (status) => LOOKS[status] ?? "neutral";

/** A status as a filled badge. Its sign tells it apart without colours. */
export function badge(status, text = status) {
  const kind = look(status);
  return element("span", { className: `badge ${kind}` }, element("span", { "aria-hidden": "true" }, `${SIGNS[kind] ?? "·"} `), text);
}

export const quiet = (...children) => element("span", { className: "quiet" }, ...children);

export const note = (text) => element("p", { className: "quiet" }, text);

/** Terms and their values; values that are empty are left out. */
export function facts(entries) {
  return element(
    "dl",
    { className: "facts" },
    entries
      .filter(([, value]) => value !== "" && value !== null && value !== undefined)
      .map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))),
  );
}

/**
 * Replaces what a place shows, unless the data is the same as before. Keeps the focus, and what is open. If what had the focus is
 * gone, the view gets it, so that a keyboard does not start at the top again.
 *
 * @param build returns the new children
 */
export function render(place, data, build) {
  const now = JSON.stringify(data);
  if (shown.get(place) === now) {
    return;
  }
  shown.set(place, now);
  const label = (one) => one.getAttribute("aria-label") ?? one.textContent;
  const focused = place.contains(document.activeElement) ? label(document.activeElement) : null;
  const opened = [...place.querySelectorAll("details")].map((one) => one.open);
  place.replaceChildren(...[build()].flat().filter(Boolean));
  place.querySelectorAll("details").forEach((one, index) => (one.open = opened[index] ?? one.open));
  if (focused !== null) {
    const same = [...place.querySelectorAll("a, button, select, input, summary")].find((one) => label(one) === focused);
    (same ?? byId("view")).focus({ preventScroll: true });
  }
}

/**
 * A table, which becomes a list of cards where it is narrow.
 *
 * @param columns {@code {title, cell, number, wide}}; cell returns the text or the element for a row
 * @param empty what to show without rows
 */
export function table(caption, columns, rows, empty = "None.") {
  if (rows.length === 0) {
    return note(empty);
  }
  const kind = (column) => (column.number ? "number" : column.wide ? "wide" : "");
  const head = columns.map((column) =>
    element("th", { scope: "col", className: kind(column) }, column.hidden ? element("span", { className: "hidden" }, column.title) : column.title),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      columns.map((column, index) => {
        const cell = element(index === 0 ? "th" : "td", { className: kind(column), "data-title": column.hidden ? "" : column.title }, column.cell(row) ?? "");
        if (index === 0) {
          cell.scope = "row";
        }
        return cell;
      }),
    ),
  );
  const made = element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, head)), element("tbody", {}, body));
  return element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, made);
}

/** Shows why something failed, and asks for the token if it is missing. */
export function failed(problem) {
  if (problem.status === 401) {
    dispatchEvent(new CustomEvent("needs-token", { detail: problem }));
  }
  message("bad", problem.message);
}

/** Shows the result of an action: "good" for a while, "bad" for longer. */
export function message(kind, text) {
  if ([...byId("messages").children].some((one) => one.firstChild.textContent === text)) {
    return;
  }
  const box = element("p", { className: `message ${kind}`, role: kind === "bad" ? "alert" : "status" }, element("span", {}, text));
  const remove = () => box.remove();
  box.append(button("Close", remove, { "aria-label": `Close the message: ${text}` }));
  byId("messages").append(box);
  setTimeout(remove, kind === "bad" ? ERROR_MILLIS : SUCCESS_MILLIS);
}

/** Shows a dialog until it is closed, or another view is shown. @returns whether it was confirmed */
export function dialog(title, content, confirmText) {
  return new Promise((resolve) => {
    const box = element("dialog", { "aria-labelledby": "dialog-title" });
    const leave = () => finish(false);
    const finish = (confirmed) => {
      removeEventListener("hashchange", leave);
      box.close();
      box.remove();
      resolve(confirmed);
    };
    const form = element("form", { method: "dialog" });
    form.append(
      element("h2", { id: "dialog-title" }, title),
      ...[content].flat(),
      element(
        "p",
        { className: "actions" },
        confirmText ? element("button", { type: "submit", className: "primary" }, confirmText) : "",
        button(confirmText ? "Back" : "Close", () => finish(false)),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(true);
    });
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    box.append(form);
    document.body.append(box);
    addEventListener("hashchange", leave);
    box.showModal();
  });
}

export const confirmed = (title, text, confirmText) => dialog(title, element("p", {}, text), confirmText);
