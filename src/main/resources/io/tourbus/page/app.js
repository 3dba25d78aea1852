import { follow, get, post, useToken } from "./api.js";
import { chart } from "./charts.js";
import { button, byId, count, element, status, table, time } from "./dom.js";

const LIMIT = 50;
const REFRESH_MILLIS = 2_000;
const shownState = { activeRuns: "", jobs: "", deadLetters: -1, runs: "" };
let refreshTimer = 0;

function showMessage(text) {
  byId("message").textContent = text;
  byId("message").hidden = false;
}

/** Sends a request that changes something, shows its result, and refreshes the given sections. */
async function act(label, path, ...sections) {
  try {
    await post(path);
    showMessage(`${label}: done`);
  } catch (problem) {
    showMessage(`${label}: ${problem.message}`);
  }
  await Promise.all(sections.map((show) => show()));
}

/** Refreshes a section, and shows the error if that fails. */
async function refresh(show) {
  try {
    await show();
  } catch (problem) {
    showMessage(problem.message);
  }
}

function showActiveRuns(runs) {
  const bars = runs.map((run) => {
    const bar = element("progress", { max: 100, value: run.percent });
    bar.setAttribute("aria-label", `${run.job}, ${run.run_id}`);
    return element(
      "p",
      {},
      `${run.job} `,
      bar,
      ` ${run.percent} %, ${count(run.came)} received, ${count(run.requests)} requests${run.seconds_left < 0 ? "" : `, ${count(Math.ceil(run.seconds_left / 60))} min left`}${run.status === "stopping" ? ", stopping" : ""}, ${run.per_second} per second; ${run.activity}`,
    );
  });
  byId("active-runs").replaceChildren(
    ...(bars.length ? bars : [element("p", { className: "quiet" }, "No run is active.")]),
  );
}

function quota(source) {
  if (source.requests_per_day === 0) {
    return `${count(source.requests_today)}, no limit`;
  }
  const meter = element("meter", { max: source.requests_per_day, high: source.requests_per_day * 0.9, value: source.requests_today });
  meter.setAttribute("aria-label", `requests to ${source.source} today`);
  return element("span", {}, meter, ` ${count(source.requests_today)} of ${count(source.requests_per_day)}`);
}

function showSources(sources) {
  table(
    byId("sources"),
    "Sources",
    [
      { title: "Source", cell: (source) => source.source },
      { title: "Limit per minute", number: true, cell: (source) => count(Math.floor(60_000 / source.millis_per_request)) },
      { title: "Requests today", cell: quota },
      { title: "Quota resets", cell: (source) => time(source.day_ends) },
      { title: "State", wide: true, cell: (source) => (source.blocked ? element("span", { className: "bad" }, `blocked ${source.blocked}`) : "available") },
    ],
    sources,
  );
}

function cancel(run) {
  if (confirm(`Cancel ${run.run_id}? It finishes what it is reading and delivers it. You can resume it with "tourbus resume".`)) {
    act(`Cancel ${run.run_id}`, `runs/${encodeURIComponent(run.run_id)}/cancel?initiator=page`, showRuns);
  }
}

/** A job that runs has a button to cancel its run instead of one to start. */
function jobButtons(job, run) {
  const start = run
    ? button("Cancel", `Cancel ${job.job}`, () => cancel(run))
    : button("Start", `Start ${job.job}`, () => act(`Start ${job.job}`, `jobs/${job.job}/runs`, showRuns));
  start.disabled = run?.status === "stopping";
  const toggle = job.paused ? "Resume" : "Pause";
  const pause = button(toggle, `${toggle} ${job.job}`, () => act(`${toggle} ${job.job}`, `jobs/${job.job}/${toggle.toLowerCase()}`));
  return element("span", {}, start, pause);
}

function showJobs(jobs, activeRuns) {
  const running = new Map(activeRuns.map((run) => [run.job, run]));
  const now = JSON.stringify([jobs, activeRuns.map((run) => [run.run_id, run.status])]);
  if (now === shownState.jobs) {
    return;
  }
  shownState.jobs = now;
  table(
    byId("job-table"),
    "Scheduled jobs",
    [
      { title: "Job", cell: (job) => job.job },
      { title: "Next start", cell: (job) => (job.paused ? element("span", { className: "warn" }, "paused") : time(job.next)) },
      { title: "Last run", cell: (job) => time(job.last_run) },
      { title: "Schedule", cell: (job) => `${job.cron} ${job.time_zone}` },
      { title: "", cell: (job) => jobButtons(job, running.get(job.job)) },
    ],
    jobs,
  );
}

/** Refreshes again while a run has no report, because a run gets its report shortly after it ends. */
async function showRuns() {
  const runs = await get(`runs?limit=${LIMIT}`);
  clearTimeout(refreshTimer);
  if (runs.some((run) => ["running", "stopping"].includes(run.status))) {
    refreshTimer = setTimeout(() => [showRuns, showQueries].forEach(refresh), REFRESH_MILLIS);
  }
  const now = JSON.stringify(runs);
  if (now === shownState.runs) {
    return;
  }
  shownState.runs = now;
  chart(byId("chart-records"), runs, "Records", (run) => run.lake_records);
  chart(byId("chart-requests"), runs, "Requests", (run) => run.requests);
  chart(byId("chart-seconds"), runs, "Seconds", (run) => run.duration_ms / 1000);
  table(
    byId("run-table"),
    `Latest runs (up to ${LIMIT})`,
    [
      { title: "Run", cell: (run) => button(run.run_id, `Report of ${run.run_id}`, () => refresh(() => showReport(run.run_id))) },
      { title: "Job", cell: (run) => run.job },
      { title: "Status", cell: (run) => status(run.status) },
      { title: "Seconds", number: true, cell: (run) => (run.duration_ms === null ? "" : (run.duration_ms / 1000).toFixed(1)) },
      { title: "Requests", number: true, cell: (run) => count(run.requests) },
      { title: "Lake", number: true, cell: (run) => count(run.lake_records) },
      { title: "Stream", number: true, cell: (run) => count(run.stream_records) },
      { title: "Rejected", number: true, cell: (run) => count(run.rejected) },
      { title: "Missing", number: true, cell: (run) => count(run.missing) },
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
    `${run.run_id}: ${run.status}${run.cancelled_by ? ` by ${run.cancelled_by}` : ""}`,
    [
      { title: "Source", cell: (line) => line.source },
      { title: "Entity", cell: (line) => line.entity },
      ...names.map((name) => ({ title: (name === "answers" ? "responses" : name).replaceAll("_", " "), number: true, cell: (line) => count(line.counts[name]) })),
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
      { title: "Reported", number: true, cell: (line) => count(line.query.said) },
      { title: "Received", number: true, cell: (line) => count(line.query.unique) },
      { title: "State", cell: (line) => status(line.query.complete ? "complete" : "partial") },
      { title: "Missing", wide: true, cell: (line) => Object.entries(line.query.missing).map(([slice, reason]) => `${slice}: ${reason}`).join("; ") },
    ],
    (await get("completeness")).sort((one, other) => one.query.complete - other.query.complete),
  );
}

async function showDeadLetters() {
  const { letters: deadLetters, count: total } = await get(`dead-letters?limit=${LIMIT}`);
  byId("dead-letter-count").textContent = count(total);
  byId("replay").disabled = total === 0;
  table(
    byId("dead-letter-table"),
    `Dead letters (up to ${LIMIT})`,
    [
      { title: "ID", number: true, cell: (deadLetter) => deadLetter.id },
      { title: "Stage", cell: (deadLetter) => deadLetter.stage },
      { title: "Source and entity", cell: (deadLetter) => `${deadLetter.source} ${deadLetter.entity}` },
      { title: "Reason", wide: true, cell: (deadLetter) => deadLetter.reason },
      { title: "Attempts", number: true, cell: (deadLetter) => deadLetter.attempts },
      { title: "Since", cell: (deadLetter) => time(deadLetter.at) },
      { title: "Run", cell: (deadLetter) => deadLetter.run_id },
    ],
    deadLetters,
  );
}

async function showFolder(folder) {
  const content = await get(`lake?folder=${encodeURIComponent(folder)}`);
  const steps = folder.split("/").filter(Boolean);
  byId("lake-path").replaceChildren(
    ...[content.bucket, ...steps].map((step, index) => {
      const target = steps.slice(0, index).map((name) => `${name}/`).join("");
      return button(step, `Folder ${step}`, () => refresh(() => showFolder(target)));
    }),
  );
  byId("lake-lines").hidden = true;
  table(
    byId("lake-table"),
    content.more ? "The first 200 entries of this folder" : "Entries of this folder",
    [
      {
        title: "Name",
        cell: (item) =>
          item.key === undefined
            ? button(item.slice(folder.length), `Open ${item}`, () => refresh(() => showFolder(item)))
            : button(item.key.slice(folder.length), `First lines of ${item.key}`, () => refresh(() => showLines(item.key))),
      },
      { title: "Bytes", number: true, cell: (item) => count(item.bytes) },
      { title: "Modified", cell: (item) => time(item.modified) },
    ],
    [...content.folders, ...content.objects],
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
    "Camel routes",
    [
      { title: "Route", cell: (route) => route.id },
      { title: "State", cell: (route) => status(route.state) },
      { title: "Exchanges", number: true, cell: (route) => count(route.total) },
      { title: "Failed", number: true, cell: (route) => count(route.failed) },
      { title: "In flight", number: true, cell: (route) => count(route.in_flight) },
      { title: "Mean ms", number: true, cell: (route) => count(route.mean_ms) },
      {
        title: "",
        cell: (route) => {
          const toggle = route.state === "Started" ? "Suspend" : "Resume";
          if (route.essential && toggle === "Suspend") {
            return "";
          }
          return button(toggle, `${toggle} ${route.id}`, () => act(`${toggle} ${route.id}`, `routes/${route.id}/${toggle.toLowerCase()}`, showRoutes));
        },
      },
      { title: "Description", wide: true, cell: (route) => route.description },
    ],
    await get("routes"),
  );
}

let records = [];
let stopRecords = null;
let stopStatus = null;

function showRecords(latest) {
  records = [...latest.reverse(), ...records].slice(0, LIMIT);
  table(
    byId("stream-table"),
    `Latest records (up to ${LIMIT})`,
    [
      { title: "Key", cell: (line) => line.partition_key },
      { title: "Record", wide: true, cell: (line) => line.json.slice(0, 300) },
    ],
    records,
  );
}

function toggleListening() {
  if (stopRecords) {
    stopRecords();
    stopRecords = null;
  } else {
    stopRecords = follow("stream", showRecords, () => {});
  }
  byId("listen").textContent = stopRecords ? "Stop" : "Listen";
  byId("listen").setAttribute("aria-pressed", String(stopRecords !== null));
}

/** Shows the edits that are not applied, and routes that a failed edit has stopped. */
function showReload(reload) {
  const lines = reload.refused.map((edit) => `Edit not applied: ${edit.file}${edit.line ? ` line ${edit.line}` : ""}: ${edit.reason}`);
  byId("reload").textContent = [...reload.failures, ...lines].join(" ");
  byId("reload").hidden = byId("reload").textContent === "";
}

/** Shows the status, and refreshes the sections that have changed. */
function showStatus(current) {
  showReload(current.reload);
  showActiveRuns(current.under_way);
  showSources(current.sources);
  showJobs(current.jobs, current.under_way);
  const activeRuns = current.under_way.map((run) => `${run.run_id} ${run.status}`).join();
  if (activeRuns !== shownState.activeRuns) {
    shownState.activeRuns = activeRuns;
    [showRuns, showQueries, showRoutes].forEach(refresh);
  }
  if (current.dead_letters !== shownState.deadLetters) {
    shownState.deadLetters = current.dead_letters;
    refresh(showDeadLetters);
  }
}

/** Refreshes all sections, and follows the status events. */
function showAll() {
  stopStatus?.();
  stopStatus = follow("events", showStatus, (state) => (byId("connection").textContent = state));
  [showRuns, showQueries, showDeadLetters, showRoutes, () => showFolder("")].forEach(refresh);
}

byId("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useToken(byId("token").value.trim());
  byId("token").value = "";
  showMessage("This tab now uses the token.");
  showAll();
});
byId("replay").addEventListener("click", () => act("Redeliver", "dead-letters/replay", showDeadLetters));
byId("listen").addEventListener("click", toggleListening);
showAll();
