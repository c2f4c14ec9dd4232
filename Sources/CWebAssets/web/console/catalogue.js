// The catalogue, and what its items lack to be found, understood or sold.

import { h } from '../dom.js';
import { call } from '../api.js';
import { locale, number, price, t } from '../i18n.js';
import { remember } from '../names.js';
import { barChart } from '../charts/bars.js';
import { count, head, itemCell, load, nothing, section, table } from './parts.js';

const problemNames = () => ({
  no_title: t('No title'), no_price: t('No price'), no_image: t('No picture'), no_description: t('No description'), no_category: t('No category'),
  no_brand: t('No brand'), unavailable: t('Cannot be bought'), same_title: t('Same title as another'),
});

const priceBounds = [1, 10, 100, 1000, 10_000].flatMap((power) => [power, 2 * power, 5 * power]);

export function catalogue(place, problem) {
  const wanted = Object.hasOwn(problemNames(), problem) ? problem : '';
  const query = h('input', { type: 'search', id: 'catalogue-query', placeholder: t('Words of an item'), maxlength: 200, autocomplete: 'off' });
  const ask = h('form', { class: 'ask', role: 'search' }, h('label', { class: 'visually-hidden', for: 'catalogue-query' }, t('Find items')), query, h('button', { class: 'button small' }, t('Find')));
  const refused = h('p', { class: 'aside' }, h('a', { href: '#/quarantine' }, t('What import refused')));
  const choices = h('nav', { class: 'choices', 'aria-label': t('What items lack') });
  const body = h('div');
  const top = head(t('Catalogue'), '');
  const spread = h('div');
  place.append(top, ask, refused, choices, body, spread);
  if (!wanted) load(spread, () => call('POST', 'search', { query: '', limit: 1, facets: [{ field: 'price', bounds: priceBounds }] }), prices);

  const list = () => load(body, () => page(wanted), (answer) => {
    const lacking = Object.values(answer.problems).reduce((sum, n) => sum + n, 0);
    top.querySelector('p').textContent = t(lacking
      ? '{n} items, of which some lack something. What is missing cannot be searched, filtered or explained.'
      : '{n} items, and none lacks anything.', { n: count(answer.items_total) });
    const choice = (name, text, n) => h('a', { class: 'choice', href: `#/catalogue/${name}`, 'aria-current': name === wanted ? 'true' : null }, text, h('span', {}, count(n)));
    choices.replaceChildren(choice('', t('All'), answer.items_total), ...Object.entries(problemNames()).filter(([name]) => answer.problems[name] > 0 || name === wanted).map(([name, text]) => choice(name, text, answer.problems[name])));
    return answer.items.length ? pages(answer, wanted) : nothing(t('Nothing here'), wanted ? t('No item has this problem.') : t('The catalogue is empty: martlet import items FILE.'));
  });
  ask.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = query.value.trim();
    if (!text) {
      list();
      return;
    }
    load(body, () => call('POST', 'search', { query: text, limit: 50, fields: ['title', 'brand', 'price', 'categories', 'stock', 'image', 'attributes'], locale }), ({ items }) => (
      items.length ? rowsOf(items.map(({ id, item }) => ({ ...item, id }))) : nothing(t('Nothing matches'), t('Other words may.'))));
  });
  list();
}

/** How many items cost how much; each range is about twice as wide as the one before. */
function prices({ facets }) {
  const ranges = facets?.price ?? [];
  const isUsed = ({ count: n }) => n > 0;
  const shown = ranges.slice(ranges.findIndex(isUsed), ranges.findLastIndex(isUsed) + 1);
  if (!ranges.some(isUsed)) return [];
  const name = ({ from, to }) => (from == null ? t('under {n}', { n: number(to) }) : number(from));
  return section(t('Prices'), null, barChart({
    title: t('What items cost'), note: t('Items by price, from the number below each bar on'), unit: t('from'), height: 180, format: count,
    data: () => shown.map((range) => ({ label: name(range), value: range.count })),
  }).element);
}

const page = (problem, after) => call('GET', `catalogue?${new URLSearchParams({ locale, limit: 50, ...(problem && { problem }), ...(after && { after }) })}`);

function pages(first, problem) {
  const holder = h('div', {}, rowsOf(first.items));
  const more = h('button', { class: 'button small', type: 'button', hidden: !first.next }, t('Show more'));
  let next = first.next;
  more.addEventListener('click', async () => {
    more.disabled = true;
    try {
      const answer = await page(problem, next);
      next = answer.next;
      holder.querySelector('tbody').append(...rowsOf(answer.items).querySelectorAll('tbody tr'));
      more.hidden = !next;
    } finally {
      more.disabled = false;
    }
  });
  return [holder, h('p', { class: 'state' }, more)];
}

function rowsOf(items) {
  for (const item of items) remember(item.id, item);
  return table(t('Items'), [
    { name: t('Item'), cell: (item) => itemCell(item.id, item) },
    { name: t('Brand'), cell: ({ brand }) => brand ?? '' },
    { name: t('Category'), cell: ({ categories }) => categories?.[0]?.at(-1) ?? '' },
    { name: t('Price'), isNumber: true, cell: (item) => price(item.price) },
    { name: t('Stock'), isNumber: true, cell: ({ stock }) => (stock == null ? '' : count(stock)) },
    { name: t('Lacks'), cell: ({ problems = [] }) => problems.map((name) => h('span', { class: 'tag warn' }, problemNames()[name] ?? name)) },
  ], items);
}
