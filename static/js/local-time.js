// Adds "(your time …)" to moments that happen in a zone whose clock differs from the reader's.
const language = document.documentElement.lang;
const mine = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const write = (instant, timeZone, options) =>
  new Intl.DateTimeFormat(language, { timeZone, ...options }).format(instant);

const DAY = { weekday: "short", day: "numeric", month: "short" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const yourTime = (starts, ends, zone) => {
  const span = [starts, ends].filter(Boolean).map((instant) => write(instant, mine, CLOCK)).join("–");
  const day = write(starts, mine, DAY);
  return day === write(starts, zone, DAY) ? span : `${day}, ${span}`;
};

for (const time of document.querySelectorAll("time[data-zone]")) {
  const { zone, ends, yourTime: label } = time.dataset;
  const starts = new Date(time.dateTime);
  if (Number.isNaN(starts.getTime())) continue;
  const both = { ...DAY, ...CLOCK };
  if (write(starts, zone, both) === write(starts, mine, both)) continue;
  const note = document.createElement("span");
  note.className = "your-time";
  note.textContent = ` (${label} ${yourTime(starts, ends && new Date(ends), zone)})`;
  time.append(note);
}
