// CSV whose cells no spreadsheet runs as formulas: the rule is that of helpers.spreadsheets.

const STARTS_FORMULA = /^[=+\-@\t\r\n']/;
const AFTER_SPACES = /^[ \u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

export function harmless(text) {
  return STARTS_FORMULA.test(text) || AFTER_SPACES.test(text) ? `'${text}` : text;
}

/** Return a cell: text made harmless, numbers as they are, nothing for a missing value. */
export function cellOf(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  const text = typeof value === "string" ? harmless(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Return rows (objects) as CSV with the mark that spreadsheets want before UTF-8. */
export function toCsv(columns, rows) {
  const lines = [columns.map(cellOf), ...rows.map((row) => columns.map((column) => cellOf(row[column])))];
  return `\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}
