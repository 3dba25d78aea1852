/** The data: what is new, latest records, completeness of the queries, objects of the lake, and new records of the stream. */

import { file, follow, get } from "./api.js";
import { badge, button, dialog, element, facts, link, message, note, quiet, render, table } from "./dom.js";
import { bytes, count, plural, time } from "./format.js";
import { runLink } from "./overview.js";
import { missing } from "./reasons.js";
import { bars, summary, warehouse } from "./summary.js";

const ENTITIES = { events: "concert", artists: "artist", venues: "venue", tracks: "track" };
const TABS = [
  ["summary", "Summary"],
  ["records", "Records"],
  ["completeness", "Completeness"],
  ["lake", "Lake"],
  ["stream", "Stream"],
  ["warehouse", "Warehouse"],
];
/** They show what runs have delivered, and are read again after a run. It gets its report some time after it has ended. */
const AFTER_RUNS = ["summary", "completeness"];
const SETTLE_MILLIS = 10_000;
const RECORDS = 200;
const FIELDS = 5;
const ROWS = 50;
const TECHNICAL = new Set(["run_id", "slice", "schema_version", "record_hash", "data_type", "source", "ingestion_timestamp", "test"]);
const STREAM_ROWS = 50;
const DAYS = 14;

const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
const brief = (value) => (isEmpty(value) ? quiet("–") : typeof value === "object" ? JSON.stringify(value).slice(0, 80) : String(value).slice(0, 120));

/** The name if there is one, then plain fields that most records have, in the order of the schema; the ID last. */
function columns(names, records) {
  const plain = names
    .slice(1)
    .filter((name) => name !== "name" && !TECHNICAL.has(name) && !name.endsWith("_id") && !name.endsWith("_precision"))
    .filter((name) => records.filter((record) => !isEmpty(record[name]) && !["object", "boolean"].includes(typeof record[name])).length * 2 >= records.length);
  return [...names.filter((name) => name === "name"), ...plain.slice(0, FIELDS), names[0]];
}

function showRecord(record, schema) {
  const lines = Object.entries(record).map(([name, value]) => [
    name,
    element("span", {}, isEmpty(value) ? quiet("none") : typeof value === "object" ? element("code", {}, JSON.stringify(value)) : String(value), element("br"), quiet(schema.properties?.[name]?.description ?? "")),
  ]);
  return dialog(Object.values(record)[0], facts(lines));
}

function counted(records, value) {
  const numbers = new Map();
  records.map(value).filter(Boolean).forEach((key) => numbers.set(key, (numbers.get(key) ?? 0) + 1));
  return [...numbers];
}

function fieldTable(names, records, schema) {
  return table(
    `Fields of the latest ${plural(records.length, "record")}`,
    [
      { title: "Field", cell: (name) => name },
      { title: "Empty", number: true, cell: (name) => `${Math.round((100 * records.filter((record) => isEmpty(record[name])).length) / records.length)} %` },
      { title: "Type", cell: (name) => [schema.properties?.[name]?.type ?? ""].flat().filter((type) => type !== "null").join(", ") },
      { title: "Meaning", wide: true, cell: (name) => schema.properties?.[name]?.description ?? "" },
    ],
    names,
  );
}

async function records(place, filters) {
  const entity = filters.get("entity") || "events";
  const option = (name) => element("option", { value: name, selected: name === entity }, name);
  const select = element("select", { id: "entity" }, Object.keys(ENTITIES).map(option));
  const search = element("input", { id: "search", type: "search", value: filters.get("search") ?? "" });
  const form = element(
    "form",
    { className: "filters", "aria-label": "Filters" },
    element("p", { className: "option" }, element("label", { htmlFor: select.id }, "Entity"), select),
    element("p", { className: "option" }, element("label", { htmlFor: search.id }, "Search in the latest records"), search),
  );
  const list = element("div", {});
  place.replaceChildren(form, list);
  const [found, schema] = await Promise.all([get(`records?entity=${entity}&limit=${RECORDS}`), ENTITIES[entity] ? file(`schemas/${ENTITIES[entity]}.schema.json`) : {}]);
  select.append(...found.entities.filter((name) => !ENTITIES[name]).map(option));
  const names = Object.keys(schema.properties ?? found.records[0] ?? {});
  const shown = columns(names, found.records);

  function show() {
    const wanted = search.value.trim().toLowerCase();
    const matching = found.records.filter((record) => JSON.stringify(record).toLowerCase().includes(wanted));
    render(list, [wanted, found], () =>
      found.records.length === 0
        ? note("The lake has no such records yet. Start a job.")
        : [
            element("p", {}, `The latest ${plural(found.records.length, "record")}`, found.more ? "; the lake has more" : "", ". Newest run: ", runLink(found.run_id), ", ", time(found.delivered_at)),
            table(
              wanted ? `${plural(matching.length, "record")} with “${wanted}”` : `Latest ${entity}`,
              [
                ...shown.map((name) => ({ title: name.replaceAll("_", " "), wide: true, cell: (record) => brief(record[name]) })),
                { title: "Actions", hidden: true, cell: (record) => button("All fields", () => showRecord(record, schema), { "aria-label": `All fields of ${record[names[0]]}` }) },
              ],
              matching.slice(0, ROWS),
              "No record matches.",
            ),
            matching.length > ROWS ? note(`The first ${ROWS}. Search to see others.`) : [],
            entity === "events" ? breakdown(found.records) : [],
            element("h2", {}, "Fields"),
            fieldTable(names, found.records, schema),
          ].flat(),
    );
  }
  form.onsubmit = (event) => event.preventDefault();
  select.onchange = () => (location.hash = `#/data?show=records&entity=${select.value}`);
  search.oninput = () => {
    history.replaceState(null, "", `#/data?${new URLSearchParams({ show: "records", entity, search: search.value })}`);
    show();
  };
  show();
}

/** Concerts by day and by country. */
function breakdown(concerts) {
  const days = counted(concerts, (concert) => concert.local_date ?? concert.event_date?.slice(0, 10)).sort(([one], [other]) => one.localeCompare(other)).slice(0, DAYS);
  const countries = counted(concerts, (concert) => concert.venue_country).sort(([, one], [, other]) => other - one).slice(0, DAYS);
  return [
    element("h2", {}, "Concerts by day and country"),
    element("div", { className: "cards" }, days.length ? bars("The next days of these concerts", days) : "", countries.length ? bars("Countries of these concerts", countries) : ""),
  ];
}

async function completeness(place) {
  const lines = (await get("completeness")).sort((one, other) => one.query.complete - other.query.complete);
  render(place, lines, () =>
    table(
      "Queries of the last run of each job, incomplete ones first",
      [
        { title: "Query", wide: true, cell: (line) => `${line.query.source}: ${line.query.query}` },
        { title: "Job", cell: (line) => runLink(line.run_id, line.job) },
        { title: "Status", cell: (line) => badge(line.query.complete ? "complete" : "partial", line.query.complete ? "complete" : "incomplete") },
        { title: "Reported", number: true, cell: (line) => count(line.query.said) },
        { title: "Received", number: true, cell: (line) => count(line.query.unique) },
        { title: "Missing", wide: true, cell: (line) => missing(line.query) },
      ],
      lines,
      "No job has a report yet.",
    ),
  );
}

async function lake(place, filters) {
  const folder = filters.get("folder") ?? "";
  const content = await get(`lake?folder=${encodeURIComponent(folder)}`);
  const at = (path) => `#/data?${new URLSearchParams({ show: "lake", folder: path })}`;
  const steps = folder.split("/").filter(Boolean);
  const lines = element("div", {});
  const show = async (key) => {
    try {
      const { lines: texts } = await get(`lake/object?key=${encodeURIComponent(key)}`);
      const pretty = texts.map((text) => {
        try {
          return JSON.stringify(JSON.parse(text), null, 2);
        } catch {
          return text;
        }
      });
      lines.replaceChildren(element("h2", {}, key), note(`The first ${plural(texts.length, "line")}, indented.`), element("pre", { tabIndex: 0, "aria-label": `First lines of ${key}` }, pretty.join("\n\n")));
    } catch (problem) {
      message("bad", problem.message);
    }
  };
  place.replaceChildren(
    element(
      "nav",
      { "aria-label": "Folder", className: "path" },
      [content.bucket, ...steps].map((step, index) => link(step, at(steps.slice(0, index).map((name) => `${name}/`).join("")))),
    ),
    table(
      content.more ? "The first 200 entries of this folder" : "Entries of this folder",
      [
        { title: "Name", wide: true, cell: (item) => (item.key === undefined ? link(item.slice(folder.length), at(item)) : button(item.key.slice(folder.length), () => show(item.key), { className: "plain", "aria-label": `First lines of ${item.key}` })) },
        { title: "Size", number: true, cell: (item) => (item.key === undefined ? "" : bytes(item.bytes)) },
        { title: "Modified", cell: (item) => (item.modified ? time(item.modified) : "") },
      ],
      [...content.folders, ...content.objects],
      "The folder is empty.",
    ),
    lines,
  );
}

function stream(place) {
  const list = element("div", {}, note("Waiting for new records …"));
  const rows = [];
  place.replaceChildren(note("New records of the stream, as they arrive."), list);
  return follow(
    "stream",
    (records) => {
      if (records.length === 0) {
        return;
      }
      rows.unshift(...records.slice().reverse());
      rows.length = Math.min(rows.length, STREAM_ROWS);
      render(list, rows, () =>
        table(
          `The latest ${plural(rows.length, "record")}`,
          [
            { title: "Partition key", cell: (record) => record.partition_key },
            { title: "Record", wide: true, cell: (record) => element("code", {}, record.json.slice(0, 300)) },
            { title: "Shard", cell: (record) => record.shard },
          ],
          rows,
        ),
      );
    },
    () => {},
  );
}

export function data(place, { filters }) {
  const tab = TABS.some(([name]) => name === filters.get("show")) ? filters.get("show") : "summary";
  const content = element("div", {}, note("Loading …"));
  const tabs = element(
    "nav",
    { "aria-label": "Kinds of data", className: "tabs" },
    TABS.map(([name, title]) => {
      const made = link(title, `#/data?show=${name}`);
      if (name === tab) {
        made.setAttribute("aria-current", "page");
      }
      return made;
    }),
  );
  place.replaceChildren(element("section", {}, element("h1", {}, "Data"), tabs, content));
  const stop = tab === "stream" ? stream(content) : null;
  let loaded = false;
  let active = null;
  let readUntil = 0;
  return {
    title: "Data",
    onEvent(event) {
      const now = JSON.stringify(event.under_way.map((run) => run.run_id));
      if (active !== null && now !== active) {
        readUntil = Date.now() + SETTLE_MILLIS;
      }
      active = now;
    },
    close: () => stop?.(),
    async refresh() {
      const isNew = AFTER_RUNS.includes(tab) && Date.now() < readUntil;
      if ((loaded && !isNew) || stop) {
        return;
      }
      loaded = true;
      try {
        await { summary, records, completeness, lake, warehouse }[tab](content, filters);
      } catch (problem) {
        loaded = false;
        content.replaceChildren(note(problem.message));
        throw problem;
      }
    },
  };
}
