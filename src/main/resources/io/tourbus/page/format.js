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
  if (number === 0) {
    return "$0";
  }
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

const padded = (number) => number.padStart(2, "0");
const list = (items) => new Intl.ListFormat("en").format(items);
const LIST = /^\d+(,\d+)*$/;
const WORDS = { 1: "1st", 2: "2nd", 3: "3rd", 21: "21st", 22: "22nd", 23: "23rd", 31: "31st" };

/** "on Monday", "on the 1st of each month", or nothing for each day; undefined for an unusual expression. */
function days(day, weekday) {
  const any = (field) => field === "*" || field === "?";
  if (any(day) && any(weekday)) {
    return "";
  }
  if (any(day)) {
    const names = weekdays(weekday);
    return names && `on ${names}`;
  }
  return any(weekday) && LIST.test(day) ? `on the ${list(day.split(",").map((one) => WORDS[one] ?? `${one}th`))} of each month` : undefined;
}

/** A Quartz cron expression in words; unusual ones stay as they are. */
export function schedule(cron) {
  const [second, minute, hour, day, month, weekday] = cron.trim().toUpperCase().split(/\s+/);
  const step = (field) => /^(?:\*|0)\/(\d+)$/.exec(field)?.[1];
  const which = days(day, weekday);
  if (month !== "*" || !/^\d+$/.test(second) || which === undefined) {
    return cron;
  }
  const suffix = which && ` ${which}`;
  if (LIST.test(minute)) {
    const minutes = minute.split(",").map(padded);
    if (LIST.test(hour)) {
      return `${which || "every day"} at ${list(hour.split(",").flatMap((one) => minutes.map((two) => `${padded(one)}:${two}`)))}`;
    }
    const past = `at ${list(minutes.map((one) => `:${one}`))}`;
    const [, from, to] = /^(\d+)-(\d+)$/.exec(hour) ?? [];
    if (hour === "*" || from) {
      return `every hour ${past}${from ? ` from ${padded(from)} to ${padded(to)} h` : ""}${suffix}`;
    }
    return step(hour) ? `every ${step(hour)} hours ${past}${suffix}` : cron;
  }
  return step(minute) && hour === "*" ? `every ${step(minute)} minutes${suffix}` : cron;
}

function weekdays(field) {
  const name = (day) => (/^[1-7]$/.test(day) ? DAY_NAMES[day - 1] : DAYS[day]);
  const parts = field.split(",").map((part) => {
    const [from, to] = part.split("-");
    return to === undefined ? name(from) : name(from) && name(to) && `${name(from)} to ${name(to)}`;
  });
  return parts.every(Boolean) ? list(parts) : undefined;
}
