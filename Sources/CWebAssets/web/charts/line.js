// Lines over time, one of them with a band around it.

import { svg } from '../dom.js';
import { t } from '../i18n.js';
import { figure } from './figure.js';
import { linear, path, ticks } from './scale.js';

const margin = { top: 12, right: 12, bottom: 24, left: 58 };
/** What a label on the axis of time needs, in pixels. */
const labelWidth = 84;

/**
 * `data()` gives `[{x, label, values: [y …], low, high}]` in the order of x; `series` names the lines.
 * `format` writes a value, `high` is the least top of the axis.
 */
export function lineChart({ title, note, series, data, format, height = 220, high = 0, xLabels = 5, unit = t('time'), className }) {
  let mark = -1;
  const columns = [unit, ...series, t('low'), t('high')];
  const rows = () => data().map(({ label, values, low, high: top }) => [label, ...values, low, top]);
  const draw = (width) => {
    const points = data();
    const plot = [margin.left, width - margin.right];
    const top = Math.max(high, ...points.flatMap(({ values, high: upper }) => [...values, upper ?? 0].filter(Number.isFinite)));
    const marks = ticks(0, top || 1);
    const x = linear([points[0]?.x ?? 0, points.at(-1)?.x ?? 1], plot);
    const y = linear([0, marks.at(-1)], [height - margin.bottom, margin.top]);
    draw.indexAt = (px) => nearest(points, x, px);
    const parts = [...grid(marks, y, plot, format), ...dates(points, x, height, Math.min(xLabels, Math.floor(width / 90)))];
    const banded = points.filter(({ low, high: upper }) => Number.isFinite(low) && Number.isFinite(upper));
    if (banded.length > 1) {
      const upper = banded.map((point) => [x(point.x), y(point.high)]);
      const lower = banded.toReversed().map((point) => [x(point.x), y(point.low)]);
      parts.push(svg('path', { class: 'band', d: `${path([...upper, ...lower])}z` }));
    }
    series.forEach((_, number) => parts.push(svg('path', {
      class: `line series-${number}`, d: path(points.map((point) => [x(point.x), y(point.values[number])])),
    })));
    if (points[mark]) parts.push(...cursor(points[mark], x, y, height));
    return { height, parts };
  };
  const chart = figure({
    title, note, columns, rows, draw, className,
    summary: () => summaryOf(data(), series, format),
    point: (index) => {
      const point = data()[index];
      const moved = mark !== index;
      mark = index;
      if (moved) chart.redraw();
      return point && `${point.label}: ${series.map((name, n) => `${name} ${format(point.values[n])}`).join(t(', '))}${
        Number.isFinite(point.low) ? t(' ({low} to {high})', { low: format(point.low), high: format(point.high) }) : ''}`;
    },
  });
  return chart;
}

export function grid(marks, y, [left, right], format) {
  return marks.flatMap((tick) => [
    svg('line', { class: tick === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
    label(left - 8, y(tick) + 4, format(tick), 'end'),
  ]);
}

export function label(x, y, text, anchor = 'middle') {
  const element = svg('text', { class: 'tick', x, y, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

function dates(points, x, height, count) {
  const step = Math.max(1, Math.ceil(points.length / count));
  let end = -Infinity;
  return points.flatMap((point, index) => {
    // The first and the last would run out of the picture if they stood in the middle of their place.
    const anchor = index === 0 ? 'start' : point === points.at(-1) ? 'end' : 'middle';
    const left = x(point.x) - { start: 0, middle: labelWidth / 2, end: labelWidth }[anchor];
    if (index % step !== 0 || left < end) return [];
    end = left + labelWidth;
    return [label(x(point.x), height - 6, point.label, anchor)];
  });
}

function cursor(point, x, y, height) {
  return [
    svg('line', { class: 'cursor', x1: x(point.x), x2: x(point.x), y1: margin.top, y2: height - margin.bottom }),
    ...point.values.filter(Number.isFinite).map((value, number) => svg(
      'circle', { class: `dot series-${number}`, cx: x(point.x), cy: y(value), r: 4 })),
  ];
}

function nearest(points, x, px) {
  let best = -1;
  for (let index = 0; index < points.length; index += 1) {
    if (best < 0 || Math.abs(x(points[index].x) - px) < Math.abs(x(points[best].x) - px)) best = index;
  }
  return best;
}

function summaryOf(points, series, format) {
  const last = points.at(-1);
  if (!last) return t('No data yet.');
  const values = series.map((name, number) => `${name} ${format(last.values[number])}`).join(t(', '));
  return t('{n} points, the last at {label}: {values}.', { n: points.length, label: last.label, values });
}
