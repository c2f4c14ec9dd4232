// What import refused, and why: the lines stand in the quarantine of the data directory.

import { h } from '../dom.js';
import { call } from '../api.js';
import { bar, count, head, load, nothing, section, table } from './parts.js';

export function quarantine(place) {
  const body = h('div');
  place.append(head('What import refused', '', h('p', { class: 'crumb' }, h('a', { href: '#/catalogue/' }, 'Catalogue'))), body);
  load(body, () => call('GET', 'quarantine'), (answer) => {
    place.querySelector('.head p:last-child').textContent = sentence(answer);
    return answer.lines === 0 ? nothing('Nothing was refused', 'Every line of every import was taken.') : [reasons(answer), refusals(answer)];
  });
}

function sentence({ lines, complete }) {
  if (lines === 0) return '';
  return `${count(lines)} lines${complete ? '' : ', the newest of more,'} wait in quarantine.jsonl of the data directory, to be corrected and imported again.`;
}

function reasons({ codes }) {
  const rows = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  return section('Why', null, table('Refusals by code', [
    { name: 'Code', cell: ([code]) => h('span', { class: 'mono' }, code) },
    { name: 'Lines', isNumber: true, cell: ([, n]) => count(n) },
    { name: 'As a bar', isPlain: true, cell: ([, n]) => bar(n / rows[0][1]) },
  ], rows));
}

function refusals({ newest }) {
  return section('The newest', null, table('The newest refusals', [
    { name: 'File', cell: ({ file }) => h('span', { class: 'mono' }, file ?? '') },
    { name: 'Line', isNumber: true, cell: ({ line }) => (line == null ? '' : count(line)) },
    { name: 'Field', cell: ({ field }) => field ?? '' },
    { name: 'What was wrong', cell: ({ message }) => message ?? '' },
  ], newest));
}
