// What a list is made of, by category: the intent that the engine reads from what was done so far.

import { h } from '../dom.js';
import { number, t } from '../i18n.js';

const partsMax = 4;

/** The categories of a list's items with their shares, largest first, the rest as one. */
function mixOf(entries) {
  const counts = new Map();
  for (const { item } of entries) {
    const path = item?.attributes?.category_name?.split?.(' > ') ?? item?.categories?.[0];
    const name = path?.at(-1);
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const whole = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, n]) => ({ name, share: n / whole }));
}

/** Bars for the leading categories, each with where it stood before. */
export function mixChart(before, after) {
  const old = new Map(mixOf(before).map(({ name, share }) => [name, share]));
  const parts = mixOf(after).slice(0, partsMax);
  if (parts.length === 0) return null;
  const percent = (share) => `${number(share * 100)} %`;
  return h(
    'dl', { class: 'mix', 'aria-label': t('mixLabel') }, ...parts.map(({ name, share }) => {
      const from = old.get(name) ?? 0;
      return h(
        'div', { '--from': from, '--to': share },
        h('dt', {}, name),
        h('dd', {}, h('i', { 'aria-hidden': 'true' }), h('span', {}, from === share ? percent(share) : `${percent(from)} → ${percent(share)}`)));
    }));
}
