// Upright bars: counts by place, or a histogram where the places are ranges.

import { svg } from '../dom.js';
import { t } from '../i18n.js';
import { figure } from './figure.js';
import { grid, label } from './line.js';
import { linear, ticks } from './scale.js';

const margin = { top: 12, right: 4, bottom: 24, left: 44 };

/** `data()` gives `[{label, value}]`; `unit` names what the bars stand on. */
export function barChart({ title, note, unit, data, format, height = 200, className }) {
  let mark = -1;
  const draw = (width) => {
    const bars = data();
    const plot = [margin.left, width - margin.right];
    const marks = ticks(0, Math.max(1, ...bars.map(({ value }) => value)), 3);
    const y = linear([0, marks.at(-1)], [height - margin.bottom, margin.top]);
    const step = (plot[1] - plot[0]) / Math.max(1, bars.length);
    const every = Math.max(1, Math.ceil(26 / step));
    draw.indexAt = (px) => Math.max(0, Math.min(bars.length - 1, Math.floor((px - plot[0]) / step)));
    const parts = grid(marks, y, plot, format);
    bars.forEach(({ label: name, value }, index) => {
      const x = plot[0] + index * step;
      const gap = Math.min(6, step * 0.22);
      parts.push(svg('rect', {
        class: index === mark ? 'column on' : 'column', x: x + gap / 2, width: Math.max(1, step - gap), y: y(value), height: Math.max(0, y(0) - y(value)), rx: Math.min(3, step / 5),
      }));
      if (index % every === 0) parts.push(label(x + step / 2, height - 6, name));
    });
    return { height, parts };
  };
  const chart = figure({
    title, note, columns: [unit, t('value')], rows: () => data().map(({ label: name, value }) => [name, value]), draw, className,
    summary: () => {
      const most = data().reduce((best, bar) => (bar.value > (best?.value ?? -1) ? bar : best), null);
      return most ? t('{n} bars; the highest is {unit} {label} with {value}.', { n: data().length, unit, label: most.label, value: format(most.value) }) : t('No data yet.');
    },
    point: (index) => {
      const bar = data()[index];
      const moved = mark !== index;
      mark = index;
      if (moved) chart.redraw();
      return bar && `${unit} ${bar.label}: ${format(bar.value)}`;
    },
  });
  return chart;
}
