/** Camel routes by file, those with problems first, and the way of the data through them. */

import { get } from "./api.js";
import { suspend, unsuspend } from "./actions.js";
import { badge, button, element, note, render, table } from "./dom.js";
import { count, time } from "./format.js";

/** Routes that do not start with Tourbus may be stopped. */
const isBad = (route) => (route.state === "Stopped" ? route.auto_startup : route.state !== "Started");
const STEPS = [
  ["Requests", (routes) => routes.filter((route) => route.id.startsWith("call-"))],
  ["Slices read", (routes) => routes.filter((route) => route.id === "run-slice")],
  ["Batches delivered", (routes) => routes.filter((route) => route.id === "deliver-batch")],
  ["Objects to the lake", (routes) => routes.filter((route) => route.id === "put-object")],
  ["Calls to the stream", (routes) => routes.filter((route) => route.id === "send-records")],
];

function flow(routes) {
  const steps = STEPS.map(([title, select]) => [title, select(routes)]).filter(([, found]) => found.length > 0);
  return element(
    "ol",
    { className: "flow", "aria-label": "The way of the data, with counts since the start" },
    steps.map(([title, found]) => {
      const total = (name) => found.reduce((sum, route) => sum + route[name], 0);
      return element(
        "li",
        { className: found.some(isBad) ? "bad" : "" },
        element("strong", {}, count(total("total"))),
        ` ${title}`,
        element("span", { className: "quiet" }, total("failed") ? ` ${count(total("failed"))} failed` : "", total("in_flight") ? ` ${count(total("in_flight"))} in progress` : ""),
      );
    }),
  );
}

/** A route that does not start with Tourbus is off on purpose, such as a schedule without tourbus.jobs.scheduled. */
function state(route) {
  const off = route.state === "Stopped" && !route.auto_startup;
  return element("span", {}, off ? badge("off", "off by settings") : badge(route.state), route.since ? [" since ", time(route.since)] : "");
}

function toggle(route) {
  if (route.state === "Stopped" && !route.auto_startup) {
    return "";
  }
  if (route.state !== "Started") {
    return button("Resume", () => unsuspend(route.id), { changes: true, "aria-label": `Resume ${route.id}` });
  }
  return route.essential ? "" : button("Suspend", () => suspend(route.id), { changes: true, "aria-label": `Suspend ${route.id}` });
}

const COLUMNS = [
  { title: "Route", cell: (route) => route.id },
  { title: "State", cell: state },
  { title: "What it does", wide: true, cell: (route) => route.description ?? "" },
  { title: "Exchanges", number: true, cell: (route) => count(route.total) },
  { title: "Failed", number: true, cell: (route) => count(route.failed) },
  { title: "In progress", number: true, cell: (route) => count(route.in_flight) },
  { title: "Mean ms", number: true, cell: (route) => count(route.mean_ms) },
  { title: "Actions", hidden: true, cell: toggle },
];

function edits({ refused, failures }) {
  const rows = [...failures.map((reason) => ({ file: "", line: 0, reason, since: null })), ...refused];
  return rows.length === 0
    ? []
    : [
        element("h2", {}, "Edits that are not applied"),
        table(
          "Edits that are not applied",
          [
            { title: "File", cell: (edit) => edit.file },
            { title: "Line", number: true, cell: (edit) => edit.line || "" },
            { title: "Reason", wide: true, cell: (edit) => edit.reason },
            { title: "Since", cell: (edit) => time(edit.since) },
          ],
          rows,
        ),
      ];
}

export function routes(place) {
  const list = element("div", {});
  const internal = element("input", { type: "checkbox", id: "internal" });
  internal.addEventListener("change", () => show());
  place.replaceChildren(
    element("section", {}, element("h1", {}, "Routes"), element("p", {}, internal, element("label", { htmlFor: internal.id }, " Show routes that Tourbus itself needs")), list),
  );
  let found = [];
  let reload = { refused: [], failures: [] };

  function show() {
    const visible = found.filter((route) => internal.checked || !route.essential || isBad(route));
    render(list, [visible, reload], () => {
      const bad = visible.filter(isBad);
      const files = [...new Set(visible.map((route) => route.file))].sort();
      return [
        flow(found),
        edits(reload),
        bad.length ? [element("h2", {}, "Not running"), table("Routes that do not run", COLUMNS, bad)] : [],
        files.flatMap((file) => [
          element("h2", {}, file),
          table(
            `Routes in ${file}`,
            COLUMNS,
            visible.filter((route) => route.file === file && !isBad(route)),
            "All its routes are listed above.",
          ),
        ]),
        note("Counts are since the start of the process."),
      ].flat();
    });
  }

  return {
    title: "Routes",
    busy: true,
    async refresh() {
      [found, reload] = await Promise.all([get("routes"), get("reload")]);
      show();
    },
  };
}
