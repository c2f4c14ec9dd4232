// The catalogue, and what its items lack to be found, understood or sold.

import { h } from '../dom.js';
import { call } from '../api.js';
import { price } from '../i18n.js';
import { remember } from '../names.js';
import { count, head, itemCell, load, nothing, table } from './parts.js';

export const problemNames = {
  no_title: 'No title', no_price: 'No price', no_image: 'No picture', no_description: 'No description', no_category: 'No category',
  no_brand: 'No brand', unavailable: 'Cannot be bought', same_title: 'Same title as another',
};

export function catalogue(place, problem) {
  const wanted = Object.hasOwn(problemNames, problem) ? problem : '';
  const query = h('input', { type: 'search', id: 'catalogue-query', placeholder: 'Words of an item', maxlength: 200, autocomplete: 'off' });
  const ask = h('form', { class: 'ask', role: 'search' }, h('label', { class: 'visually-hidden', for: 'catalogue-query' }, 'Find items'), query, h('button', { class: 'button small' }, 'Find'));
  const refused = h('p', { class: 'aside' }, h('a', { href: '#/quarantine' }, 'What import refused'));
  const choices = h('nav', { class: 'choices', 'aria-label': 'What items lack' });
  const body = h('div');
  const top = head('Catalogue', '');
  place.append(top, ask, refused, choices, body);

  const list = () => load(body, () => page(wanted), (answer) => {
    const lacking = Object.values(answer.problems).reduce((sum, n) => sum + n, 0);
    top.querySelector('p').textContent = `${count(answer.items_total)} items${lacking ? ', of which some lack something. What is missing cannot be searched, filtered or explained.' : ', and none lacks anything.'}`;
    const choice = (name, text, n) => h('a', { class: 'choice', href: `#/catalogue/${name}`, 'aria-current': name === wanted ? 'true' : null }, text, h('span', {}, count(n)));
    choices.replaceChildren(choice('', 'All', answer.items_total), ...Object.entries(problemNames).filter(([name]) => answer.problems[name] > 0 || name === wanted).map(([name, text]) => choice(name, text, answer.problems[name])));
    return answer.items.length ? pages(answer, wanted) : nothing('Nothing here', wanted ? 'No item has this problem.' : 'The catalogue is empty: martlet import items FILE.');
  });
  ask.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = query.value.trim();
    if (!text) {
      list();
      return;
    }
    load(body, () => call('POST', 'search', { query: text, limit: 50, fields: ['title', 'brand', 'price', 'categories', 'stock', 'image', 'attributes'], locale: 'en' }), ({ items }) => (
      items.length ? rowsOf(items.map(({ id, item }) => ({ ...item, id }))) : nothing('Nothing matches', 'Other words may.')));
  });
  list();
}

const page = (problem, after) => call('GET', `catalogue?${new URLSearchParams({ locale: 'en', limit: 50, ...(problem && { problem }), ...(after && { after }) })}`);

function pages(first, problem) {
  const holder = h('div', {}, rowsOf(first.items));
  const more = h('button', { class: 'button small', type: 'button', hidden: !first.next }, 'Show more');
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
  return table('Items', [
    { name: 'Item', cell: (item) => itemCell(item.id, item) },
    { name: 'Brand', cell: ({ brand }) => brand ?? '' },
    { name: 'Category', cell: ({ categories }) => categories?.[0]?.at(-1) ?? '' },
    { name: 'Price', isNumber: true, cell: (item) => price(item.price) },
    { name: 'Stock', isNumber: true, cell: ({ stock }) => (stock == null ? '' : count(stock)) },
    { name: 'Lacks', cell: ({ problems = [] }) => problems.map((name) => h('span', { class: 'tag warn' }, problemNames[name] ?? name)) },
  ], items);
}
