// What people search for, and where they leave empty-handed.

import { h } from '../dom.js';
import { call } from '../api.js';
import { locale, microseconds, t } from '../i18n.js';
import { bar, count, head, itemCell, load, nothing, percent, section, table } from './parts.js';

const shownMax = 25;
const weakMax = 10;
/** Fewer searches than this say nothing of a click rate. */
const searchesMin = 5;

export function queries(place) {
  const tried = h('div');
  const input = h('input', { type: 'search', id: 'try-query', placeholder: t('A query'), maxlength: 200, autocomplete: 'off' });
  const form = h('form', { class: 'ask', role: 'search' }, h('label', { class: 'visually-hidden', for: 'try-query' }, t('Try a query')), input, h('button', { class: 'button small' }, t('Try')));
  const attempt = (query) => {
    input.value = query;
    load(tried, () => call('POST', 'search', { query, limit: 8, locale, explain: true, fields: ['title', 'brand', 'image', 'attributes', 'categories'] }), found);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim()) attempt(input.value.trim());
  });
  const body = h('div');
  place.append(head(t('Queries'), t('What people type, in the order of how often. A query that finds nothing is a wish the shop does not know of yet.')), form, tried, body);
  const ask = () => Promise.all([call('GET', 'insights'), call('GET', `queries?only=nothing_found&limit=${shownMax}`)]);
  load(body, ask, ([insight, lacking]) => sections(insight.queries, lacking.queries, attempt));
}

const tryButton = (query, attempt) => h('button', { class: 'plain', type: 'button', onclick: () => attempt(query) }, query);

function unmet(all, attempt) {
  return section(t('Not met'), t('Nothing in the catalogue meets all that they ask for.'), all.length === 0 ? nothing(t('Every frequent query finds something')) : table(t('Queries that are not met'), [
    { name: t('Query'), cell: ({ query }) => tryButton(query, attempt) },
    { name: t('Searches'), isNumber: true, cell: ({ asked }) => count(asked) },
    { name: t('Went on to an item'), isNumber: true, cell: ({ followed }) => count(followed) },
    { name: t('Finds'), cell: ({ relaxed }) => h('span', { class: 'tag warn' }, relaxed ? t('what meets a part of it') : t('nothing')) },
  ], all));
}

function sections(all, lacking, attempt) {
  if (all.length === 0) return nothing(t('Nobody has searched yet'));
  const ask = { name: t('Query'), cell: ({ query }) => tryButton(query, attempt) };
  const times = { name: t('Searches'), isNumber: true, cell: ({ searches }) => count(searches) };
  const finds = { name: t('Finds'), isNumber: true, cell: ({ found: n }) => (n === 0 ? h('span', { class: 'tag warn' }, t('nothing')) : count(n)) };
  const clicks = { name: t('Clicked'), isNumber: true, cell: ({ click_rate: rate }) => percent(rate.value, 0) };
  const range = { name: t('between'), isNumber: true, cell: ({ click_rate: rate }) => h('span', { class: 'quiet' }, `${percent(rate.low, 0)} – ${percent(rate.high, 0)}`) };
  const share = { name: t('Click rate as a bar'), isPlain: true, cell: ({ click_rate: rate }) => bar(rate.value) };
  const sum = (name) => all.reduce((total, { click_rate: rate }) => total + rate[name], 0);
  const usual = sum('count') / Math.max(1, sum('of'));
  const weak = all.filter(({ found: n, searches, click_rate: rate }) => n > 0 && searches >= searchesMin && rate.high < usual)
    .toSorted((a, b) => a.click_rate.high - b.click_rate.high).slice(0, weakMax);
  return [
    unmet(lacking, attempt),
    section(
      t('Find, but are hardly clicked'), t('Asked {n} times or more, and surely clicked less than the usual {share}.', { n: searchesMin, share: percent(usual, 0) }),
      weak.length ? table(t('Queries with few clicks'), [ask, times, finds, clicks, range, share], weak) : nothing(t('No query is surely clicked less than others'))),
    section(t('Most frequent'), null, table(t('The most frequent queries'), [ask, times, finds, clicks, range, share], all.slice(0, shownMax))),
  ];
}

function found({ items, total, corrected, understood, relaxed, took_us: us }) {
  const left = (relaxed ?? []).map(({ text }) => `“${text}”`).join(t(', '));
  const facts = [
    t('{n} found in {time}', { n: count(total), time: microseconds(us) }),
    corrected && t('searched as “{query}”', { query: corrected }), left && t('without {words}', { words: left }),
  ].filter(Boolean).join(t(', '));
  const slots = (understood?.slots ?? []).map(({ field, text, role }) => h('span', { class: 'tag' }, `${field}: ${text} (${role})`));
  return section(t('Tried'), facts, slots.length > 0 && h('p', {}, ...slots), items.length ? table(t('What it finds'), [
    { name: t('Item'), cell: ({ id, item }) => itemCell(id, item) },
    { name: t('Brand'), cell: ({ item }) => item?.brand ?? '' },
    { name: t('Score'), isNumber: true, cell: ({ score }) => score.toFixed(3) },
    { name: t('Why'), cell: ({ reasons }) => (reasons ?? []).map(({ text }) => text).join(t(', ')) },
  ], items) : nothing(t('Nothing is found')));
}
