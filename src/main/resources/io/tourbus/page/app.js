/** Chooses the view for the address, and shows the status and the connection above it. */

import { follow, get, mayChange, useToken } from "./api.js";
import { data } from "./data.js";
import { deadLetters } from "./deadletters.js";
import { badge, button, byId, element, failed, link, message, quiet, refuseChanges, render } from "./dom.js";
import { count, exact, plural, relative, tick } from "./format.js";
import { overview } from "./overview.js";
import { routes } from "./routes.js";
import { run } from "./run.js";
import { runs } from "./runs.js";

const BUSY_MILLIS = 2_000;
const IDLE_MILLIS = 30_000;
/** When the view is read after a change: changes often come together, and a run gets its report some time after it has ended. */
const SETTLE_MILLIS = [300, 5_000];
const TICK_MILLIS = 10_000;
const SHOWN_PROBLEMS = 10;
const VIEWS = [
  [/^\/$/, overview],
  [/^\/runs$/, runs],
  [/^\/runs\/([^/]+)$/, run],
  [/^\/data$/, data],
  [/^\/dead-letters$/, deadLetters],
  [/^\/routes$/, routes],
];

let view = null;
let event = null;
let lostSince = null;
let seen = "";
let timer = 0;
let settling = [];
let stopEvents = null;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the address says: the view, its arguments, and its filters. */
function address() {
  const [path, query = ""] = (location.hash.slice(1) || "/").split("?");
  for (const [pattern, create] of VIEWS) {
    const match = pattern.exec(path);
    if (match) {
      return { path, create, argument: match[1] && decoded(match[1]), filters: new URLSearchParams(query) };
    }
  }
  return { path: "/", create: overview, filters: new URLSearchParams() };
}

function navigate(moved) {
  const place = byId("view");
  const target = address();
  view?.close?.();
  view = target.create(place, target);
  document.querySelectorAll("nav[aria-label='Views'] a").forEach((item) => {
    const path = item.getAttribute("href").slice(1);
    const current = path === "/" ? target.path === "/" : target.path.startsWith(path);
    item.toggleAttribute("aria-current", current);
    if (current) {
      item.setAttribute("aria-current", "page");
    }
  });
  showStatus();
  if (event) {
    view.onEvent?.(event);
  }
  if (moved) {
    scrollTo(0, 0);
    place.focus();
  }
  refresh();
}

/** Reads the data of the view again when something has changed, and soon if it changes during a run. */
async function refresh() {
  clearTimeout(timer);
  if (lostSince === null && !document.hidden) {
    const shown = view;
    try {
      await shown.refresh?.();
    } catch (problem) {
      if (shown === view) {
        readFailed(problem);
      }
    }
  }
  clearTimeout(timer);
  const busy = view.busy && event?.under_way.length;
  timer = setTimeout(refresh, settling.shift() ?? (busy ? BUSY_MILLIS : IDLE_MILLIS));
}

/** The banner already says if there is no connection, and the form if there is no token. */
function readFailed(problem) {
  if (problem.status === 401) {
    askForToken(problem);
  } else if (problem.status) {
    failed(problem);
  }
}

const WHERE = {
  run: (problem) => link("Show the run", `#/runs/${encodeURIComponent(problem.subject)}`),
  job: (problem) => link("Show its runs", `#/runs?job=${encodeURIComponent(problem.subject)}`),
  "dead-letters": () => link("Show dead letters", "#/dead-letters"),
  route: () => link("Show routes", "#/routes"),
  edit: () => link("Show the edits", "#/routes"),
  warehouse: () => link("Show the rules", "#/data?show=warehouse"),
};

function problemLine(problem) {
  const [what, ...why] = problem.text.split(": ");
  const since = problem.since ? quiet("Since ", exact(problem.since), " (", element("time", { dateTime: problem.since }, relative(problem.since)), ") ") : "";
  return element("li", {}, badge(problem.level), element("div", {}, element("strong", {}, what), why.length ? `: ${why.join(": ")}` : "", element("br"), since, WHERE[problem.kind]?.(problem) ?? ""));
}

function headline({ level, problems }) {
  if (level === "ok") {
    return "Everything works";
  }
  const broken = problems.filter((problem) => problem.level === "broken").length;
  const others = problems.length - broken;
  const parts = [broken ? plural(broken, "problem") : "", others ? `${plural(others, "thing")} to look at` : ""];
  return `${broken ? "Broken" : "Needs attention"}: ${parts.filter(Boolean).join(" and ")}`;
}

/** Says the headline to screen readers when it changes, and shows it in the title of the tab. */
function announce(text) {
  document.title = `${["Everything works", "Connecting …"].includes(text) ? "" : `${text.split(":")[0]} · `}${view.title} · Tourbus`;
  if (byId("spoken-status").textContent !== text) {
    byId("spoken-status").textContent = text;
  }
}

/** The banner: the worst first, all details on the overview, one line elsewhere. */
function showStatus() {
  const place = byId("status");
  if (lostSince !== null) {
    announce("Connection lost");
    render(place, ["lost", lostSince], () =>
      element("div", { className: "banner bad" }, element("p", { className: "headline" }, badge("broken", "Connection lost")), element(
          "p",
          {},
          `The server has not responded since ${exact(lostSince)} (`,
          element("time", { dateTime: lostSince }, relative(lostSince)),
          "). What you see is from before. The page reconnects by itself. If it does not, check that Tourbus runs.",
        )),
    );
    return;
  }
  if (event === null) {
    announce("Connecting …");
    render(place, "connecting", () => element("p", { className: "banner quiet" }, "Connecting …"));
    return;
  }
  const full = address().path === "/";
  const { level, problems } = event.status;
  const kind = { ok: "good", attention: "warn", broken: "bad" }[level];
  announce(headline(event.status));
  render(place, [level, problems, full], () =>
    element(
      "div",
      { className: `banner ${kind}` },
      element("p", { className: "headline" }, badge(level, headline(event.status)), full || level === "ok" ? "" : link("Show the reasons", "#/")),
      full && problems.length > 0
        ? element(
            "ul",
            {},
            problems.slice(0, SHOWN_PROBLEMS).map(problemLine),
            problems.length > SHOWN_PROBLEMS
              ? element("li", {}, element("details", {}, element("summary", {}, `${count(problems.length - SHOWN_PROBLEMS)} more`), element("ul", {}, problems.slice(SHOWN_PROBLEMS).map(problemLine))))
              : "",
          )
        : "",
    ),
  );
}

/** What the page shows is old while there is no connection, and nothing can be changed. */
function setConnected(problem) {
  const wasLost = lostSince !== null;
  if (problem?.status === 401) {
    askForToken(problem);
    return;
  }
  lostSince = problem ? (lostSince ?? new Date().toISOString()) : null;
  document.body.classList.toggle("lost", problem !== null);
  byId("view").inert = problem !== null;
  document.querySelectorAll("dialog .primary").forEach((confirm) => (confirm.disabled = problem !== null));
  showStatus();
  if (!problem) {
    if (byId("token-form")?.dataset.status === "401") {
      byId("token-place").replaceChildren();
    }
    if (wasLost) {
      message("good", "The connection is back.");
      refresh();
    }
  }
}

/** Says why the buttons are disabled, if they are. */
function showAccess(access) {
  const reason = { allowed: "", off: "To change something, set tourbus.server.token and restart Tourbus.", "needs-token": "To change something, enter the token." }[access];
  refuseChanges(reason);
  const place = byId("access");
  place.hidden = reason === "";
  if (place.hidden) {
    place.replaceChildren();
    return;
  }
  place.replaceChildren(badge("read only"), ` ${reason} `, access === "needs-token" ? button("Enter the token …", () => askForToken({ message: "Changes need the token." })) : "");
}

async function tryToken(token) {
  useToken(token);
  byId("token-place").replaceChildren();
  connect();
  await get("status");
  message("good", mayChange() ? "This tab now uses the token." : "This tab now uses the token. It does not allow changes.");
  refresh();
}

function askForToken(problem) {
  const place = byId("token-place");
  if (place.hasChildNodes()) {
    return;
  }
  const input = element("input", { id: "token", type: "password", autocomplete: "off", required: true, "aria-describedby": "token-help" });
  const form = element(
    "form",
    { className: "banner warn", id: "token-form" },
    element("p", { className: "headline" }, badge("attention", problem.message)),
    element("label", { htmlFor: "token" }, "Token "),
    input,
    element("button", { type: "submit", className: "primary" }, "Use"),
    button("Not now", () => place.replaceChildren()),
    element("p", { className: "quiet", id: "token-help" }, "The value of the setting tourbus.server.token, or of tourbus.server.read-token to look only. The page keeps it until you close the tab."),
  );
  form.dataset.status = problem.status ?? "";
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    tryToken(input.value.trim()).catch(failed);
  });
  place.replaceChildren(form);
  if (!problem.status) {
    input.focus();
  }
}

function onEvent(next) {
  event = next;
  byId("dead-letter-count").textContent = next.dead_letters ? `(${count(next.dead_letters)})` : "";
  showStatus();
  view?.onEvent?.(next);
  const state = JSON.stringify([next.status, next.dead_letters, next.jobs, next.under_way.map((active) => [active.run_id, active.status])]);
  if (state !== seen && seen !== "") {
    settling = SETTLE_MILLIS.slice();
    clearTimeout(timer);
    timer = setTimeout(refresh, settling.shift());
  }
  seen = state;
}

function connect() {
  stopEvents?.();
  stopEvents = follow("events", onEvent, setConnected);
}

addEventListener("hashchange", () => location.hash.startsWith("#/") && navigate(true));
addEventListener("access", ({ detail }) => showAccess(detail));
addEventListener("needs-token", ({ detail }) => askForToken(detail));
document.addEventListener("visibilitychange", () => document.hidden || refresh());
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("view").focus();
});
setInterval(tick, TICK_MILLIS);
navigate(false);
connect();
