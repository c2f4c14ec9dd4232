// Every event as it comes, with the way to the answer that it reacts to.

import { h, icon } from '../dom.js';
import { call } from '../api.js';
import { number, t } from '../i18n.js';
import { nameOf, withName } from '../names.js';
import { picture } from '../picture.js';
import { live, whileLive } from './live.js';
import { clock, head, itemAddress, nothing } from './parts.js';

const linesMax = 60;
const kinds = {
  all: null,
  looks: ['view', 'click', 'dwell'],
  searches: ['search'],
  carts: ['add_to_cart', 'remove_from_cart'],
  purchases: ['purchase', 'return'],
  opinions: ['rating', 'dismiss'],
  impressions: ['impression'],
};
const kindNames = () => ({
  all: t('All'), looks: t('Looks'), searches: t('Searches'), carts: t('Carts'), purchases: t('Purchases'), opinions: t('Opinions'), impressions: t('Impressions'),
});
export const verbs = () => ({
  view: t('viewed'), click: t('clicked'), add_to_cart: t('put in the cart'), remove_from_cart: t('took out'), purchase: t('bought'), return: t('returned'),
  rating: t('rated'), search: t('searched for'), impression: t('was shown an answer'), dismiss: t('dismissed'), dwell: t('stayed on'), link: t('signed in'), unlink: t('signed out'),
});

export function events(place) {
  let kind = 'all';
  let isHeld = false;
  let past = [];
  const list = h('ol', { class: 'stream' });
  const hold = h('button', { type: 'button', class: 'choice', 'aria-pressed': 'false' }, t('Hold'));
  const choices = h('div', { class: 'choices', role: 'group', 'aria-label': t('Which events') });
  const lines = new Map();

  const draw = () => {
    if (isHeld) return;
    const newest = live.events[0]?.offset ?? 0;
    const oldest = live.events.at(-1)?.offset ?? Infinity;
    const all = [...live.events, ...past.filter(({ offset }) => offset < oldest)];
    const wanted = all.filter(({ type }) => (kinds[kind] ? kinds[kind].includes(type) : type !== 'impression' && type !== 'dwell')).slice(0, linesMax);
    for (const offset of lines.keys()) if (offset < newest - 2000) lines.delete(offset);
    const shown = wanted.map((event) => {
      if (!lines.has(event.offset)) lines.set(event.offset, line(event));
      return lines.get(event.offset);
    });
    // While somebody reads a line by keyboard or pointer, it stays where it is.
    if (list.matches(':focus-within')) return;
    list.replaceChildren(...(shown.length ? shown : [h('li', {}, nothing(t('Nothing of that kind yet')))]));
  };
  const drawChoices = () => choices.replaceChildren(...Object.keys(kinds).map((name) => h(
    'button',
    {
      type: 'button', class: 'choice', 'aria-pressed': String(name === kind),
      onclick: () => {
        kind = name;
        drawChoices();
        draw();
      },
    },
    kindNames()[name])), hold);
  hold.addEventListener('click', () => {
    isHeld = !isHeld;
    hold.setAttribute('aria-pressed', String(isHeld));
    draw();
  });
  drawChoices();
  place.append(head(t('Events'), t('What people do, as it is written to the log. An event links to the answer that it reacts to.')), choices, list);
  call('GET', 'events?last=200').then((answer) => {
    past = answer.events.toReversed();
    draw();
  }).catch(() => {});
  return whileLive(draw);
}

function line(event) {
  const mark = h('span', { class: 'stream-mark' }, icon(event.type === 'search' ? 'search' : 'bird'));
  const object = event.item ? h('a', { href: itemAddress(event.item) }, nameOf(event.item)?.title ?? event.item) : h('b', {}, event.query ? `“${event.query}”` : '');
  if (event.item) {
    withName(event.item, (item) => {
      object.textContent = item.title ?? event.item;
      mark.replaceWith(picture(event.item, item, 'tiny'));
    });
  }
  const value = event.type === 'rating' ? ` ${number(event.value ?? 0, 1)}★` : event.type === 'dwell' ? ` ${t('{n} s', { n: number(event.value ?? 0) })}` : '';
  return h(
    'li', { class: `type-${event.type}` }, h('time', { datetime: event.received }, clock(event.received)), mark,
    h(
      'span', { class: 'what' }, h('span', { class: 'who' }, event.user ?? event.visitor ?? t('someone')), ' ',
      h('span', { class: 'verb' }, `${verbs()[event.type] ?? event.type.replaceAll('_', ' ')}${value}`), ' ', object),
    event.request ? h('a', { class: 'quiet', href: `#/requests/${encodeURIComponent(event.request)}` }, event.position == null ? t('answer') : t('answer, place {n}', { n: event.position + 1 })) : '');
}
