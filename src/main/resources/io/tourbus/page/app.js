import { get, post, useToken } from "./api.js";
import { chart } from "./charts.js";
import { button, byId, count, element, status, table, time } from "./dom.js";

const SHOWN = 50;
const SOON = 2_000;
const known = { underWay: [], jobs: "", letters: -1, runs: "" };
let again = 0;

function say(text) {
  byId("said").textContent = text;
  byId("said").hidden = false;
}

/** Does something, says what came of it, and shows how things are then. */
async function act(what, path, ...shows) {
  try {
    await post(path);
    say(`${what}: done`);
  } catch (problem) {
    say(`${what}: ${problem.message}`);
  }
  await Promise.all(shows.map((show) => show()));
}

async function shown(show) {
  try {
    await show();
  } catch (problem) {
    say(problem.message);
  }
}

function showUnderWay(runs) {
  const bars = runs.map((run) => {
    const bar = element("progress", { max: Math.max(run.expected, 1), value: Math.min(run.came, run.expected) });
    bar.setAttribute("aria-label", `${run.job}, ${run.run_id}`);
    return element(
      "p",
      {},
      `${run.job} `,
      bar,
      ` ${count(run.came)} of ${count(run.expected)}, ${count(run.requests)} requests`,
    );
  });
  byId("under-way").replaceChildren(
    ...(bars.length ? bars : [element("p", { className: "quiet" }, "Nothing runs.")]),
  );
}

function quota(source) {
  if (source.requests_per_day === 0) {
    return `${count(source.requests_today)}, no limit`;
  }
  const meter = element("meter", { max: source.requests_per_day, high: source.requests_per_day * 0.9, value: source.requests_today });
  meter.setAttribute("aria-label", `requests of ${source.source} today`);
  return element("span", {}, meter, ` ${count(source.requests_today)} of ${count(source.requests_per_day)}`);
}

function showSources(sources) {
  table(
    byId("sources"),
    "Sources",
    [
      { title: "Source", cell: (source) => source.source },
      { title: "Most a minute", number: true, cell: (source) => count(Math.floor(60_000 / source.millis_per_request)) },
      { title: "Requests today", cell: quota },
      { title: "The day ends", cell: (source) => time(source.day_ends) },
      { title: "State", wide: true, cell: (source) => (source.blocked ? element("span", { className: "bad" }, `blocked ${source.blocked}`) : "may be asked") },
    ],
    sources,
  );
}

function jobButtons(job, running) {
  const start = button("Start", `Start ${job.job}`, () => act(`Start ${job.job}`, `jobs/${job.job}/runs`, showRuns));
  start.disabled = running;
  const turn = job.paused ? "Resume" : "Pause";
  const other = button(turn, `${turn} ${job.job}`, () => act(`${turn} ${job.job}`, `jobs/${job.job}/${turn.toLowerCase()}`));
  return element("span", {}, start, other);
}

function showJobs(jobs, underWay) {
  const running = new Set(underWay.map((run) => run.job));
  const now = JSON.stringify([jobs, [...running]]);
  if (now === known.jobs) {
    return;
  }
  known.jobs = now;
  table(
    byId("job-table"),
    "Jobs that have a schedule",
    [
      { title: "Job", cell: (job) => job.job },
      { title: "Next", cell: (job) => (job.paused ? element("span", { className: "warn" }, "paused") : time(job.next)) },
      { title: "Last", cell: (job) => time(job.last_run) },
      { title: "Schedule", cell: (job) => `${job.cron} ${job.time_zone}` },
      { title: "", cell: (job) => jobButtons(job, running.has(job.job)) },
    ],
    jobs,
  );
}

/** Looks again soon while a run has no report: it gets one a moment after it is under way no more. */
async function showRuns() {
  const runs = await get(`runs?limit=${SHOWN}`);
  clearTimeout(again);
  if (runs.some((run) => run.status === "unfinished")) {
    again = setTimeout(() => [showRuns, showQueries].forEach(shown), SOON);
  }
  const now = JSON.stringify(runs);
  if (now === known.runs) {
    return;
  }
  known.runs = now;
  chart(byId("chart-records"), runs, "Records", (run) => run.lake_records);
  chart(byId("chart-requests"), runs, "Requests", (run) => run.requests);
  chart(byId("chart-seconds"), runs, "Seconds", (run) => run.duration_ms / 1000);
  table(
    byId("run-table"),
    `The last ${SHOWN} runs`,
    [
      { title: "Run", cell: (run) => button(run.run_id, `Report of ${run.run_id}`, () => shown(() => showReport(run.run_id))) },
      { title: "Job", cell: (run) => run.job },
      { title: "Status", cell: (run) => status(run.status) },
      { title: "Seconds", number: true, cell: (run) => (run.duration_ms === null ? "" : (run.duration_ms / 1000).toFixed(1)) },
      { title: "Requests", number: true, cell: (run) => count(run.requests) },
      { title: "Lake", number: true, cell: (run) => count(run.lake_records) },
      { title: "Stream", number: true, cell: (run) => count(run.stream_records) },
      { title: "Rejected", number: true, cell: (run) => count(run.rejected) },
      { title: "Dead letters", number: true, cell: (run) => count(run.dead_letters) },
    ],
    runs,
  );
}

async function showReport(id) {
  const run = await get(`runs/${encodeURIComponent(id)}`);
  const counts = element("div", { className: "scroll" });
  const names = [...new Set(run.report?.sources.flatMap((line) => Object.keys(line.counts)) ?? [])];
  table(
    counts,
    `${run.run_id}: ${run.status}`,
    [
      { title: "Source", cell: (line) => line.source },
      { title: "Entity", cell: (line) => line.entity },
      ...names.map((name) => ({ title: name.replaceAll("_", " "), number: true, cell: (line) => count(line.counts[name]) })),
    ],
    run.report?.sources ?? [],
  );
  const notes = (run.report?.notes ?? []).map((note) => element("li", {}, note));
  const report = byId("report");
  report.replaceChildren(element("h3", {}, "Report"), counts, element("ul", {}, ...notes));
  report.hidden = false;
  report.focus();
}

async function showQueries() {
  table(
    byId("query-table"),
    "Queries",
    [
      { title: "Query", wide: true, cell: (line) => `${line.query.source}: ${line.query.query}` },
      { title: "Job", cell: (line) => line.job },
      { title: "Said", number: true, cell: (line) => count(line.query.said) },
      { title: "Came", number: true, cell: (line) => count(line.query.unique) },
      { title: "State", cell: (line) => status(line.query.complete ? "complete" : "partial") },
      { title: "Missing", wide: true, cell: (line) => Object.entries(line.query.missing).map(([what, why]) => `${what}: ${why}`).join("; ") },
    ],
    (await get("completeness")).sort((one, other) => one.query.complete - other.query.complete),
  );
}

async function showLetters() {
  const { letters, count: waiting } = await get(`dead-letters?limit=${SHOWN}`);
  byId("letter-count").textContent = count(waiting);
  byId("replay").disabled = waiting === 0;
  table(
    byId("letter-table"),
    `The first ${SHOWN} dead letters`,
    [
      { title: "Number", number: true, cell: (letter) => letter.id },
      { title: "Stage", cell: (letter) => letter.stage },
      { title: "What", cell: (letter) => `${letter.source} ${letter.entity}` },
      { title: "Reason", wide: true, cell: (letter) => letter.reason },
      { title: "Tried", number: true, cell: (letter) => letter.attempts },
      { title: "Since", cell: (letter) => time(letter.at) },
      { title: "Run", cell: (letter) => letter.run_id },
    ],
    letters,
  );
}

async function showFolder(folder) {
  const inside = await get(`lake?folder=${encodeURIComponent(folder)}`);
  const steps = folder.split("/").filter(Boolean);
  byId("lake-path").replaceChildren(
    ...[inside.bucket, ...steps].map((step, index) => {
      const to = steps.slice(0, index).map((name) => `${name}/`).join("");
      return button(step, `Folder ${step}`, () => shown(() => showFolder(to)));
    }),
  );
  byId("lake-lines").hidden = true;
  table(
    byId("lake-table"),
    inside.more ? "The first 200 in this folder" : "In this folder",
    [
      {
        title: "Name",
        cell: (item) =>
          item.key === undefined
            ? button(item.slice(folder.length), `Open ${item}`, () => shown(() => showFolder(item)))
            : button(item.key.slice(folder.length), `First lines of ${item.key}`, () => shown(() => showLines(item.key))),
      },
      { title: "Bytes", number: true, cell: (item) => count(item.bytes) },
      { title: "Modified", cell: (item) => time(item.modified) },
    ],
    [...inside.folders, ...inside.objects],
  );
}

async function showLines(key) {
  const lines = byId("lake-lines");
  lines.textContent = (await get(`lake/object?key=${encodeURIComponent(key)}`)).lines.join("\n");
  lines.hidden = false;
  lines.focus();
}

async function showRoutes() {
  table(
    byId("route-table"),
    "Routes of Camel",
    [
      { title: "Route", cell: (route) => route.id },
      { title: "State", cell: (route) => status(route.state) },
      { title: "Exchanges", number: true, cell: (route) => count(route.total) },
      { title: "Failed", number: true, cell: (route) => count(route.failed) },
      { title: "Under way", number: true, cell: (route) => count(route.in_flight) },
      { title: "Mean ms", number: true, cell: (route) => count(route.mean_ms) },
      {
        title: "",
        cell: (route) => {
          const turn = route.state === "Started" ? "Suspend" : "Resume";
          return button(turn, `${turn} ${route.id}`, () => act(`${turn} ${route.id}`, `routes/${route.id}/${turn.toLowerCase()}`, showRoutes));
        },
      },
      { title: "What it does", wide: true, cell: (route) => route.description },
    ],
    await get("routes"),
  );
}

let heard = [];
let listening = null;

function hear(lines) {
  heard = [...lines.reverse(), ...heard].slice(0, SHOWN);
  table(
    byId("stream-table"),
    `The last ${SHOWN} records`,
    [
      { title: "Key", cell: (line) => line.partition_key },
      { title: "Record", wide: true, cell: (line) => line.json.slice(0, 300) },
    ],
    heard,
  );
}

function listen() {
  if (listening) {
    listening.close();
    listening = null;
  } else {
    listening = new EventSource("api/stream");
    listening.onmessage = (event) => hear(JSON.parse(event.data));
  }
  byId("listen").textContent = listening ? "Stop" : "Listen";
  byId("listen").setAttribute("aria-pressed", String(listening !== null));
}

function follow() {
  const events = new EventSource("api/events");
  events.onopen = () => (byId("link").textContent = "live");
  events.onerror = () => (byId("link").textContent = "not connected: trying again");
  events.onmessage = (event) => {
    const now = JSON.parse(event.data);
    showUnderWay(now.under_way);
    showSources(now.sources);
    showJobs(now.jobs, now.under_way);
    const runs = now.under_way.map((run) => run.run_id);
    if (runs.join() !== known.underWay.join()) {
      known.underWay = runs;
      [showRuns, showQueries, showRoutes].forEach(shown);
    }
    if (now.dead_letters !== known.letters) {
      known.letters = now.dead_letters;
      shown(showLetters);
    }
  };
}

byId("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useToken(byId("token").value.trim());
  byId("token").value = "";
  say("The token is used from now on.");
});
byId("replay").addEventListener("click", () => act("Hand in again", "dead-letters/replay", showLetters));
byId("listen").addEventListener("click", listen);
[showRuns, showQueries, showLetters, showRoutes, () => showFolder("")].forEach(shown);
follow();
