/** One run: what it was asked to do, what it received and delivered, and what is missing. */

import { get } from "./api.js";
import { cancel, resume, start } from "./actions.js";
import { badge, button, element, facts, failed, note, render, table } from "./dom.js";
import { bytes, count, duration, plural, time } from "./format.js";
import { progress } from "./overview.js";

const FEW_QUERIES = 10;
const NAMES = { answers: "responses" };
const isActive = (run) => ["running", "stopping"].includes(run.status);
const sum = (report, name) => report.sources.reduce((total, line) => total + (line.counts[name] ?? 0), 0);

/** "--cities London,Paris --full" becomes {cities: "London,Paris", full: "true"}. */
function parseOptions(text) {
  return Object.fromEntries(
    (text ?? "")
      .split(/(?:^|\s)--/)
      .filter(Boolean)
      .map((option) => {
        const [, name, value] = /^([\w-]+)[ =]?(.*)$/s.exec(option.trim()) ?? [];
        return [name, (value || "true").replace(/^'(.*)'$/s, "$1")];
      }),
  );
}

/** A number that should be zero. */
function problems(report, name) {
  const number = report ? sum(report, name) : null;
  return number ? badge("attention", count(number)) : count(number);
}

function summary(run) {
  const { report } = run;
  return facts([
    ["Job", run.job],
    ["Started", time(run.started_at)],
    ["Duration", report ? duration(report.duration_ms / 1000) : ""],
    ["Started by", run.initiator],
    ["Options", run.options],
    ["Cancelled by", run.cancelled_by],
    ["Requests", report && count(sum(report, "requests"))],
    ["Records in the lake", report && count(sum(report, "lake_records"))],
    ["Records in the stream", report && count(sum(report, "stream_records"))],
    ["Size in the lake", report && bytes(sum(report, "lake_bytes"))],
    ["Missing", problems(report, "missing")],
    ["Rejected", problems(report, "rejected")],
    ["Dead letters", problems(report, "dead_letters")],
    ["Vanished", report && count(sum(report, "vanished"))],
    ["Keys without a record", problems(report, "orphaned_keys")],
  ]);
}

function counts(report) {
  const names = [...new Set(report.sources.flatMap((line) => Object.keys(line.counts)))].filter((name) => report.sources.some((line) => line.counts[name]));
  return table(
    "Counts by source and entity",
    [
      { title: "Count", cell: (name) => (NAMES[name] ?? name).replaceAll("_", " ") },
      ...report.sources.map((line) => ({ title: `${line.source} ${line.entity}`, number: true, cell: (name) => count(line.counts[name]) })),
    ],
    names,
  );
}

const QUERY_COLUMNS = [
  { title: "Query", wide: true, cell: (query) => `${query.source}: ${query.query}` },
  { title: "Status", cell: (query) => badge(query.complete ? "complete" : "partial", query.complete ? "complete" : "incomplete") },
  { title: "Reported", number: true, cell: (query) => count(query.said) },
  { title: "Received", number: true, cell: (query) => count(query.unique) },
  { title: "Missing", wide: true, cell: (query) => Object.entries(query.missing).map(([slice, reason]) => element("p", {}, `${slice}: ${reason}`)) },
];

/** Incomplete queries are visible; the others have to be opened. */
function queries(report) {
  const complete = report.queries.filter((query) => query.complete);
  const incomplete = report.queries.filter((query) => !query.complete);
  return element(
    "div",
    {},
    incomplete.length ? table("Incomplete queries", QUERY_COLUMNS, incomplete) : "",
    complete.length
      ? element("details", { open: complete.length <= FEW_QUERIES }, element("summary", {}, `${plural(complete.length, "query", "queries")} complete`), table("Complete queries", QUERY_COLUMNS.slice(0, -1), complete))
      : "",
    report.queries.length ? "" : note("The run has read no query."),
  );
}

function reasons(report, field, caption) {
  const rows = report.sources.flatMap((line) => Object.entries(line[field] ?? {}).map(([reason, number]) => ({ line, reason, number })));
  return rows.length === 0
    ? []
    : [
        element("h2", {}, caption),
        table(
          caption,
          [
            { title: "Reason", wide: true, cell: (row) => row.reason },
            { title: "Source and entity", cell: (row) => `${row.line.source} ${row.line.entity}` },
            { title: "Number", number: true, cell: (row) => count(row.number) },
          ],
          rows,
        ),
      ];
}

function objectsTable({ objects, more }) {
  return table(
    more ? "The first 1,000 objects" : "Objects",
    [
      { title: "Object", wide: true, cell: (object) => object.key },
      { title: "Lines", number: true, cell: (object) => count(object.lines) },
      { title: "Size", number: true, cell: (object) => bytes(object.bytes) },
    ],
    objects,
    "The run has written no object.",
  );
}

const sliceColumns = (active) => [
  { title: "Slice", wide: true, cell: (slice) => slice.name },
  { title: "Query", wide: true, cell: (slice) => `${slice.source}: ${slice.query}` },
  { title: "Status", cell: (slice) => slice.done ? badge("complete", "delivered") : active ? badge("running", "in progress") : badge("unfinished", "not finished") },
  { title: "Reported", number: true, cell: (slice) => (slice.done ? count(slice.said) : "") },
  { title: "Received", number: true, cell: (slice) => (slice.done ? count(slice.received) : "") },
];

const slicesTable = ({ slices, more }, active) => table(more ? "The first 1,000 slices" : "Slices, those that are not delivered first", sliceColumns(active), slices, "No slice has been read yet.");

export function run(place, { argument: id }) {
  const body = element("section", {});
  const live = element("div", {});
  const objects = element("div", {});
  const sliceList = element("div", {});
  const slices = element("details", {}, element("summary", {}, "Slices"), sliceList);
  slices.addEventListener("toggle", () => showSlices().catch(failed));
  let current = null;
  place.replaceChildren(element("section", {}, element("h1", {}, id), note("Loading …")));

  function actions(run) {
    const active = isActive(run);
    const stuck = ["died", "unfinished"].includes(run.status) || (run.status === "cancelled" && !run.report);
    return element(
      "p",
      { className: "actions" },
      active ? button("Cancel", () => cancel(run.run_id), { disabled: run.status === "stopping" }) : "",
      stuck ? button("Continue", () => resume(run.job)) : "",
      active ? "" : button("Run again …", () => start(run.job, parseOptions(run.options))),
    );
  }

  async function showSlices() {
    if (slices.open && !slices.hidden) {
      const found = await get(`runs/${encodeURIComponent(id)}/slices`);
      const active = isActive(current);
      render(sliceList, [found, active], () => slicesTable(found, active));
    }
  }

  function show(run) {
    const { report } = run;
    const showObjects = button("Show objects", async () => {
      try {
        const found = await get(`runs/${encodeURIComponent(id)}/objects`);
        objects.replaceChildren(objectsTable(found));
      } catch (problem) {
        objects.replaceChildren(note(problem.message));
      }
    });
    objects.replaceChildren(showObjects);
    const explained = run.status === "died" ? element("p", {}, "The process of the run died. Continue it now, or leave that to Tourbus or the next start of the job.") : "";
    return [
      element("h1", {}, run.run_id, " ", badge(run.status)),
      explained,
      live,
      actions(run),
      summary(run),
      slices,
      report?.notes.length ? [element("h2", {}, "Notes"), element("ul", {}, report.notes.map((text) => element("li", {}, text)))] : [],
      report ? [element("h2", {}, "Queries"), queries(report)] : [],
      report ? reasons(report, "rejections", "Rejected entities") : [],
      report ? reasons(report, "repairs", "Changed values") : [],
      report ? [element("h2", {}, "Counts"), counts(report)] : [],
      report ? [element("h2", {}, "Objects in the lake"), objects] : [],
    ].flat();
  }

  return {
    title: id,
    onEvent(event) {
      const active = event.under_way.find((one) => one.run_id === id);
      render(live, active ?? null, () => (active ? progress(active) : []));
    },
    async refresh() {
      try {
        current = await get(`runs/${encodeURIComponent(id)}`);
      } catch (problem) {
        if (problem.status !== 404) {
          throw problem;
        }
        place.replaceChildren(element("section", {}, element("h1", {}, id), note("There is no such run.")));
        return;
      }
      if (!body.isConnected) {
        place.replaceChildren(body);
      }
      const { progress: _, activity: __, ...stable } = current;
      render(body, stable, () => show(current));
      slices.hidden = current.report !== null && current.status !== "cancelled";
      await showSlices();
    },
  };
}
