/** One run: what it was asked to do, what it received and delivered, and what is missing. */

import { file, get } from "./api.js";
import { cancel, parseOptions, resume, start } from "./actions.js";
import { badge, button, element, facts, note, quiet, render, table } from "./dom.js";
import { bytes, clock, count, dollars, duration, plural, time } from "./format.js";
import { progress } from "./overview.js";
import { byReason, missing, otherNotes } from "./reasons.js";
import { slicesTable, timeline } from "./timeline.js";

const FEW_QUERIES = 10;
const FEW_IDS = 20;
/** Runs with many slices are read less often, because each open page reads them. */
const MILLIS_PER_SLICE = 20;
/** The size of records that is billed as one unit. */
const PAYLOAD_BYTES = 25_600;
const GIGABYTE = 2 ** 30;
const NAMES = { answers: "responses" };
const isActive = (run) => ["running", "stopping"].includes(run.status);
const sum = (report, name) => report.sources.reduce((total, line) => total + (line.counts[name] ?? 0), 0);

/** A number that should be zero. */
function problems(report, name) {
  const number = report ? sum(report, name) : null;
  return number ? badge("attention", count(number)) : count(number);
}

/** Requests without a usable response; reports of earlier versions do not count responses. */
const retries = (report) => (report?.sources.some((line) => line.counts.answers !== undefined) ? count(sum(report, "requests") - sum(report, "answers")) : "");

/** If a source does not respond, nobody knows how much is missing. */
function missingNumber(report) {
  const number = problems(report, "missing");
  const incomplete = report?.queries.filter((query) => !query.complete).length;
  return incomplete ? element("span", {}, number === "0" ? badge("attention", "not known") : number, quiet(` ${plural(incomplete, "query", "queries")} incomplete`)) : number;
}

/** What AWS bills for what the run delivered. The stream itself and requests that read cost more. */
function costs(report, { prices }) {
  const price = (item, units) => (prices[item] ? (units / prices[item].per) * prices[item].usd : 0);
  const payloads = report.sources.reduce((total, { counts: { stream_records: records = 0, stream_bytes: size = 0 } }) => total + records * Math.ceil(size / Math.max(1, records) / PAYLOAD_BYTES), 0);
  const requests = price("put_request", sum(report, "lake_objects") + 1) + price("payload_unit", payloads);
  return [
    ["AWS requests", dollars(requests)],
    ["AWS storage", `${dollars(price("gigabyte_month", sum(report, "lake_bytes") / GIGABYTE))} a month`],
  ];
}

function summary(run, prices) {
  const { report } = run;
  return facts([
    ["Job", run.job],
    ["Started", time(run.started_at)],
    ["Duration", report ? duration(report.duration_ms / 1000) : ""],
    ["Started by", run.initiator],
    ["Options", run.options],
    ["Cancelled by", run.cancelled_by],
    ["Requests", report && count(sum(report, "requests"))],
    ["Retries", retries(report)],
    ["Failed slices", problems(report, "failed_slices")],
    ["Skipped slices", problems(report, "skipped_slices")],
    ["Records in the lake", report && count(sum(report, "lake_records"))],
    ["Records in the stream", report && count(sum(report, "stream_records"))],
    ["Size in the lake", report && bytes(sum(report, "lake_bytes"))],
    ["Missing", missingNumber(report)],
    ["Rejected", problems(report, "rejected")],
    ["Dead letters", problems(report, "dead_letters")],
    ["Vanished", report && count(sum(report, "vanished"))],
    ["Keys without a record", problems(report, "orphaned_keys")],
    ...(report && prices ? costs(report, prices) : []),
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
  { title: "Missing", wide: true, cell: missing },
];

/** If there are many, they have to be opened. */
function queries(report) {
  const complete = report.queries.filter((query) => query.complete);
  const incomplete = report.queries.filter((query) => !query.complete);
  return element(
    "div",
    {},
    incomplete.length
      ? element("details", { open: incomplete.length <= FEW_QUERIES }, element("summary", {}, `${plural(incomplete.length, "query", "queries")} incomplete`), table("Incomplete queries", QUERY_COLUMNS, incomplete))
      : "",
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

/** Why data is missing, and how to get it. */
function reasonsForMissing(run) {
  const groups = byReason(run.report.queries.flatMap((query) => Object.entries(query.missing).map(([slice, reason]) => [`${query.source} ${slice}`, reason])));
  return groups.length === 0
    ? []
    : [
        element("h2", {}, "Why data is missing"),
        element(
          "ul",
          { className: "reasons" },
          groups.map(({ reason, slices }) => element("li", {}, element("strong", {}, plural(slices.length, "slice")), `: ${reason}`, element("details", {}, element("summary", {}, "Which slices"), slices.join(", ")))),
        ),
        note(`The next run of ${run.job} requests what is missing again. To do this now, remove the cause and press Run again.`),
      ];
}

function vanishedList(vanished) {
  return vanished.map(({ source, query, count: number, ids }) =>
    element("li", {}, `${count(number)} of ${source}: ${query}. `, element("details", {}, element("summary", {}, "IDs"), ids.slice(0, FEW_IDS).join(", "), ids.length > FEW_IDS ? " …" : "")),
  );
}

const LOG_LOOKS = { WARN: "attention", ERROR: "broken", FATAL: "broken" };

function logTable({ lines }) {
  return table(
    "Log lines, the latest last",
    [
      { title: "Time", cell: (line) => clock(line.at) },
      { title: "Level", cell: (line) => (LOG_LOOKS[line.level] ? badge(LOG_LOOKS[line.level], line.level) : line.level) },
      { title: "Line", wide: true, cell: (line) => line.text },
    ],
    lines,
    "No lines. Tourbus keeps those of its latest 20 runs until it stops.",
  );
}

export function run(place, { argument: id }) {
  const path = `runs/${encodeURIComponent(id)}`;
  const body = element("section", {});
  const live = element("div", {});
  const objects = element("div", {});
  const letters = element("div", {});
  const picture = element("div", {});
  const sliceList = element("div", {});
  const slices = element("details", {}, element("summary", {}, "Slices"), sliceList);
  const log = element("div", {});
  slices.hidden = true;
  let current = null;
  let prices = null;
  let settled = false;
  let nextDetails = 0;
  place.replaceChildren(element("section", {}, element("h1", {}, id), note("Loading …")));

  function actions(run) {
    const active = isActive(run);
    const stuck = ["died", "unfinished"].includes(run.status) || (run.status === "cancelled" && !run.report);
    return element(
      "p",
      { className: "actions" },
      active ? button("Cancel", () => cancel(run.run_id), { changes: true, disabled: run.status === "stopping" }) : "",
      stuck ? button("Continue", () => resume(run.job, run.options), { changes: true }) : "",
      active ? "" : button("Run again …", () => start(run.job, parseOptions(run.options)), { changes: true }),
    );
  }

  /** What is known besides the report: until the run has ended, it grows. */
  async function showDetails() {
    const active = isActive(current);
    const [found, lines] = await Promise.all([get(`${path}/slices`), get(`${path}/log`)]);
    slices.hidden = found.slices.length === 0;
    nextDetails = Date.now() + found.slices.length * MILLIS_PER_SLICE;
    render(picture, active ? [found, Date.now()] : found, () => (found.slices.some((slice) => slice.started_at) ? timeline(found) : note("Not known. Tourbus keeps the times of slices of its latest 20 runs until it stops.")));
    render(sliceList, [found, active], () => slicesTable(found, active));
    render(log, lines, () => [lines.more ? note("Earlier lines are not shown.") : "", logTable(lines)]);
    if (current.report && sum(current.report, "dead_letters") > 0) {
      const groups = await get(`dead-letters/groups?run=${encodeURIComponent(id)}`);
      render(letters, groups, () => [
        element("h2", {}, "Dead letters"),
        table(
          "Dead letters of this run by reason",
          [
            { title: "Reason", wide: true, cell: (group) => group.reason },
            { title: "Source and entity", cell: (group) => `${group.source} ${group.entity}` },
            { title: "Number", number: true, cell: (group) => count(group.count) },
          ],
          groups,
          "All of them have been redelivered or dropped.",
        ),
      ]);
    }
    settled = current.report !== null;
  }

  async function showObjects() {
    try {
      const found = await get(`${path}/objects`);
      objects.replaceChildren(
        ...(found.vanished.length ? [element("h2", {}, "Vanished entities"), element("ul", {}, vanishedList(found.vanished))] : []),
        objectsTable(found),
      );
    } catch (problem) {
      objects.replaceChildren(note(problem.message));
    }
  }

  function show(run) {
    const { report } = run;
    objects.replaceChildren(button(report && sum(report, "vanished") ? "Show objects and vanished entities" : "Show objects", showObjects));
    const explained = run.status === "died" ? element("p", {}, "The process of the run died. Continue it now, or leave that to Tourbus or the next start of the job.") : "";
    const notes = report ? otherNotes(report) : [];
    return [
      element("h1", {}, run.run_id, " ", badge(run.status)),
      explained,
      live,
      actions(run),
      report ? reasonsForMissing(run) : [],
      summary(run, prices),
      element("h2", {}, "Timeline"),
      picture,
      slices,
      notes.length ? [element("h2", {}, "Notes"), element("ul", {}, notes.map((text) => element("li", {}, text)))] : [],
      element("h2", {}, "Log"),
      log,
      report ? [reasons(report, "rejections", "Rejected entities"), letters, reasons(report, "repairs", "Changed values")].flat() : [],
      report ? [element("h2", {}, "Queries"), queries(report)] : [],
      report ? [element("h2", {}, "Counts"), counts(report)] : [],
      report ? [element("h2", {}, "Objects in the lake"), objects] : [],
    ].flat();
  }

  return {
    title: id,
    busy: true,
    onEvent(event) {
      const active = event.under_way.find((one) => one.run_id === id);
      render(live, active ?? null, () => (active ? progress(active) : []));
    },
    async refresh() {
      try {
        [current, prices] = await Promise.all([get(path), prices ?? file("prices.json").catch(() => null)]);
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
      if (current.report ? !settled : Date.now() >= nextDetails) {
        await showDetails();
      }
    },
  };
}
