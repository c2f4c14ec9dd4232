// An answer made again from the log as it was, beside what was served, and what its scores are made of.

import { h } from '../dom.js';
import { call } from '../api.js';
import { number, t } from '../i18n.js';
import { bar, load, namedCell, section, table } from './parts.js';

/** The log is walked through from its first event on. */
const limitMs = 120_000;

/** Makes it again when asked to, for that takes a while. */
export function replay({ request: id, items: served }) {
  const result = h('div');
  const button = h('button', { class: 'button small', type: 'button' }, t('Make it again'));
  button.addEventListener('click', () => {
    button.hidden = true;
    load(result, () => call('GET', `requests/${encodeURIComponent(id)}/replay`, undefined, { limitMs }), (again) => made(again, served));
  });
  return section(t('Replay'), t('From the log as it was, with the models that answered: what would be served, and what each score is the sum of.'), button, result);
}

function made({ items, differences }, served) {
  const placeOf = new Map(served.map(({ id, position }) => [id, position]));
  const sizes = items.flatMap(({ parts }) => parts.map(({ value }) => Math.abs(value)));
  const most = Math.max(Number.MIN_VALUE, ...sizes);
  return [
    h('p', { class: 'verdict', role: 'status' }, h('span', { class: differences.length ? 'tag warn' : 'tag' }, differences.length ? t('It differs') : t('The same')), ' ',
      differences.length ? null : t('Every item, in its place, with its score.')),
    differences.length > 0 && h('ul', { class: 'differences' }, ...differences.map((difference) => h('li', {}, difference))),
    table(t('The answer made again'), [
      { name: t('Place'), isNumber: true, cell: ({ position }) => String(position + 1) },
      { name: t('Served at'), isNumber: true, cell: ({ id }) => (placeOf.has(id) ? String(placeOf.get(id) + 1) : '–') },
      { name: t('Item'), cell: ({ id }) => namedCell(id) },
      { name: t('Score'), isNumber: true, cell: ({ score }) => number(score, 4) },
      sizes.length > 0 && { name: t('The sum of'), cell: ({ parts }) => h('ul', { class: 'parts' }, ...parts.map((part) => partLine(part, most))) },
    ].filter(Boolean), items),
  ];
}

const partLine = ({ name, value }, most) => h('li', {}, h('span', {}, partNames()[name] ?? name), bar(Math.abs(value) / most), h('span', { class: value < 0 ? 'less' : null }, number(value, 4)));

const partNames = () => ({
  sequences: t('what follows'), orders: t('same order'), cosine: t('same visit'), linear: t('whole histories'), content: t('described alike'), sessions: t('visits like it'), popularity: t('popular'),
  region: t('popular nearby'), trending: t('rising'), recent: t('seen lately'), again: t('due again'), new: t('new item'), model: t('trained model'), blend: t('model and companions'),
  seen: t('shown in vain'), spread: t('its category above'), diversity: t('alike above'),
});
