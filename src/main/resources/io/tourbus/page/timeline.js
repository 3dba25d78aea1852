/** When the slices of a run were read and delivered: a bar for each slice, and a table. */

import { badge, element, quiet, svg, table } from "./dom.js";
import { clock, count, duration, plural } from "./format.js";

const WIDTH = 1_000;
const LANE = 9;
const LOOKS = { active: "running", delivered: "complete", failed: "failed", skipped: "unfinished" };

/** The outcome of a slice; the times of slices of another process are not known. */
const outcome = (slice, active) => slice.outcome ?? (slice.done ? "delivered" : active ? "active" : "not finished");
const ended = (slice, now) => (slice.ended_at ? Date.parse(slice.ended_at) : now);
const seconds = (slice, now) => (ended(slice, now) - Date.parse(slice.started_at)) / 1_000;

/** The first free lane of each slice, so that slices at the same time are below each other. */
function lanes(slices, now) {
  const free = [];
  return slices.map((slice) => {
    const begin = Date.parse(slice.started_at);
    const index = free.findIndex((end) => end <= begin);
    const lane = index < 0 ? free.length : index;
    free[lane] = ended(slice, now);
    return [slice, lane];
  });
}

function bars(source, slices, from, to, now) {
  const placed = lanes(slices, now);
  const height = LANE * (1 + Math.max(...placed.map(([, lane]) => lane)));
  const scale = WIDTH / Math.max(1, to - from);
  const slowest = slices.reduce((one, other) => (seconds(other, now) > seconds(one, now) ? other : one));
  const label = `${source}: ${plural(slices.length, "slice")}, the slowest is ${slowest.name} with ${duration(seconds(slowest, now))}`;
  const picture = svg("svg", { class: "timeline", viewBox: `0 0 ${WIDTH} ${height}`, height, preserveAspectRatio: "none", role: "img", "aria-label": label });
  for (const [slice, lane] of placed) {
    const begin = Date.parse(slice.started_at);
    const bar = svg("rect", {
      class: badge(LOOKS[slice.outcome]).className.replace("badge ", ""),
      x: (begin - from) * scale,
      y: lane * LANE,
      width: Math.max(2, (ended(slice, now) - begin) * scale - 1),
      height: LANE - 2,
    });
    const title = svg("title", {});
    title.textContent = `${slice.name}: ${slice.outcome}, ${duration(seconds(slice, now))} from ${clock(slice.started_at)}`;
    bar.append(title);
    picture.append(bar);
  }
  return [element("p", { className: "quiet lane" }, label), picture];
}

/** The timeline of the slices whose times are known; nothing without any. */
export function timeline({ slices }) {
  const known = slices.filter((slice) => slice.started_at).sort((one, other) => one.started_at.localeCompare(other.started_at));
  if (known.length === 0) {
    return [];
  }
  const now = Date.now();
  const from = Date.parse(known[0].started_at);
  const to = Math.max(...known.map((slice) => ended(slice, now)));
  const outcomes = Object.keys(LOOKS).map((name) => [name, known.filter((slice) => slice.outcome === name).length]);
  return [
    element("p", {}, ...outcomes.filter(([, number]) => number > 0).map(([name, number]) => badge(LOOKS[name], `${count(number)} ${name}`))),
    ...[...new Set(known.map((slice) => slice.source))].sort().flatMap((source) =>
      bars(
        source,
        known.filter((slice) => slice.source === source),
        from,
        to,
        now,
      ),
    ),
    element("p", { className: "axis quiet" }, quiet(clock(known[0].started_at)), quiet(duration((to - from) / 1_000))),
  ];
}

export function slicesTable({ slices, more }, active) {
  const now = Date.now();
  return table(
    more ? "The first 1,000 slices" : "Slices, those that are not delivered first",
    [
      { title: "Slice", wide: true, cell: (slice) => slice.name },
      { title: "Query", wide: true, cell: (slice) => `${slice.source}: ${slice.query}` },
      { title: "Status", cell: (slice) => badge(LOOKS[outcome(slice, active)] ?? "unfinished", outcome(slice, active)) },
      { title: "Started", cell: (slice) => (slice.started_at ? clock(slice.started_at) : "") },
      { title: "Took", number: true, cell: (slice) => (slice.started_at ? duration(seconds(slice, now)) : "") },
      { title: "Received", number: true, cell: (slice) => (slice.received || slice.done ? count(slice.received) : "") },
    ],
    slices,
    "No slice has been read yet.",
  );
}
