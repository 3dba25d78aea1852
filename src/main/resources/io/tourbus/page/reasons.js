/** Reasons of missing data, with how many slices each has. */

import { element } from "./dom.js";
import { plural } from "./format.js";

/** Requests and IDs differ from slice to slice. */
const brief = (reason) => reason.replace(/ for \/[^\s:]+/, "").replace(/\s*\((Service: [^)]*|SDK Attempt Count: \d+)\)/g, "");

/** @param entries pairs of a slice and a reason. @returns a list of {@code {reason, slices}}, the largest first */
export function byReason(entries) {
  const groups = new Map();
  for (const [slice, reason] of entries) {
    const key = brief(reason);
    groups.set(key, [...(groups.get(key) ?? []), slice]);
  }
  return [...groups].map(([reason, slices]) => ({ reason, slices })).sort((one, other) => other.slices.length - one.slices.length);
}

/** One paragraph for each reason. */
export const missing = (query) =>
  byReason(Object.entries(query.missing)).map(({ reason, slices }) => element("p", {}, slices.length === 1 ? `${slices[0]}: ${reason}` : `${plural(slices.length, "slice")}: ${reason}`));

/** The notes of a report without those about slices with a known reason; equal ones once, with their number. */
export function otherNotes(report) {
  const known = new Set(report.queries.flatMap((query) => Object.values(query.missing).map(brief)));
  const failure = /^(\S+): failed: (\S+): (.*)$/s;
  const others = report.notes.map((note) => [failure.exec(note), note]).filter(([parts, note]) => !known.has(brief(parts ? parts[3] : note.replace(/^\S+: /, ""))));
  return byReason(others.map(([parts, note]) => (parts ? [parts[2], `${parts[1]}: ${parts[3]}`] : ["", note]))).map(({ reason, slices }) =>
    slices.length === 1 ? [slices[0], reason].filter(Boolean).join(": ") : `${plural(slices.length, slices[0] ? "slice" : "time")}: ${reason}`,
  );
}
