// What the log says of the business: rates with their intervals, the way to a purchase, habits.

import { h } from '../dom.js';
import { moment, number, price, sentences, t } from '../i18n.js';
import { whisker } from '../charts/whisker.js';
import { lineChart } from '../charts/line.js';
import { barChart } from '../charts/bars.js';
import { heatMap } from '../charts/heat.js';
import { dataButtons } from '../charts/figure.js';
import { count, day, nothing, percent, section, when } from './parts.js';

/** A week that began on a Monday. */
const days = () => Array.from({ length: 7 }, (_, index) => moment(Date.UTC(2024, 0, 1 + index), { weekday: 'short', timeZone: 'UTC' }));
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export function business(insight) {
  if (insight.whole.sessions === 0) {
    return section(t('The business'), null, nothing(t('No sessions yet'), t('Figures come with the first events that people cause.')));
  }
  const seen = {
    n: count(insight.whole.sessions), from: when(insight.from), to: when(insight.to), events: count(insight.last_offset - insight.first_offset + 1),
  };
  const note = sentences(
    t('{n} sessions from {from} to {to}, the last {events} events.', seen), !insight.complete && t('Still counting.'),
    t('Each figure stands with the range that chance leaves open, 95 times of 100.'));
  return [
    section(t('The business'), note, h('div', { class: 'columns' }, rates(insight), conversion(insight))),
    section(t('The way to a purchase'), null, h('div', { class: 'columns' }, funnel(insight.whole), places(insight))),
    section(t('When people shop'), null, week(insight)),
  ];
}

function rates({ click_rate: clicks, whole, currency }) {
  const { cart_rate: carts, conversion: bought, revenue_per_session: revenue } = whole;
  const top = Math.max(clicks.of ? clicks.high : 0, carts.high, bought.high);
  const money = (minor) => (currency ? price({ minor: Math.round(minor), currency }) : number(minor));
  const share = (name, what, figure) => rate(name, t(what, { n: count(figure.count), of: count(figure.of) }), figure, percent, top);
  return h(
    'dl', { class: 'rates' },
    clicks.of > 0 && share(t('Click rate'), '{n} of {of} answers seen', clicks),
    share(t('Cart rate'), '{n} of {of} sessions', carts),
    share(t('Conversion'), '{n} of {of} sessions', bought),
    rate(t('Revenue a session'), t('{sum} in all', { sum: money(revenue.sum) }), { ...revenue, low: Math.max(0, revenue.low) }, money, revenue.high * 1.25));
}

function rate(name, what, figure, format, top) {
  return h(
    'div', { class: 'rate' }, h('dt', {}, name, h('small', {}, what)),
    h('dd', {}, h('span', { class: 'rate-value' }, format(figure.value)), h('span', { class: 'rate-range' }, `${format(figure.low)} – ${format(figure.high)}`)),
    h('dd', {}, whisker(figure, top)));
}

function conversion({ periods, step_s: step }) {
  const label = (time) => (step < 86_400 ? moment(time, { hour: '2-digit', minute: '2-digit' }) : day(time));
  return lineChart({
    title: t('Conversion over time'), note: step < 86_400 ? t('By the hour') : t('By the day'), series: [t('conversion')], height: 260,
    data: () => periods.map((period) => ({
      x: Date.parse(period.start), label: label(period.start), values: [period.conversion.value],
      low: period.conversion.low, high: period.conversion.high,
    })),
    format: (value) => percent(value, value < 0.1 ? 1 : 0),
  }).element;
}

function funnel(whole) {
  const steps = [[t('Came'), whole.sessions], [t('Looked'), whole.viewed], [t('Put in cart'), whole.carted], [t('Bought'), whole.bought]];
  const title = t('Sessions by how far they came');
  const { table, buttons } = dataButtons(title, [t('Step'), t('Sessions')], () => steps);
  return h(
    'figure', { class: 'figure' }, h('figcaption', {}, h('h3', {}, title), buttons),
    h('ol', { class: 'funnel' }, ...steps.map(([name, n]) => h(
      'li', {}, h('span', {}, name), h('span', { class: 'funnel-bar', 'aria-hidden': 'true', '--share': n / whole.sessions }, h('i')),
      h('span', { class: 'funnel-count' }, count(n), h('small', {}, percent(n / whole.sessions)))))), table);
}

function places({ positions }) {
  if (!positions.some((n) => n > 0)) return nothing(t('No clicks on answers yet'), t('Clicks that name their answer show where in the list people click.'));
  const last = Math.max(11, positions.findLastIndex((n) => n > 0));
  return barChart({
    title: t('Where people click'), note: t('By place in the list'), unit: t('place'), height: 180, format: count,
    data: () => positions.slice(0, last + 1).map((value, index) => ({ label: String(index + 1), value })),
  }).element;
}

function week(insight) {
  return heatMap({
    title: t('Events by hour of the week'), note: 'UTC', rowNames: days(), columnNames: hours, format: count,
    data: () => Array.from({ length: 7 }, (_, index) => insight.week.slice(index * 24, index * 24 + 24)),
  }).element;
}
