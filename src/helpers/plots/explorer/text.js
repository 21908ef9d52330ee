// Words, numbers, dates and elements. What an article says enters the page here, as text, and in no other way.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const DAY_MS = 86_400_000;

export const byId = (id) => document.getElementById(id);

/** Make an element. Attributes that are functions become listeners ("click"); children are elements or plain text. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** Make an element of a drawing. */
export function svgEl(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

export function button(label, action, attributes = {}) {
  return el("button", { type: "button", click: action, ...attributes }, label);
}

/** Make a link that leads out of the page, or plain text where the address is not one of the web. */
export function webLink(address, label) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return el("span", { class: "said" }, label);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return el("span", { class: "said" }, label);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", class: "said", title: url.hostname }, label);
}

export function plural(count, word, several = `${word}s`) {
  return `${whole(count)} ${count === 1 ? word : several}`;
}

/** Return "a, b and c". */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Return a name between marks that end what it does to the direction of writing, for where no element can. */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}

export function whole(count) {
  return Number(count).toLocaleString("en-GB");
}

/** Return a number with few digits, a missing one as a dash. */
export function brief(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (Number.isInteger(value)) return whole(value);
  return Math.abs(value) < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** Return a day, counted from 1970, as a reader writes it: 4 Mar 2024. */
export function dayWords(day) {
  if (day === null) return "undated";
  const date = new Date(day * DAY_MS);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function isoDay(day) {
  return day === null ? "" : new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Return the day of "2024-03-04", or null where the text is no date. */
export function dayOf(text) {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(time) ? null : Math.round(time / DAY_MS);
}

/** Return the words of a column's name: "n_reports" becomes "reports". */
export function columnWords(name) {
  const known = { npmi: "NPMI", pmi: "PMI", g2: "G²", n_reports: "independent reports", weight_decayed: "decayed weight", p_disparity: "backbone p", expected: "expected by chance" };
  return known[name] ?? name.replace(/^n_/, "").replaceAll("_", " ");
}

/** Return text for comparing: no accents, no case, single spaces. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
