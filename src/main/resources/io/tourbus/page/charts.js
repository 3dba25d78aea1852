import uPlot from "./lib/uPlot.esm.js";

const drawn = new Map();

/** Draws a value of each run over time. The table of runs has the same values as text. */
export function chart(place, runs, title, value) {
  drawn.get(place)?.destroy();
  drawn.delete(place);
  const ended = runs.filter((run) => run.duration_ms !== null).reverse();
  if (ended.length < 2) {
    place.textContent = "The chart appears when two runs have ended.";
    return;
  }
  place.textContent = "";
  const colours = getComputedStyle(document.documentElement);
  const ink = colours.getPropertyValue("--quiet").trim();
  const inks = ["--accent", "--good", "--warn", "--ink", "--quiet"].map((name) => colours.getPropertyValue(name).trim());
  const axis = { stroke: ink, grid: { stroke: colours.getPropertyValue("--line").trim(), width: 1 } };
  const jobs = [...new Set(ended.map((run) => run.job))];
  const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3], [12, 4]];
  const plot = new uPlot(
    {
      width: Math.max(200, place.clientWidth),
      height: 180,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      axes: [{ ...axis, values: (u, splits) => splits.map(day) }, { ...axis, size: 64 }],
      scales: { y: { range: (u, low, high) => [0, high > 0 ? high * 1.05 : 1] } },
      series: [
        { label: "run", value: (u, seconds) => (seconds ? day(seconds).replace("\n", " ") : "") },
        ...jobs.map((job, index) => ({
          label: job,
          stroke: inks[index % inks.length],
          dash: dashes[index % dashes.length],
          spanGaps: true,
          points: { show: true, size: 5 },
        })),
      ],
    },
    [
      ended.map((run) => Date.parse(run.started_at) / 1000),
      ...jobs.map((job) => ended.map((run) => (run.job === job ? value(run) : null))),
    ],
    place,
  );
  drawn.set(place, plot);
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", `${title}: ${count(ended)}`);
}

const day = (seconds) => new Date(seconds * 1000).toISOString().slice(5, 16).replace("T", "\n");

const count = (runs) => `${runs.length} runs; the table below has the same values`;
