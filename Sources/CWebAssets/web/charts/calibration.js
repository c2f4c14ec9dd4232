// What was foretold beside what came of it: on the diagonal both agree.

import { svg } from '../dom.js';
import { t } from '../i18n.js';
import { figure } from './figure.js';
import { grid, label } from './line.js';
import { linear, path, ticks } from './scale.js';

const margin = { top: 12, right: 14, bottom: 24, left: 52 };

/** `data()` gives `[{foretold, observed, events}]`, the least likely first; `format` writes a share. */
export function calibrationChart({ title, note, data, format, names, height = 240, className }) {
  let mark = -1;
  const draw = (width) => {
    const points = data();
    const marks = ticks(0, Math.max(1e-6, ...points.flatMap(({ foretold, observed }) => [foretold, observed])));
    const x = linear([0, marks.at(-1)], [margin.left, width - margin.right]);
    const y = linear([0, marks.at(-1)], [height - margin.bottom, margin.top]);
    const places = points.map(({ foretold, observed }) => [x(foretold), y(observed)]);
    draw.indexAt = (px) => places.reduce((best, [left], index) => (Math.abs(left - px) < Math.abs((places[best]?.[0] ?? Infinity) - px) ? index : best), -1);
    return {
      height,
      parts: [
        ...grid(marks, y, [margin.left, width - margin.right], format),
        ...marks.map((tick) => label(x(tick), height - 6, format(tick))),
        svg('line', { class: 'diagonal', x1: x(0), y1: y(0), x2: x(marks.at(-1)), y2: y(marks.at(-1)) }),
        svg('path', { class: 'line series-0', d: path(places) }),
        ...places.map(([cx, cy], index) => svg('circle', { class: 'dot series-0', cx, cy, r: index === mark ? 6 : 4 })),
      ],
    };
  };
  const words = ({ foretold, observed, events }) => `${names[0]} ${format(foretold)}, ${names[1]} ${format(observed)} (${events})`;
  const chart = figure({
    title, note, columns: [...names, t('events')], rows: () => data().map(({ foretold, observed, events }) => [foretold, observed, events]), draw, className,
    summary: () => data().map(words).join('; '),
    point: (index) => {
      const point = data()[index];
      const moved = mark !== index;
      mark = index;
      if (moved) chart.redraw();
      return point && words(point);
    },
  });
  return chart;
}
