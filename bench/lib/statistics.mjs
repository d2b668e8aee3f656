// Medians and how numbers are shown.

/** The median; of an empty list, not a number. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? NaN : (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** A number with three digits that count. */
export function shown(value) {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
