/** The list of runs, with filters that are part of the address. */

import { get } from "./api.js";
import { badge, button, element, note, render, table } from "./dom.js";
import { count, duration, time } from "./format.js";
import { runLink } from "./overview.js";

const PAGE = 50;
const STATUSES = ["complete", "partial", "failed", "cancelled", "not resumed", "running", "stopping", "unfinished", "died"];

export const COLUMNS = [
  { title: "Run", cell: (run) => runLink(run.run_id) },
  { title: "Status", cell: (run) => badge(run.status) },
  { title: "Started", cell: (run) => time(run.started_at) },
  { title: "Records", number: true, cell: (run) => count(run.lake_records) },
  { title: "Missing", number: true, cell: (run) => count(run.missing) },
  { title: "Rejected", number: true, cell: (run) => count(run.rejected) },
  { title: "Dead letters", number: true, cell: (run) => count(run.dead_letters) },
  { title: "Duration", number: true, cell: (run) => (run.duration_ms === null ? "" : duration(run.duration_ms / 1000)) },
  { title: "Requests", number: true, cell: (run) => count(run.requests) },
  { title: "Started by", cell: (run) => run.initiator ?? "" },
  { title: "Options", wide: true, cell: (run) => run.options ?? "" },
];

function choice(id, label, values, current) {
  const select = element("select", { id }, element("option", { value: "" }, "all"), values.map((value) => element("option", { value, selected: value === current }, value)));
  return [select, element("p", { className: "option" }, element("label", { htmlFor: id }, label), select)];
}

export function runs(place, { filters }) {
  const list = element("div", {});
  const more = button("Show older runs", () => load(true));
  more.hidden = true;
  let jobs = [];
  let shown = [];
  let complete = false;
  const form = element("form", { className: "filters", "aria-label": "Filters" });
  place.replaceChildren(element("section", {}, element("h1", {}, "Runs"), form, list, more));

  function showFilters() {
    const [job, jobLine] = choice("filter-job", "Job", jobs, filters.get("job"));
    const [status, statusLine] = choice("filter-status", "Status", STATUSES, filters.get("status"));
    const since = element("input", { id: "filter-since", type: "date", value: filters.get("since") ?? "" });
    const sinceLine = element("p", { className: "option" }, element("label", { htmlFor: since.id }, "Started on or after"), since);
    form.replaceChildren(jobLine, statusLine, sinceLine);
    form.onchange = () => {
      const chosen = Object.entries({ job: job.value, status: status.value, since: since.value }).filter(([, value]) => value);
      location.hash = `#/runs${chosen.length ? `?${new URLSearchParams(chosen)}` : ""}`;
    };
    form.onsubmit = (event) => event.preventDefault();
  }

  async function load(older) {
    const query = new URLSearchParams([...filters].filter(([name]) => ["job", "status", "since"].includes(name)));
    query.set("limit", older ? PAGE : Math.max(PAGE, Math.min(shown.length, 500)));
    if (older) {
      query.set("before", shown[shown.length - 1].run_id);
    }
    let found;
    try {
      found = await get(`runs?${query}`);
    } catch (problem) {
      if (problem.status !== 400 && problem.status !== 404) {
        throw problem;
      }
      render(list, problem.message, () => note(problem.message));
      return;
    }
    complete = found.length < Number(query.get("limit"));
    shown = older ? [...shown, ...found] : found;
    more.hidden = complete;
    render(list, shown, () => table(`Runs, the latest first`, COLUMNS, shown, "No run matches."));
  }

  return {
    title: "Runs",
    async refresh() {
      if (jobs.length === 0) {
        jobs = [...new Set([...(await get("jobs")).map((job) => job.job), "backfill"])];
        showFilters();
      }
      await load(false);
    },
  };
}
