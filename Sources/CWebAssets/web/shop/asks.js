// What the shop asks of the engine and tells it, always in the name of the person who shops.

import { call, newId } from '../api.js';
import { locale } from '../i18n.js';
import { person } from './person.js';

const retryAfterMs = 400;
const itemFields = ['title', 'brand', 'price', 'image', 'categories', 'attributes', 'description'];

/** Reports what `who` did, in order, and resolves once the engine has it. */
export async function sendEvents(events, who = person.fields()) {
  const whole = events.map((event) => ({ id: newId(), ...event, ...who }));
  const body = whole.length === 1 ? whole[0] : whole;
  try {
    return await call('POST', 'events', body);
  } catch (error) {
    if (!error.isOutage) throw error;
    // The same ids again: an event that did arrive is not counted twice.
    await new Promise((resolve) => { setTimeout(resolve, retryAfterMs); });
    return call('POST', 'events', body);
  }
}

export function recommend(placement, more = {}) {
  return call('POST', 'recommend', {
    placement, limit: 12, locale, explain: true, fields: itemFields, ...more, ...person.fields(),
  });
}

export function search(query, more = {}) {
  return call('POST', 'search', {
    query, limit: 24, locale, explain: true, paging: true, facets: ['brand'], fields: itemFields, ...more,
    ...person.fields(),
  });
}

export function suggest(text, signal) {
  const q = new URLSearchParams({ q: text, limit: 8 });
  return call('GET', `suggest?${q}`, undefined, { signal });
}
