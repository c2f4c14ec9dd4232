// One answer: what was served, to whom, from which versions, and what came of it.

import { h } from '../dom.js';
import { call } from '../api.js';
import { number, t } from '../i18n.js';
import { verbs } from './events.js';
import { placeNames } from './places.js';
import { replay } from './replay.js';
import { bar, count, head, load, namedCell, nothing, section, table, when } from './parts.js';

export function request(place, id) {
  const body = h('div');
  place.append(head(t('One answer'), '', h('p', { class: 'crumb' }, h('a', { href: '#/events' }, t('Events')))), body);
  load(body, () => call('GET', `requests/${encodeURIComponent(id)}`), (served) => {
    place.querySelector('.head p:last-child').textContent = sentence(served);
    return [facts(served), section(t('What was served'), null, slate(served)), replay(served)];
  });
}

function sentence({ place, query, items, user, visitor, session, time }) {
  const who = user ?? visitor ?? session ?? t('somebody unknown');
  const told = { place: placeNames()[place] ?? place, query, n: count(items.length), who, time: when(time) };
  return t(query ? '{place} for “{query}”: {n} items for {who}, {time}.' : '{place}: {n} items for {who}, {time}.', told);
}

function facts({ request: id, offset, versions, seed, feedback }) {
  const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
  return h(
    'dl', { class: 'facts' }, fact(t('Request'), h('span', { class: 'mono' }, id)), fact(t('Knew events up to'), count(offset)),
    ...Object.entries(versions ?? {}).map(([name, value]) => fact(t('Version: {name}', { name }), String(value))),
    fact(t('Seed'), String(seed)), fact(t('Reactions'), count(feedback.length)));
}

function slate({ items, feedback }) {
  if (items.length === 0) return nothing(t('Nothing was found'), t('This answer was empty.'));
  const best = Math.max(...items.map(({ score }) => score), Number.MIN_VALUE);
  const reactions = new Map();
  for (const { item, type } of feedback) if (item) reactions.set(item, [...new Set([...(reactions.get(item) ?? []), type])]);
  return table(t('The items of the answer, in order'), [
    { name: t('Place'), isNumber: true, cell: ({ position }) => String(position + 1) },
    { name: t('Item'), cell: ({ id }) => namedCell(id) },
    { name: t('Score'), isNumber: true, cell: ({ score }) => number(score, 4) },
    { name: t('of the best'), cell: ({ score }) => bar(score / best) },
    { name: t('Shown with chance'), isNumber: true, cell: ({ propensity }) => (propensity == null ? '' : number(propensity, 3)) },
    { name: t('What came of it'), cell: ({ id }) => (reactions.get(id) ?? []).map((type) => h('span', { class: 'tag' }, verbs()[type] ?? type)) },
  ], items);
}
