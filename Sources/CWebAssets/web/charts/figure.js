// What every chart has around it: a title, a readout, the data as a table and as CSV.

import { h, svg } from '../dom.js';
import { t } from '../i18n.js';

/**
 * A chart as a `<figure>`.
 *
 * `columns` names the data's columns, `rows` are its lines, and `draw(width)` gives the SVG's height and
 * contents for a width in pixels, so that type and strokes are never scaled. `summary` says in words
 * what the picture shows. `point(index)` moves the chart's mark, and gives the words for the readout.
 */
export function figure({ title, note, summary, columns, rows, draw, point, className = '' }) {
  const id = `f-${figure.count += 1}`;
  const holder = h('div', { class: 'figure-plot' });
  const readout = h('output', { class: 'figure-readout' }, note ?? '');
  const { table, buttons } = dataButtons(title, columns, rows);
  const element = h(
    'figure', { class: `figure ${className}` },
    h(
      'figcaption', {}, h('h3', { id }, title), readout,
      buttons),
    holder, table);

  let index = -1;
  const mark = (next) => {
    if (!point) return;
    index = next;
    readout.textContent = point(index) ?? note ?? '';
  };
  const redraw = () => {
    const width = Math.floor(holder.clientWidth);
    if (width < 40) return;
    const { height, parts } = draw(width);
    const image = svg(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `${title}. ${summary()}`, tabindex: point ? 0 : null },
      ...parts);
    const hadFocus = holder.contains(document.activeElement);
    holder.replaceChildren(image);
    if (hadFocus) image.focus({ preventScroll: true });
    if (!point) return;
    const count = rows().length;
    image.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || count === 0) return;
      event.preventDefault();
      mark(index < 0 ? count - 1 : Math.max(0, Math.min(count - 1, index + step)));
    });
    image.addEventListener('pointermove', (event) => {
      const { indexAt } = draw;
      if (indexAt) mark(indexAt(event.clientX - image.getBoundingClientRect().left));
    });
    image.addEventListener('pointerleave', () => mark(-1));
    image.addEventListener('blur', () => mark(-1));
  };
  new ResizeObserver(redraw).observe(holder);
  return { element, redraw };
}
figure.count = 0;

/** Buttons that show the data as a table, which is `table`, and that save it as CSV. */
export function dataButtons(title, columns, rows) {
  const table = h('div', { class: 'figure-table', hidden: true });
  const toggle = h('button', { type: 'button', class: 'figure-button', 'aria-expanded': 'false' }, t('Table'));
  toggle.addEventListener('click', () => {
    table.hidden = !table.hidden;
    toggle.setAttribute('aria-expanded', String(!table.hidden));
    if (!table.hidden) table.replaceChildren(dataTable(title, columns, rows()));
  });
  const save = h('button', { type: 'button', class: 'figure-button' }, 'CSV');
  save.addEventListener('click', () => download(`${title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.csv`, csv(columns, rows())));
  return { table, buttons: h('span', { class: 'figure-buttons' }, toggle, save) };
}

export function dataTable(title, columns, rows) {
  return h(
    'table', {}, h('caption', { class: 'visually-hidden' }, title),
    h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell ?? ''))))));
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is made a text. */
export function csv(columns, rows) {
  const cell = (value) => {
    const text = String(value ?? '');
    const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
