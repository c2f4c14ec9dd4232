// From values to pixels, and the round numbers that stand on an axis.

/** A linear scale from `[low, high]` to `[from, to]`; a domain of no width is widened. */
export function linear([low, high], [from, to]) {
  const width = high - low || 1;
  return (value) => from + ((value - low) / width) * (to - from);
}

/** About `count` round numbers from 0 or `low` to at least `high`. */
export function ticks(low, high, count = 4) {
  const span = Math.max(high - low, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => span / size <= count) ?? power * 10;
  const first = Math.floor(low / step) * step;
  const all = [];
  for (let tick = first; tick < high + step; tick += step) all.push(Number(tick.toPrecision(12)));
  return all;
}

/** A path through points; a gap where a value is missing. */
export function path(points) {
  let text = '';
  let pen = 'M';
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) {
      pen = 'M';
      continue;
    }
    text += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  }
  return text;
}
