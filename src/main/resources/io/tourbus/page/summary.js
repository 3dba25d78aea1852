/** How new the data is, what has changed lately, and what the warehouse holds. */

import { get } from "./api.js";
import { badge, element, note, quiet, render, table } from "./dom.js";
import { count, plural, time } from "./format.js";
import { runLink } from "./overview.js";

const REPORTS = 30;
const CHANGES = 30;

/** A list of numbers with bars. */
export function bars(caption, entries) {
  const most = Math.max(1, ...entries.map(([, number]) => number));
  return table(
    caption,
    [
      { title: "Value", cell: ([name]) => name },
      { title: "Number", cell: ([name, number]) => element("span", {}, element("meter", { max: most, value: number, "aria-label": `${name}: ${number}` }), ` ${count(number)}`) },
    ],
    entries,
  );
}

/** One row for each run and entity. */
function deliveries(runs) {
  return runs
    .filter((run) => run.report)
    .flatMap((run) => {
      const entities = new Map();
      for (const { entity, counts } of run.report.sources) {
        const row = entities.get(entity) ?? { run, entity, incomplete: run.report.queries.filter((query) => query.entity === entity && !query.complete).length, lake_records: 0, delivered: 0, unchanged: 0, vanished: 0, missing: 0 };
        ["lake_records", "delivered", "unchanged", "vanished", "missing"].forEach((name) => (row[name] += counts[name] ?? 0));
        entities.set(entity, row);
      }
      return [...entities.values()];
    });
}

/** If a source does not respond, nobody knows how much is missing. */
const missingOf = ({ missing, incomplete }) => (missing ? badge("attention", count(missing)) : incomplete ? badge("attention", `${plural(incomplete, "query", "queries")} incomplete`) : "0");

export async function summary(place) {
  const rows = deliveries(await get(`runs?reports=true&limit=${REPORTS}`));
  const entities = [...new Set(rows.map((row) => row.entity))].sort();
  const latest = (entity, matches) => rows.find((row) => row.entity === entity && matches(row));
  render(place, rows, () => [
    element("h2", {}, "Freshness"),
    table(
      "When each entity was last delivered",
      [
        { title: "Entity", cell: (entity) => element("a", { href: `#/data?show=records&entity=${entity}` }, entity) },
        { title: "Last delivery", cell: (entity) => ((row) => (row ? time(row.run.started_at) : badge("none", "not lately")))(latest(entity, (row) => row.lake_records > 0)) },
        { title: "Records", number: true, cell: (entity) => count(latest(entity, (row) => row.lake_records > 0)?.lake_records) },
        { title: "Last change", cell: (entity) => ((row) => (row ? time(row.run.started_at) : quiet("none lately")))(latest(entity, (row) => row.delivered > 0)) },
        { title: "Missing in the last run", number: true, cell: (entity) => missingOf(latest(entity, () => true)) },
      ],
      entities,
      "No run has a report yet. Start a job on the overview.",
    ),
    element("h2", {}, "Latest changes"),
    table(
      `Runs that delivered new or changed records, of the latest ${plural(REPORTS, "run")}`,
      [
        { title: "Run", cell: (row) => runLink(row.run.run_id) },
        { title: "Started", cell: (row) => time(row.run.started_at) },
        { title: "Entity", cell: (row) => row.entity },
        { title: "New or changed", number: true, cell: (row) => count(row.delivered) },
        { title: "Unchanged", number: true, cell: (row) => count(row.unchanged) },
        { title: "Vanished", number: true, cell: (row) => count(row.vanished) },
      ],
      rows.filter((row) => row.delivered > 0 || row.vanished > 0).slice(0, CHANGES),
      "No run has delivered a change.",
    ),
  ]);
}

const failed = (rule) => (rule.severity === "error" ? "broken" : "attention");

const rulesTable = (caption, rules) =>
  table(
    caption,
    [
      { title: "Rule", cell: (rule) => rule.rule },
      { title: "Result", cell: (rule) => (rule.passed ? badge("ok", "passed") : badge(failed(rule), rule.severity)) },
      { title: "Meaning", wide: true, cell: (rule) => [rule.description, rule.example ? `Not so: ${rule.example}.` : ""].filter(Boolean).join(" ") },
      { title: "Violations", number: true, cell: (rule) => count(rule.violations) },
      { title: "Of", number: true, cell: (rule) => count(rule.checked) },
      { title: "Percent", number: true, cell: (rule) => String(rule.percent) },
      { title: "Allowed", number: true, cell: (rule) => String(rule.maxPercent) },
    ],
    rules,
  );

export async function warehouse(place) {
  const { checked_at: checkedAt, tables, rules, concerts_by_day: days, concerts_by_country: countries } = await get("warehouse");
  if (checkedAt === null) {
    place.replaceChildren(note("There are no results. The command tourbus warehouse builds tables from the records in the lake, and evaluates rules for them. The page shows the results of builds with the state folder of this process."));
    return;
  }
  const failing = rules.filter((rule) => !rule.passed);
  const passed = rules.filter((rule) => rule.passed);
  const worst = failing.some((rule) => rule.severity === "error") ? "broken" : "attention";
  place.replaceChildren(
    element("p", {}, failing.length ? badge(worst, failing.length === 1 ? "1 rule fails" : `${count(failing.length)} rules fail`) : badge("ok", "All rules pass"), " ", quiet("Evaluated "), time(checkedAt)),
    ...(failing.length ? [element("h2", {}, "Rules that fail"), rulesTable("Rules that fail", failing)] : []),
    element("h2", {}, "Tables"),
    table(
      "Tables after the last build",
      [
        { title: "Table", cell: (one) => one.table },
        { title: "Rows", number: true, cell: (one) => count(one.rows) },
        { title: "Added by the last build", number: true, cell: (one) => count(one.added) },
        { title: "Files", number: true, cell: (one) => count(one.files) },
      ],
      tables,
      "The last command evaluated only the rules.",
    ),
    ...(days.length
      ? [
          element("h2", {}, "Concerts by day and country"),
          element(
            "div",
            { className: "cards" },
            bars(
              "The next days with concerts",
              days.map((row) => [row.value, row.count]),
            ),
            bars(
              "Future concerts by country",
              countries.map((row) => [row.value, row.count]),
            ),
          ),
        ]
      : []),
    element("h2", {}, "Rules that pass"),
    element("details", {}, element("summary", {}, plural(passed.length, "rule")), rulesTable("Rules that pass", passed)),
  );
}
