// What the log teaches of the shop: what rises and falls, who comes, and who comes back.

import { h } from '../dom.js';
import { call } from '../api.js';
import { locale, number, price, t } from '../i18n.js';
import { whisker } from '../charts/whisker.js';
import { heatMap } from '../charts/heat.js';
import { count, day, head, itemCell, load, nothing, percent, section, table } from './parts.js';

export function knowledge(place) {
  const body = h('div');
  place.append(head(t('Knowledge'), t('What the latest events teach of the shop. An item’s own page shows what goes with it and what replaces it.')), body);
  load(body, () => call('GET', `insights?locale=${locale}`), draw);
}

function draw(insight) {
  return [
    section(
      t('Trends'), t('The last two days of the log, beside what each item would have had with its share of the two weeks before.'),
      h('div', { class: 'columns' }, trends(t('Rising'), insight.risers), trends(t('Falling'), insight.fallers))),
    section(t('Who comes'), t('Sessions by what was known of the person when they began.'), segments(insight)),
    section(t('Who comes back'), t('People by when they first came; those of the first row may have come before.'), cohorts(insight)),
  ];
}

function trends(name, all) {
  if (all.length === 0) return h('div', {}, h('h3', {}, name), nothing(t('Nothing stands out')));
  return h('div', {}, h('h3', {}, name), table(name, [
    { name: t('Item'), cell: ({ id, item }) => itemCell(id, item) },
    { name: t('Lately'), isNumber: true, cell: ({ recent }) => count(recent) },
    { name: t('Expected'), isNumber: true, cell: ({ expected }) => number(expected, expected < 10 ? 1 : 0) },
  ], all));
}

const segmentNames = () => ({ anonymous: t('Nameless'), new: t('New'), returning: t('Returning'), customer: t('Customers') });

function segments({ segments: all, currency }) {
  if (all.length === 0) return nothing(t('No sessions yet'));
  const top = Math.max(...all.map(({ period }) => period.conversion.high));
  const money = (minor) => (currency ? price({ minor: Math.round(minor), currency }) : number(minor));
  return table(t('Who comes'), [
    { name: t('Segment'), cell: ({ segment }) => segmentNames()[segment] },
    { name: t('Sessions'), isNumber: true, cell: ({ period }) => count(period.sessions) },
    { name: t('Cart rate'), isNumber: true, cell: ({ period }) => percent(period.cart_rate.value) },
    { name: t('Conversion'), isNumber: true, cell: ({ period }) => percent(period.conversion.value) },
    { name: t('with the range that chance leaves open'), isPlain: true, cell: ({ period }) => whisker(period.conversion, top) },
    { name: t('Revenue a session'), isNumber: true, cell: ({ period }) => money(period.revenue_per_session.value) },
  ], all);
}

function cohorts({ cohorts: all, cohort_days: days }) {
  const steps = Math.max(0, ...all.map(({ active }) => active.length));
  if (steps < 2) return nothing(t('Too early to tell'), t('This needs two days of events that name their visitor.'));
  const share = (active, step) => (step < active.length ? active[step] / active[0] : null);
  return heatMap({
    title: t('Share of people who came again'), note: days === 1 ? t('By days since the first') : t('By weeks since the first'),
    rowNames: all.map(({ start, active }) => `${day(start)} · ${count(active[0])}`), columnNames: Array.from({ length: steps }, (_, step) => String(step)),
    format: (value) => percent(value, 0), left: 110, data: () => all.map(({ active }) => Array.from({ length: steps }, (_, step) => share(active, step))),
  }).element;
}
