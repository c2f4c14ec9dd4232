// A heat map: rows by columns, darker where there is more.

import { svg } from '../dom.js';
import { t } from '../i18n.js';
import { figure } from './figure.js';
import { label } from './line.js';

const bottom = 22;

/** `data()` gives one list of values a row, null where there is none; `rowNames` and `columnNames` label them. */
export function heatMap({ title, note, rowNames, columnNames, data, format, rowHeight = 22, left = 40, className }) {
  let mark = -1;
  const cells = () => data().flatMap((row, r) => row.map((value, c) => ({ r, c, value })));
  const draw = (width) => {
    const rows = data();
    const most = Math.max(...rows.flat()) || 1;
    const step = (width - left) / columnNames.length;
    const height = rows.length * rowHeight + bottom;
    const every = Math.max(1, Math.ceil(30 / step));
    draw.indexAt = null;
    const parts = rows.flatMap((row, r) => [
      label(left - 8, r * rowHeight + rowHeight / 2 + 4, rowNames[r], 'end'),
      ...row.map((value, c) => value != null && svg('rect', {
        class: r * columnNames.length + c === mark ? 'cell on' : 'cell', x: left + c * step + 1, y: r * rowHeight + 1, width: Math.max(1, step - 2), height: rowHeight - 2, rx: 3,
        'fill-opacity': value === 0 ? 0.05 : (0.14 + 0.86 * Math.sqrt(value / most)).toFixed(3),
      })),
    ]).filter(Boolean);
    columnNames.forEach((name, c) => { if (c % every === 0) parts.push(label(left + (c + 0.5) * step, height - 4, name)); });
    return { height, parts };
  };
  const chart = figure({
    title, note, columns: [t('row'), t('column'), t('value')], rows: () => cells().map(({ r, c, value }) => [rowNames[r], columnNames[c], value]), draw, className,
    summary: () => {
      const most = cells().reduce((best, cell) => (cell.value > (best?.value ?? -1) ? cell : best), null);
      return most ? t('The most is {value}, at {row} {column}.', { value: format(most.value), row: rowNames[most.r], column: columnNames[most.c] }) : t('No data yet.');
    },
    point: (index) => {
      const cell = cells()[index];
      const moved = mark !== index;
      mark = index;
      if (moved) chart.redraw();
      return cell?.value != null && `${rowNames[cell.r]} ${columnNames[cell.c]}: ${format(cell.value)}`;
    },
  });
  return chart;
}
