/** Dead letters by reason, with their payload, and what can be done with them. */

import { get } from "./api.js";
import { allDeadLetters, deadLetterIds, drop, redeliver } from "./actions.js";
import { button, dialog, element, facts, note, render, table } from "./dom.js";
import { bytes, count, plural, time } from "./format.js";

const PAGE = 50;
const MAX_TEXT = 20_000;

const isOf = (group) => (letter) => ["stage", "source", "entity", "reason"].every((field) => letter[field] === group[field]);

/** The payload as text; JSON is indented. */
async function text(payload) {
  const raw = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  const unpacked = raw[0] === 0x1f && raw[1] === 0x8b ? await new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer() : raw;
  const content = new TextDecoder().decode(unpacked).slice(0, MAX_TEXT);
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}

export function deadLetters(place) {
  const list = element("div", {});
  const all = element("p", { className: "actions" });
  const letters = element("div", {});
  let open = null;
  place.replaceChildren(
    element("section", {}, element("h1", {}, "Dead letters"), note("Entities that could not be normalized, and records that a sink did not accept. Nothing is lost: fix the reason, then redeliver them."), all, list),
    letters,
  );

  async function showLetter(id) {
    const letter = await get(`dead-letters/${id}`);
    const content = [
      facts([
        ["Reason", letter.reason],
        ["Stage", letter.stage],
        ["Source and entity", `${letter.source} ${letter.entity}`],
        ["Run", letter.run_id],
        ["Slice", letter.slice],
        ["Attempts", count(letter.attempts)],
        ["Stored", time(letter.at)],
      ]),
      element("pre", { tabIndex: 0, "aria-label": "Payload" }, await text(letter.payload ?? "")),
    ];
    await dialog(`Dead letter ${id}`, content);
  }

  async function showGroup(group) {
    open = group;
    const found = [];
    for await (const letter of allDeadLetters()) {
      if (found.length === PAGE) {
        break;
      }
      if (isOf(group)(letter)) {
        found.push(letter);
      }
    }
    render(letters, found, () =>
      element(
        "section",
        {},
        element("h2", {}, group.reason),
        table(
          `The first ${plural(found.length, "dead letter")}`,
          [
            { title: "ID", number: true, cell: (letter) => letter.id },
            { title: "Run", cell: (letter) => letter.run_id },
            { title: "Slice", wide: true, cell: (letter) => letter.slice },
            { title: "Attempts", number: true, cell: (letter) => letter.attempts },
            { title: "Size", number: true, cell: (letter) => bytes(letter.bytes) },
            { title: "Stored", cell: (letter) => time(letter.at) },
            {
              title: "Actions",
              hidden: true,
              cell: (letter) =>
                element(
                  "span",
                  { className: "actions" },
                  button("Payload", () => showLetter(letter.id), { "aria-label": `Payload of ${letter.id}` }),
                  button("Redeliver", () => redeliver({ ids: [letter.id] }, 1), { changes: true, "aria-label": `Redeliver ${letter.id}` }),
                  button("Drop", () => drop({ ids: [letter.id] }, 1), { changes: true, "aria-label": `Drop ${letter.id}` }),
                ),
            },
          ],
          found,
          "They are gone.",
        ),
      ),
    );
  }

  const ofGroup = (group, action) => async () => {
    const ids = await deadLetterIds(isOf(group));
    await action({ ids }, ids.length);
  };

  return {
    title: "Dead letters",
    async refresh() {
      const groups = await get("dead-letters/groups");
      const total = groups.reduce((sum, group) => sum + group.count, 0);
      render(all, total, () =>
        total ? [button(`Redeliver all ${count(total)}`, () => redeliver({ all: true }, total), { changes: true }), button(`Drop all ${count(total)}`, () => drop({ all: true }, total), { changes: true })] : [],
      );
      render(list, groups, () =>
        table(
          "Dead letters by reason",
          [
            { title: "Reason", wide: true, cell: (group) => group.reason },
            { title: "Number", number: true, cell: (group) => count(group.count) },
            { title: "Source and entity", cell: (group) => `${group.source} ${group.entity}` },
            { title: "Stage", cell: (group) => group.stage },
            { title: "Oldest", cell: (group) => time(group.oldest) },
            {
              title: "Actions",
              hidden: true,
              cell: (group) =>
                element(
                  "span",
                  { className: "actions" },
                  button("Show", () => showGroup(group), { "aria-label": `Show: ${group.reason}` }),
                  button("Redeliver", ofGroup(group, redeliver), { changes: true, "aria-label": `Redeliver: ${group.reason}` }),
                  button("Drop", ofGroup(group, drop), { changes: true, "aria-label": `Drop: ${group.reason}` }),
                ),
            },
          ],
          groups,
          "There are no dead letters.",
        ),
      );
      if (open) {
        await showGroup(open);
      }
    },
  };
}
