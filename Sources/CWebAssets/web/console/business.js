// What the log says of the business: rates with their intervals, the way to a purchase, habits.

import { h } from '../dom.js';
import { number, price } from '../i18n.js';
import { whisker } from '../charts/whisker.js';
import { lineChart } from '../charts/line.js';
import { barChart } from '../charts/bars.js';
import { heatMap } from '../charts/heat.js';
import { count, nothing, percent, section, when } from './parts.js';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export function business(insight) {
  if (insight.whole.sessions === 0) {
    return section('The business', null, nothing('No sessions yet', 'Figures come with the first events that people cause.'));
  }
  const note = `${count(insight.whole.sessions)} sessions from ${when(insight.from)} to ${when(insight.to)}, the last ${
    count(insight.last_offset - insight.first_offset + 1)} events.${insight.complete ? '' : ' Still counting.'} Each figure stands with the range that chance leaves open, 95 times of 100.`;
  return [
    section('The business', note, h('div', { class: 'columns' }, rates(insight), conversion(insight))),
    section('The way to a purchase', null, h('div', { class: 'columns' }, funnel(insight.whole), places(insight))),
    section('When people shop', null, week(insight)),
  ];
}

function rates({ click_rate: clicks, whole, currency }) {
  const { cart_rate: carts, conversion: bought, revenue_per_session: revenue } = whole;
  const top = Math.max(clicks.of ? clicks.high : 0, carts.high, bought.high);
  const money = (minor) => (currency ? price({ minor: Math.round(minor), currency }) : number(minor));
  const share = (name, what, figure) => rate(name, `${count(figure.count)} of ${count(figure.of)} ${what}`, figure, percent, top);
  return h(
    'dl', { class: 'rates' },
    clicks.of > 0 && share('Click rate', 'answers seen', clicks),
    share('Cart rate', 'sessions', carts),
    share('Conversion', 'sessions', bought),
    rate('Revenue a session', `${money(revenue.sum)} in all`, { ...revenue, low: Math.max(0, revenue.low) }, money, revenue.high * 1.25));
}

function rate(name, what, figure, format, top) {
  return h(
    'div', { class: 'rate' }, h('dt', {}, name, h('small', {}, what)),
    h('dd', {}, h('span', { class: 'rate-value' }, format(figure.value)), h('span', { class: 'rate-range' }, `${format(figure.low)} – ${format(figure.high)}`)),
    h('dd', {}, whisker(figure, top)));
}

function conversion({ periods, step_s: step }) {
  const format = new Intl.DateTimeFormat('en-GB', step < 86_400 ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' });
  return lineChart({
    title: 'Conversion over time', note: step < 86_400 ? 'By the hour' : 'By the day', series: ['conversion'], height: 260,
    data: () => periods.map((period) => ({
      x: Date.parse(period.start), label: format.format(new Date(period.start)), values: [period.conversion.value],
      low: period.conversion.low, high: period.conversion.high,
    })),
    format: (value) => percent(value, value < 0.1 ? 1 : 0),
  }).element;
}

function funnel(whole) {
  const steps = [['Came', whole.sessions], ['Looked', whole.viewed], ['Put in cart', whole.carted], ['Bought', whole.bought]];
  return h(
    'figure', { class: 'figure' }, h('figcaption', {}, h('h3', {}, 'Sessions by how far they came')),
    h('ol', { class: 'funnel' }, ...steps.map(([name, n]) => h(
      'li', {}, h('span', {}, name), h('span', { class: 'funnel-bar', 'aria-hidden': 'true', '--share': n / whole.sessions }, h('i')),
      h('span', { class: 'funnel-count' }, count(n), h('small', {}, percent(n / whole.sessions)))))));
}

function places({ positions }) {
  const last = Math.max(11, positions.findLastIndex((n) => n > 0));
  return barChart({
    title: 'Where people click', note: 'By place in the list', unit: 'place', height: 180, format: count,
    data: () => positions.slice(0, last + 1).map((value, index) => ({ label: String(index + 1), value })),
  }).element;
}

function week(insight) {
  return heatMap({
    title: 'Events by hour of the week', note: 'UTC', rowNames: days, columnNames: hours, format: count,
    data: () => days.map((_, day) => insight.week.slice(day * 24, day * 24 + 24)),
  }).element;
}
