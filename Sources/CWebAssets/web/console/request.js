// One answer: what was served, to whom, from which versions, and what came of it.

import { h } from '../dom.js';
import { call } from '../api.js';
import { number } from '../i18n.js';
import { nameOf, withName } from '../names.js';
import { bar, count, head, itemCell, load, nothing, section, table, when } from './parts.js';

const places = { home: 'For you', similar: 'Similar', bought_together: 'Bought together', cart: 'Goes with the cart', trending: 'Trending', recent: 'Recently viewed', search: 'Search' };

export function request(place, id) {
  const body = h('div');
  place.append(head('One answer', '', h('p', { class: 'crumb' }, h('a', { href: '#/events' }, 'Events'))), body);
  load(body, () => call('GET', `requests/${encodeURIComponent(id)}`), (served) => {
    place.querySelector('.head p:last-child').textContent = sentence(served);
    return [facts(served), section('What was served', null, slate(served))];
  });
}

function sentence({ place, query, items, user, visitor, session, time }) {
  const who = user ?? visitor ?? session ?? 'somebody unknown';
  return `${places[place] ?? place}${query ? ` for “${query}”` : ''}: ${count(items.length)} items for ${who}, ${when(time)}.`;
}

function facts({ request: id, offset, versions, seed, feedback }) {
  const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
  return h(
    'dl', { class: 'facts' }, fact('Request', h('span', { class: 'mono' }, id)), fact('Knew events up to', count(offset)),
    ...Object.entries(versions ?? {}).map(([name, value]) => fact(`Version: ${name}`, String(value))),
    fact('Seed', String(seed)), fact('Reactions', count(feedback.length)));
}

function slate({ items, feedback }) {
  if (items.length === 0) return nothing('Nothing was found', 'This answer was empty.');
  const best = Math.max(...items.map(({ score }) => score), Number.MIN_VALUE);
  const reactions = new Map();
  for (const { item, type } of feedback) if (item) reactions.set(item, [...new Set([...(reactions.get(item) ?? []), type])]);
  return table('The items of the answer, in order', [
    { name: 'Place', isNumber: true, cell: ({ position }) => String(position + 1) },
    {
      name: 'Item',
      cell: ({ id }) => {
        const cell = h('span', {}, itemCell(id, nameOf(id)));
        withName(id, (item) => cell.replaceChildren(itemCell(id, item)));
        return cell;
      },
    },
    { name: 'Score', isNumber: true, cell: ({ score }) => number(score, 4) },
    { name: 'of the best', cell: ({ score }) => bar(score / best) },
    { name: 'Shown with chance', isNumber: true, cell: ({ propensity }) => (propensity == null ? '' : number(propensity, 3)) },
    { name: 'What came of it', cell: ({ id }) => (reactions.get(id) ?? []).map((type) => h('span', { class: 'tag' }, type.replaceAll('_', ' '))) },
  ], items);
}
