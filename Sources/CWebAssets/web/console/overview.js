// The first page: how it does now, what it earns, and how people use the shop.

import { h } from '../dom.js';
import { call } from '../api.js';
import { number, sentences, t } from '../i18n.js';
import { spark } from '../charts/spark.js';
import { lineChart } from '../charts/line.js';
import { whileLive, live } from './live.js';
import { business } from './business.js';
import { clock, count, head, load, ms, refreshed } from './parts.js';

const insightEveryMs = 5000;
const countOnMs = 200;

export function overview(place) {
  const top = head(t('Overview'), t('Connecting to the engine.'));
  const gauges = h('dl', { class: 'gauges' });
  const latency = lineChart({
    title: t('Time to answer'), note: t('Median, and up to the slowest of a hundred'), series: [t('median')], height: 190, xLabels: 6,
    data: () => live.beats.filter(({ answers_per_s: rate }) => rate > 0).map((beat) => ({
      x: beat.at, label: clock(beat.at), values: [beat.p50_ms], low: beat.p50_ms, high: beat.p99_ms,
    })),
    format: (value) => ms(value),
  });
  const counted = h('div');
  place.append(top, h('section', { class: 'instrument', 'aria-labelledby': 'now' }, h('h2', { id: 'now', class: 'visually-hidden' }, t('Right now')), gauges, latency.element), counted);

  const again = load(counted, () => call('GET', 'insights'), (insight) => {
    // Each question brings the count further.
    if (!insight.complete && counted.isConnected) setTimeout(() => again(true), countOnMs);
    return business(insight);
  });
  const rest = refreshed(counted, again, insightEveryMs);
  const stop = whileLive(() => {
    const beat = live.latest;
    if (!beat) return;
    top.querySelector('p').textContent = sentence(beat);
    gauges.replaceChildren(...gaugesOf(beat));
    latency.redraw();
  });
  return () => {
    stop();
    rest();
  };
}

function sentence(beat) {
  const trouble = beat.failed_per_s > 0 ? t('{n} requests a second fail.', { n: number(beat.failed_per_s, 1) }) : t('Nothing fails.');
  const answers = beat.answers_per_s > 0
    ? t('Half of the answers come within {median}, 99 of 100 within {most}.', { median: ms(beat.p50_ms), most: ms(beat.p99_ms) }) : t('Nobody asks for anything right now.');
  const kept = { items: count(beat.items), users: count(beat.users), events: count(beat.events) };
  return sentences(t('{items} items, {users} people and {events} events are in memory.', kept), answers, trouble);
}

function gaugesOf(beat) {
  const history = (name) => live.beats.slice(-120).map((one) => one[name]);
  const gauge = (label, value, unit, name, className = '') => h(
    'div', { class: `gauge ${className}` }, h('dt', {}, label),
    h('dd', {}, value, h('small', {}, unit), spark(history(name))));
  const rate = (value) => number(value, value < 10 ? 1 : 0);
  const refused = beat.refused_per_s + beat.failed_per_s;
  return [
    gauge(t('Events'), rate(beat.events_per_s), t('a second'), 'events_per_s'),
    gauge(t('Answers'), rate(beat.answers_per_s), t('a second'), 'answers_per_s'),
    gauge(t('An event applied in'), number(beat.apply_us), 'µs', 'apply_us'),
    gauge(t('Refused or failed'), rate(refused), t('a second'), 'refused_per_s', beat.failed_per_s > 0 ? 'warn' : ''),
  ];
}
