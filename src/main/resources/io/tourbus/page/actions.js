/** What changes something: each asks where that is wise, and shows its result as a message. */

import { get, post, work } from "./api.js";
import { confirmed, dialog, element, failed, message } from "./dom.js";
import { plural } from "./format.js";

const IDS = 5_000;
const LETTERS = 500;
const OPTIONS = [
  ["since", "First day of the events", "2026-12-01"],
  ["until", "Last day of the events", "2026-12-31"],
  ["countries", "Countries, as codes with commas", "DE,FR"],
  ["cities", "Cities, with commas", "London,Paris"],
  ["artists", "Artists, by name or ID, with commas", ""],
  ["limit", "At most this number of records of each entity", "100"],
  ["only", "Only these sources, with commas", ""],
];

/** "--cities London,Paris --full" becomes {cities: "London,Paris", full: true}. Leaves out what the API does not accept. */
export function parseOptions(text) {
  return Object.fromEntries(
    (text ?? "")
      .split(/(?:^|\s)--/)
      .filter(Boolean)
      .map((option) => {
        const [, name, value] = /^([\w-]+)[ =]?(.*)$/s.exec(option.trim()) ?? [];
        return [name, name === "full" ? true : value?.replace(/^'(.*)'$/s, "$1")];
      })
      .filter(([name]) => name === "full" || OPTIONS.some(([known]) => known === name)),
  );
}

/** Does something and shows the result. @returns what it returned; undefined if it failed */
export async function act(doing, done) {
  try {
    const result = await doing();
    message("good", typeof done === "function" ? done(result) : done);
    return result;
  } catch (problem) {
    failed(problem);
    return undefined;
  }
}

/** Asks for the options of a run, and starts it. @param values the options of an earlier run, by name */
export async function start(job, values = {}) {
  const inputs = OPTIONS.map(([name, label, example]) => {
    const input = element("input", { id: `option-${name}`, value: values[name] ?? "", placeholder: example, autocomplete: "off" });
    return [name, input, element("p", { className: "option" }, element("label", { htmlFor: input.id }, label), input)];
  });
  const full = element("input", { id: "option-full", type: "checkbox", checked: values.full === true });
  const content = [
    element("p", { className: "quiet" }, "Leave a field empty to use the settings of the job."),
    ...inputs.map(([, , line]) => line),
    element("p", {}, full, element("label", { htmlFor: full.id }, " Deliver unchanged records again")),
  ];
  if (!(await dialog(`Start ${job}`, content, "Start"))) {
    return;
  }
  const options = Object.fromEntries(inputs.map(([name, input]) => [name, input.value.trim()]).filter(([, value]) => value !== ""));
  if (full.checked) {
    options.full = true;
  }
  const started = await act(() => post(`jobs/${encodeURIComponent(job)}/runs`, options), (accepted) => `Run ${accepted.run_id} started.`);
  if (started) {
    location.hash = `#/runs/${encodeURIComponent(started.run_id)}`;
  }
}

/** @param options of the run, as text: a run is only resumed with the same options */
export const resume = (job, options) => act(() => post(`jobs/${encodeURIComponent(job)}/runs`, { ...parseOptions(options), resume: true }), (accepted) => `Run ${accepted.run_id} continues.`);

export async function cancel(runId) {
  if (await confirmed("Cancel the run?", `${runId} finishes what it is reading and delivers it. You can resume it later.`, "Cancel the run")) {
    await act(() => post(`runs/${encodeURIComponent(runId)}/cancel?initiator=page`), `Run ${runId} is stopping.`);
  }
}

export async function pause(job) {
  if (await confirmed(`Pause ${job}?`, "It no longer starts on its schedule, until you resume it. A run in progress continues.", "Pause")) {
    await act(() => post(`jobs/${encodeURIComponent(job)}/pause`), `${job} is paused.`);
  }
}

export const unpause = (job) => act(() => post(`jobs/${encodeURIComponent(job)}/resume`), `${job} starts on its schedule again.`);

export async function suspend(route) {
  if (await confirmed(`Suspend ${route}?`, "Runs that need the route wait for it, and fail after some time.", "Suspend")) {
    await act(() => post(`routes/${encodeURIComponent(route)}/suspend`), `Route ${route} is suspended.`);
  }
}

export const unsuspend = (route) => act(() => post(`routes/${encodeURIComponent(route)}/resume`), `Route ${route} runs.`);

/** Does something with dead letters, in several requests if they are many: a request is limited to 64 KiB. */
async function inParts(selection, doing) {
  const results = [];
  for (let from = 0; from < (selection.ids?.length ?? 1); from += IDS) {
    results.push(await doing(selection.ids ? { ids: selection.ids.slice(from, from + IDS) } : selection));
  }
  return results;
}

/** @param selection {@code {ids}} or {@code {all: true}} */
export async function redeliver(selection, number) {
  if (await confirmed("Redeliver?", `Tourbus normalizes and delivers ${plural(number, "dead letter")} again. Those that fail stay.`, "Redeliver")) {
    await act(() => inParts(selection, (part) => work("dead-letters/redeliver", part)), "Redelivery has ended. What failed again is still listed.");
  }
}

export async function drop(selection, number) {
  if (await confirmed("Drop?", `This deletes ${plural(number, "dead letter")} forever. Their data is not delivered.`, "Drop")) {
    await act(
      () => inParts(selection, (part) => post("dead-letters/drop", part)),
      (results) => `${plural(results.reduce((sum, { dropped }) => sum + dropped, 0), "dead letter")} dropped.`,
    );
  }
}

/** All dead letters, page by page. */
export async function* allDeadLetters() {
  for (let after = 0; ; ) {
    const { letters } = await get(`dead-letters?limit=${LETTERS}&after=${after}`);
    yield* letters;
    if (letters.length < LETTERS) {
      return;
    }
    after = letters[letters.length - 1].id;
  }
}

/** The IDs of the dead letters that match; reads all pages. */
export async function deadLetterIds(matches) {
  const ids = [];
  for await (const letter of allDeadLetters()) {
    if (matches(letter)) {
      ids.push(letter.id);
    }
  }
  return ids;
}
