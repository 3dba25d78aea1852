/** Numbers, times and schedules as text. All times are in UTC. */

import { element } from "./dom.js";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const DAYS = { SUN: "Sunday", MON: "Monday", TUE: "Tuesday", WED: "Wednesday", THU: "Thursday", FRI: "Friday", SAT: "Saturday" };
const DAY_NAMES = Object.values(DAYS);

export const count = (number) => (number === null || number === undefined ? "" : number.toLocaleString("en"));

/** The time of day. */
export const clock = (iso) => iso.slice(11, 19);

export function dollars(number) {
  const digits = number < 0.1 ? 4 : 2;
  return number > 0 && number < 0.0001 ? "less than $0.0001" : `$${number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = number ?? 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${value.toLocaleString("en", { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}

/** 90 becomes "1 min 30 s". */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || seconds < 0) {
    return "";
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  if (whole < HOUR) {
    return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`;
  }
  return whole < DAY
    ? `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} min`
    : `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`;
}

function rough(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 90 * MINUTE) {
    return `${Math.round(seconds / MINUTE)} min`;
  }
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} h` : `${Math.round(seconds / DAY)} days`;
}

/** "in 4 h" or "2 days ago". */
export function relative(iso, now = Date.now()) {
  const seconds = (Date.parse(iso) - now) / 1_000;
  return seconds >= 0 ? `in ${rough(seconds)}` : `${rough(-seconds)} ago`;
}

export const exact = (iso) => (iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : "");

/** A time as an element: relative, with the exact time beside it. */
export function time(iso) {
  if (!iso) {
    return "";
  }
  const shown = element("time", { dateTime: iso, title: iso }, relative(iso));
  return element("span", { className: "time" }, shown, element("span", { className: "quiet" }, ` ${exact(iso)}`));
}

/** Updates the relative times that are on the page. */
export function tick() {
  document.querySelectorAll("time[datetime]").forEach((shown) => {
    const text = relative(shown.dateTime);
    if (shown.textContent !== text) {
      shown.textContent = text;
    }
  });
}

/** A Quartz cron expression in words; unusual ones stay as they are. */
export function schedule(cron) {
  const [second, minute, hour, day, month, weekday] = cron.trim().toUpperCase().split(/\s+/);
  const plain = /^\d+$/;
  const any = (field) => field === "*" || field === "?";
  const step = (field) => /^(?:\*|0)\/(\d+)$/.exec(field)?.[1];
  if (!any(month) || !any(day) || !plain.test(second)) {
    return cron;
  }
  const days = any(weekday) ? "" : weekdays(weekday);
  if (days === undefined) {
    return cron;
  }
  if (plain.test(minute) && plain.test(hour)) {
    return `${days ? `on ${days}` : "every day"} at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  }
  const suffix = days ? ` on ${days}` : "";
  if (plain.test(minute) && hour === "*") {
    return `every hour at :${minute.padStart(2, "0")}${suffix}`;
  }
  if (plain.test(minute) && step(hour)) {
    return `every ${step(hour)} hours at :${minute.padStart(2, "0")}${suffix}`;
  }
  return step(minute) && hour === "*" ? `every ${step(minute)} minutes${suffix}` : cron;
}

function weekdays(field) {
  const name = (day) => (/^[1-7]$/.test(day) ? DAY_NAMES[day - 1] : DAYS[day]);
  const parts = field.split(",").map((part) => {
    const [from, to] = part.split("-");
    return to === undefined ? name(from) : name(from) && name(to) && `${name(from)} to ${name(to)}`;
  });
  return parts.every(Boolean) ? new Intl.ListFormat("en").format(parts) : undefined;
}
