/** School time. Whatever the clock of this computer says, dates are read and shown as in Europe/London. */

const ZONE = "Europe/London";

const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" });
const FULL = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, dateStyle: "full", timeStyle: "short" });

function parts(milliseconds) {
  return Object.fromEntries(PARTS.formatToParts(milliseconds).map((part) => [part.type, part.value]));
}

/** How far London's clocks are ahead of UTC at that moment, in milliseconds. */
function ahead(milliseconds) {
  const p = parts(milliseconds);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(milliseconds / 1000) * 1000;
}

/** Unix seconds -> {date: "2026-11-27", time: "15:30"}, as the native inputs want it. */
export function toLondon(seconds) {
  const p = parts(seconds * 1000);
  return { date: `${p.year}-${p.month}-${p.day}`, time: `${p.hour}:${p.minute}` };
}

/** The other way round; null while either half is missing. In the hour that clocks skip, the later hour is meant. */
export function fromLondon(date, time) {
  if (!date || !time) return null;
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wall)) return null;
  const first = wall - ahead(wall);
  return Math.floor((wall - ahead(first)) / 1000);
}

export const clock = (ts) => CLOCK.format(Number(ts) * 1000);
export const day = (ts) => DAY.format(Number(ts) * 1000);
export const full = (ts) => FULL.format(Number(ts) * 1000);
