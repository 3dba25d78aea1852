/** Creates elements from text. Data from a source is never parsed as HTML. */

export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function button(text, label, act) {
  const made = element("button", { type: "button" }, text);
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

export const count = (number) => (number === null || number === undefined ? "" : number.toLocaleString("en"));

export const time = (iso) => (iso ? iso.replace("T", " ").replace(/(\.\d+)?Z$/, "") : "");

export function status(text) {
  const looks = {
    complete: "good",
    Started: "good",
    partial: "warn",
    Suspended: "warn",
    stopping: "warn",
    unfinished: "warn",
    cancelled: "warn",
    failed: "bad",
    died: "bad",
    Stopped: "bad",
  };
  return element("span", { className: looks[text] ?? "" }, text);
}

/**
 * Shows rows in a table.
 *
 * @param columns {@code {title, cell, number, wide}}; cell returns the text or the element for a row
 */
export function table(place, caption, columns, rows) {
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
  if (rows.length === 0) {
    place.replaceChildren(element("p", { className: "quiet" }, `${caption}: none`));
    return;
  }
  const look = (column) => (column.number ? "number" : column.wide ? "wide" : "");
  const head = element(
    "tr",
    {},
    ...columns.map((column) => element("th", { scope: "col", className: look(column) }, column.title)),
  );
  const body = rows.map((row) =>
    element("tr", {}, ...columns.map((column) => element("td", { className: look(column) }, column.cell(row) ?? ""))),
  );
  place.replaceChildren(
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, head),
      element("tbody", {}, ...body),
    ),
  );
  if (focused) {
    [...place.querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === focused)?.focus();
  }
}
