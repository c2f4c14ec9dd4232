// One item: its week, and its place among the others.

import { h } from '../dom.js';
import { call, itemDetails } from '../api.js';
import { locale, price, t } from '../i18n.js';
import { graph } from '../charts/graph.js';
import { picture } from '../picture.js';
import { count, head, itemAddress, itemCell, load, nothing, section, table } from './parts.js';

const neighbours = 9;
const fields = ['title', 'brand', 'price', 'image', 'categories', 'attributes'];

export function item(place, id) {
  const top = h('div');
  const around = h('div');
  place.append(head(id, '', h('p', { class: 'crumb' }, h('a', { href: '#/catalogue/' }, t('Catalogue')))), top, around);
  load(top, () => itemDetails(id), (found) => {
    place.querySelector('.head h1').textContent = found.title ?? id;
    place.querySelector('.head p:last-child').textContent = found.description ?? '';
    return facts(id, found);
  });
  const ask = (placement) => call('POST', 'recommend', { placement, item: id, limit: neighbours, fields, locale, explain: true });
  load(around, () => Promise.all([ask('similar'), ask('bought_together'), itemDetails(id).catch(() => ({}))]), ([similar, together, own]) => (
    section(t('Its neighbours'), t('Left, what could take its place; right, what is bought with it. The nearer, the stronger the tie.'), neighbourhood(id, own, similar.items, together.items))));
}

function facts(id, found) {
  const fact = (name, value) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const week = found.last_7_days;
  return h(
    'div', { class: 'item-head' }, picture(id, found),
    h(
      'dl', { class: 'facts' }, fact(t('Id'), h('span', { class: 'mono' }, id)), fact(t('Price'), price(found.price)), fact(t('Brand'), found.brand),
      fact(t('Category'), found.categories?.[0]?.join(' › ')), fact(t('Stock'), found.stock == null ? null : count(found.stock)),
      fact(t('Viewed in 7 days'), count(week.views)), fact(t('Put in carts'), count(week.carts)), fact(t('Bought'), count(week.purchases))));
}

function neighbourhood(id, own, similar, together) {
  if (similar.length + together.length === 0) return nothing(t('No neighbours yet'), t('They come with what people do.'));
  const sides = [{ name: t('similar'), className: 'similar', entries: similar }, { name: t('bought together'), className: 'together', entries: together }].filter(({ entries }) => entries.length > 0);
  const lines = new Map();
  for (const { name, entries } of sides) {
    for (const entry of entries) lines.set(entry.id, { entry, ties: [...(lines.get(entry.id)?.ties ?? []), name] });
  }
  return h(
    'div', { class: 'columns' },
    h('div', {}, graph({ center: { id, item: own }, sides, link: itemAddress, title: t('Neighbours of the item') }), h('p', { class: 'legend' }, h('span', {}, t('similar')), h('span', { class: 'together' }, t('bought together')))),
    table(t('The same as a table'), [
      { name: t('Item'), cell: ({ entry }) => itemCell(entry.id, entry.item) },
      { name: t('Tie'), cell: ({ ties }) => ties.map((tie) => h('span', { class: 'tag' }, tie)) },
    ], [...lines.values()]));
}
