// How the process does: time by route, refusals, memory.

import { h } from '../dom.js';
import { headers, ApiError } from '../api.js';
import { duration, t } from '../i18n.js';
import { samples } from './exposition.js';
import { bar, bytes, count, head, load, ms, nothing, section, table } from './parts.js';

const everyMs = 4000;

export function system(place) {
  const body = h('div');
  place.append(head(t('Health'), t('What this process has done since it started. The same figures are at /metrics, for a monitoring system.')), body);
  const again = load(body, ask, draw);
  const timer = setInterval(() => { if (!document.hidden && !body.matches(':focus-within')) again(true); }, everyMs);
  return () => clearInterval(timer);
}

async function ask() {
  let response;
  try {
    response = await fetch('metrics', { headers: headers(), cache: 'no-store' });
  } catch (error) {
    throw new ApiError(0, { code: 'unreachable', message: String(error) });
  }
  if (!response.ok) throw new ApiError(response.status);
  return samples(await response.text());
}

function draw(all) {
  const value = (name) => all.find((sample) => sample.name === name)?.value ?? 0;
  const fact = (name, text) => h('div', {}, h('dt', {}, name), h('dd', {}, text));
  return [
    h(
      'dl', { class: 'facts' }, fact(t('Up for'), duration(value('martlet_uptime_seconds') * 1000)), fact(t('Memory'), bytes(value('martlet_resident_bytes'))),
      fact(t('Events in the log'), count(value('martlet_log_offset'))), fact(t('Items'), count(value('martlet_items'))), fact(t('People remembered'), count(value('martlet_people'))),
      fact(t('Answers recorded'), count(value('martlet_slates_total'))), fact(t('Answers not recorded'), count(value('martlet_slates_lost_total'))), fact(t('Write-ahead log'), bytes(value('martlet_wal_bytes')))),
    section(t('Time to answer'), null, routes(all)),
    h('div', { class: 'columns' }, section(t('Refused'), null, refusals(all)), section(t('Memory by model'), null, memory(all))),
  ];
}

function routes(all) {
  const rows = new Map();
  for (const { name, labels, value } of all) {
    if (!name.startsWith('martlet_request_seconds')) continue;
    const key = `${labels.method} ${labels.route} ${labels.status}`;
    const row = rows.get(key) ?? { ...labels };
    if (name.endsWith('_count')) row.count = value;
    else if (name.endsWith('_sum')) row.sum = value;
    else row[labels.quantile] = value * 1000;
    rows.set(key, row);
  }
  const shown = [...rows.values()].toSorted((a, b) => b.count - a.count);
  return table(t('Routes by number of requests'), [
    { name: t('Route'), cell: ({ method, route }) => h('span', { class: 'mono' }, `${method} ${route}`) },
    { name: t('Status'), cell: ({ status }) => (Number(status) < 400 ? status : h('span', { class: 'tag warn' }, status)) },
    { name: t('Requests'), isNumber: true, cell: (row) => count(row.count) },
    ...[[t('Median'), '0.5'], [t('90 %'), '0.9'], [t('99 %'), '0.99']].map(([name, quantile]) => ({ name, isNumber: true, cell: (row) => ms(row[quantile]) })),
  ], shown);
}

function refusals(all) {
  const rows = all.filter(({ name }) => name === 'martlet_errors_total').toSorted((a, b) => b.value - a.value);
  if (rows.length === 0) return nothing(t('Nothing was refused'));
  return table(t('Refusals by code'), [
    { name: t('Code'), cell: ({ labels }) => h('span', { class: 'mono' }, labels.code) },
    { name: t('Times'), isNumber: true, cell: ({ value }) => count(value) },
    { name: t('As a bar'), isPlain: true, cell: ({ value }) => bar(value / rows[0].value) },
  ], rows);
}

function memory(all) {
  const rows = all.filter(({ name }) => name === 'martlet_model_bytes').toSorted((a, b) => b.value - a.value);
  if (rows.length === 0) return nothing(t('No models'), t('{n} bytes', { n: 0 }));
  return table(t('Memory by model'), [
    { name: t('Model'), cell: ({ labels }) => labels.model },
    { name: t('Bytes'), isNumber: true, cell: ({ value }) => bytes(value) },
    { name: t('As a bar'), isPlain: true, cell: ({ value }) => bar(value / rows[0].value) },
  ], rows);
}
