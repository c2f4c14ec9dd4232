// What import refused, and why: the lines stand in the quarantine of the data directory.

import { h } from '../dom.js';
import { call } from '../api.js';
import { t } from '../i18n.js';
import { bar, count, head, load, nothing, section, table } from './parts.js';

export function quarantine(place) {
  const body = h('div');
  place.append(head(t('What import refused'), '', h('p', { class: 'crumb' }, h('a', { href: '#/catalogue/' }, t('Catalogue')))), body);
  load(body, () => call('GET', 'quarantine'), (answer) => {
    place.querySelector('.head p:last-child').textContent = sentence(answer);
    return answer.lines === 0 ? nothing(t('Nothing was refused'), t('Every line of every import was taken.')) : [reasons(answer), refusals(answer)];
  });
}

function sentence({ lines, complete }) {
  if (lines === 0) return '';
  return t(complete
    ? '{n} lines wait in quarantine.jsonl of the data directory, to be corrected and imported again.'
    : '{n} lines, the newest of more, wait in quarantine.jsonl of the data directory, to be corrected and imported again.', { n: count(lines) });
}

function reasons({ codes }) {
  const rows = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  return section(t('Why'), null, table(t('Refusals by code'), [
    { name: t('Code'), cell: ([code]) => h('span', { class: 'mono' }, code) },
    { name: t('Lines'), isNumber: true, cell: ([, n]) => count(n) },
    { name: t('As a bar'), isPlain: true, cell: ([, n]) => bar(n / rows[0][1]) },
  ], rows));
}

function refusals({ newest }) {
  return section(t('The newest'), null, table(t('The newest refusals'), [
    { name: t('File'), cell: ({ file }) => h('span', { class: 'mono' }, file ?? '') },
    { name: t('Line'), isNumber: true, cell: ({ line }) => (line == null ? '' : count(line)) },
    { name: t('Field'), cell: ({ field }) => field ?? '' },
    { name: t('What was wrong'), cell: ({ message }) => message ?? '' },
  ], newest));
}
