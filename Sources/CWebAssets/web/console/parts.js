// What pages are made of: heads, sections, tables, and the states of something that is asked for.

import { h, keepingFocus } from '../dom.js';
import { moment, number, t } from '../i18n.js';
import { nameOf, withName } from '../names.js';
import { picture } from '../picture.js';
import { told } from './trouble.js';

export function head(title, text, ...more) {
  return h('header', { class: 'head' }, ...more, h('h1', {}, title), h('p', {}, text ?? ''));
}

export function section(title, text, ...children) {
  return h('section', { class: 'section' }, h('h2', {}, title), text && h('p', {}, text), ...children);
}

/** `columns` are `{name, cell(row), isNumber, isPlain}`; the name of a plain one is for readers of screens alone. */
export function table(caption, columns, rows) {
  const kind = ({ isNumber }) => (isNumber ? 'number' : null);
  return h('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': caption }, h(
    'table', {}, h('caption', { class: 'visually-hidden' }, caption),
    h('thead', {}, h('tr', {}, ...columns.map((column) => h('th', { scope: 'col', class: kind(column) }, column.isPlain ? h('span', { class: 'visually-hidden' }, column.name) : column.name)))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...columns.map((column) => h('td', { class: kind(column) }, column.cell(row))))))));
}

export const bar = (share) => h('span', { class: 'cell-bar', 'aria-hidden': 'true', '--share': Math.max(0, Math.min(1, share || 0)) }, h('i'));

export const itemAddress = (id) => `#/items/${encodeURIComponent(id)}`;

export function itemCell(id, item) {
  return h('span', { class: 'cell-item' }, picture(id, item, 'tiny'), h('a', { href: itemAddress(id) }, item?.title ?? id));
}

/** An item that is named as soon as the engine has told. */
export function namedCell(id) {
  const cell = h('span', {}, itemCell(id, nameOf(id)));
  withName(id, (item) => cell.replaceChildren(itemCell(id, item)));
  return cell;
}

export function nothing(title, text) {
  return h('div', { class: 'state' }, h('strong', {}, title), h('p', {}, text ?? ''));
}

/** Fills a place with what `ask` brings, and says so while it waits or fails. Gives a way to ask again. */
export function load(place, ask, draw) {
  let ticket = 0;
  const again = async (isQuiet = false) => {
    const mine = ticket += 1;
    if (!isQuiet) place.replaceChildren(h('div', { class: 'wait', role: 'status', 'aria-label': t('Loading') }));
    try {
      const answer = await ask();
      if (mine === ticket) keepingFocus(place, () => place.replaceChildren(...[draw(answer)].flat().filter(Boolean)));
    } catch (error) {
      if (mine !== ticket || (isQuiet && error.isOutage)) return;
      place.replaceChildren(h(
        'div', { class: 'state', role: 'alert' }, h('strong', {}, error.status === 0 ? t('No answer') : t('This could not be shown')),
        h('p', {}, error.status === 0 ? t('The engine is away.') : told(error)),
        h('button', { class: 'button small', type: 'button', onclick: () => again() }, t('Try again'))));
    }
  };
  again();
  return again;
}

/** Asks again now and then, until what it gives is called. What somebody points at or has the focus in is left in peace. */
export function refreshed(place, again, everyMs) {
  const timer = setInterval(() => { if (!document.hidden && !place.matches(':focus-within, :hover')) again(true); }, everyMs);
  return () => clearInterval(timer);
}

/** Asks in a dialog; resolves to whether the answer was yes. */
export function agreed(question) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog', { class: 'door', 'aria-label': question },
      h('form', { method: 'dialog' }, h('h2', {}, question), h('div', { class: 'panel-actions' }, h('button', { class: 'button main small', value: 'yes' }, t('Yes')), h('button', { class: 'button small', value: 'no' }, t('No')))));
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export const percent = (value, digits = 1) => t('{n} %', { n: number(value * 100, digits) });
export const count = (value) => number(value ?? 0);
export const ms = (value) => `${number(value, value < 10 ? 2 : 0)} ms`;

export const when = (time) => moment(time, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
export const day = (time) => moment(time, { day: 'numeric', month: 'short' });
export const clock = (time) => moment(time, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function bytes(value) {
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, value)) / 10));
  return `${number(value / 1024 ** power, power > 1 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB'][power]}`;
}
