/** The overview: active runs, jobs with their latest runs, and sources. */

import { get } from "./api.js";
import { cancel, pause, resume, start, unpause } from "./actions.js";
import { badge, button, element, facts, link, look, note, quiet, render, svg, table } from "./dom.js";
import { count, duration, plural, schedule, time } from "./format.js";

const STRIP = 20;
const BAR = 9;
const HEIGHT = 36;
const ENDED = ["complete", "partial", "failed", "cancelled", "not resumed", "died"];

export const runLink = (runId, text = runId) => link(text, `#/runs/${encodeURIComponent(runId)}`);

/** One bar for each of the latest runs: its height is the number of records, its colour the status. */
function strip(job, runs) {
  const latest = runs.slice(0, STRIP).reverse();
  const most = Math.max(1, ...latest.map((run) => run.lake_records ?? 0));
  const picture = svg("svg", { class: "strip", width: STRIP * BAR, height: HEIGHT, viewBox: `0 0 ${STRIP * BAR} ${HEIGHT}`, "aria-hidden": "true" });
  latest.forEach((run, index) => {
    const height = 6 + ((HEIGHT - 6) * (run.lake_records ?? 0)) / most;
    const bar = svg("rect", { class: look(run.status), x: (STRIP - latest.length + index) * BAR, y: HEIGHT - height, width: BAR - 2, height, rx: 1 });
    const title = svg("title", {});
    title.textContent = `${run.run_id}: ${run.status}, ${count(run.lake_records ?? 0)} records`;
    bar.append(title);
    picture.append(bar);
  });
  const byStatus = new Map();
  latest.forEach((run) => byStatus.set(run.status, (byStatus.get(run.status) ?? 0) + 1));
  const summary = [...byStatus].map(([status, number]) => `${number} ${status}`).join(", ");
  return element("a", { href: `#/runs?job=${encodeURIComponent(job)}`, "aria-label": `Latest ${plural(latest.length, "run")} of ${job}: ${summary}` }, picture);
}

/** By how much the records of the last run differ from those of the run before. */
function change(last, before) {
  if (!before || before.lake_records === null) {
    return "";
  }
  const difference = last.lake_records - before.lake_records;
  return difference === 0 ? quiet(" as before") : quiet(` ${difference > 0 ? "+" : "−"}${count(Math.abs(difference))} against the run before`);
}

/** @param known the latest runs; undefined until they are read */
function jobCard(job, known, active) {
  const runs = known ?? [];
  const ended = runs.filter((run) => ENDED.includes(run.status));
  const [last, before] = ended.filter((run) => run.lake_records !== null);
  const stuck = runs[0] && ["died", "unfinished", "cancelled"].includes(runs[0].status) && runs[0].duration_ms === null;
  const start_ = button("Start …", () => start(job.job), { changes: true, "aria-label": `Start ${job.job}` });
  const actions = [
    active ? button("Cancel", () => cancel(active.run_id), { changes: true, "aria-label": `Cancel ${job.job}`, disabled: active.status === "stopping" }) : start_,
    !active && stuck ? button("Continue the last run", () => resume(job.job, runs[0].options), { changes: true, "aria-label": `Continue the last run of ${job.job}` }) : "",
    job.paused ? button("Resume", () => unpause(job.job), { changes: true, "aria-label": `Resume ${job.job}` }) : button("Pause", () => pause(job.job), { changes: true, "aria-label": `Pause ${job.job}` }),
  ];
  return element(
    "article",
    { className: "card", "aria-labelledby": `job-${job.job}` },
    element("h3", { id: `job-${job.job}` }, job.job, " ", active ? badge(active.status) : runs[0] ? badge(runs[0].status) : known ? badge("none", "never run") : "", job.paused ? badge("paused") : ""),
    runs.length ? strip(job.job, runs) : "",
    facts([
      ["Last run", runs[0] ? runLink(runs[0].run_id, time(runs[0].started_at)) : known ? "none" : "…"],
      [last === runs[0] ? "Records" : "Records before", last ? element("span", {}, count(last.lake_records), change(last, before)) : ""],
      ["Missing", last?.missing ? badge("attention", count(last.missing)) : ""],
      ["Next start", job.paused ? "paused" : job.next ? time(job.next) : "never"],
      ["Schedule", `${schedule(job.cron)} ${job.time_zone}`],
    ]),
    element("p", { className: "actions" }, actions),
  );
}

/** A bar with what has been received, and what is left. */
export function progress(active) {
  const bar = element("progress", { max: 100, value: active.percent, "aria-label": `Progress of ${active.run_id}` });
  const left = active.seconds_left < 0 ? "time left unknown" : active.seconds_left < 1 ? "nearly done" : `${duration(active.seconds_left)} left`;
  const entities = active.came < active.expected ? `${count(active.came)} of about ${count(active.expected)} entities` : `${count(active.came)} entities so far`;
  return element(
    "div",
    { className: "progress" },
    bar,
    element("p", {}, `${active.percent} %, ${left}. ${entities}, ${count(active.requests)} requests, ${active.per_second} entities/s`),
    quiet(active.activity),
  );
}

function quota(source) {
  if (source.requests_per_day === 0) {
    return `${count(source.requests_today)}, no limit`;
  }
  const meter = element("meter", { max: source.requests_per_day, high: source.requests_per_day * 0.9, value: source.requests_today, "aria-label": `Requests to ${source.source} today` });
  return element("span", {}, meter, ` ${count(source.requests_today)} of ${count(source.requests_per_day)}`);
}

export function overview(place) {
  const active = element("div", {});
  const jobs = element("div", { className: "cards" });
  const sources = element("div", {});
  let latest = new Map();
  let event = null;
  const section = (title, content) => element("section", {}, element("h2", {}, title), content);
  const activeSection = section("Running now", active);
  activeSection.hidden = true;
  place.replaceChildren(element("h1", { className: "hidden" }, "Overview"), activeSection, section("Jobs", jobs), section("Sources", sources));

  function show() {
    const running = new Map(event.under_way.map((run) => [run.job, run]));
    activeSection.hidden = event.under_way.length === 0;
    render(active, event.under_way, () =>
      event.under_way.map((run) =>
        element("article", { className: "card" }, element("h3", {}, run.job, " ", badge(run.status), " ", runLink(run.run_id)), progress(run), button("Cancel", () => cancel(run.run_id), { changes: true, "aria-label": `Cancel ${run.run_id}` })),
      ),
    );
    render(jobs, [event.jobs, [...latest], event.under_way.map((run) => [run.run_id, run.status])], () =>
      event.jobs.length ? event.jobs.map((job) => jobCard(job, latest.get(job.job), running.get(job.job))) : note("No job has a schedule."),
    );
    render(sources, event.sources, () =>
      table(
        "Sources",
        [
          { title: "Source", cell: (source) => source.source },
          { title: "State", wide: true, cell: (source) => (source.blocked ? element("span", {}, badge("paused"), ` ${source.blocked}`) : badge("not paused")) },
          { title: "Requests today", cell: quota },
          { title: "Quota resets", cell: (source) => time(source.day_ends) },
          { title: "Limit per minute", number: true, cell: (source) => count(Math.floor(60_000 / source.millis_per_request)) },
        ],
        event.sources,
      ),
    );
  }

  return {
    title: "Overview",
    onEvent(next) {
      event = next;
      show();
    },
    async refresh() {
      latest = new Map((await get("runs/latest")).map(({ job, runs }) => [job, runs]));
      if (event) {
        show();
      }
    },
  };
}
