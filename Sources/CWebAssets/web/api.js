// Talking to the engine: requests, errors, and whether it answers at all.

import { kept } from './kept.js';
import { locale } from './i18n.js';

/** The key that every request shows, where the server asks for one. */
export const keptKey = kept('sessionStorage', 'martlet.key');

const timeoutMs = 8000;

export class ApiError extends Error {
  constructor(status, { code = 'unknown', message = `status ${status}`, field } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  /** The engine is away or overloaded, as against having refused what was asked. */
  get isOutage() {
    return this.status === 0 || this.status >= 500;
  }
}

/**
 * Whether the engine answers at all. Only the regular look at its counts decides, so that one
 * failing request does not flip the page; any other outage is a `doubt`, which asks for a look.
 */
export const health = Object.assign(new EventTarget(), {
  isUp: true,
  report(isUp) {
    if (this.isUp === isUp) return;
    this.isUp = isUp;
    this.dispatchEvent(new Event('change'));
  },
  doubt() {
    this.dispatchEvent(new Event('doubt'));
  },
});

/** What a request says of itself. */
export function headers(more = {}) {
  const key = keptKey.get();
  return key ? { ...more, authorization: `Bearer ${key}` } : more;
}

export async function call(method, path, body, { signal, limitMs = timeoutMs } = {}) {
  const limit = AbortSignal.timeout(limitMs);
  let response;
  let answer;
  try {
    response = await fetch(`v1/${path}`, {
      method,
      headers: headers(body ? { 'content-type': 'application/json' } : {}),
      body: body && JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      cache: 'no-store',
    });
    answer = await response.json().catch(() => null);
  } catch (error) {
    if (signal?.aborted) throw error;
    health.doubt();
    throw new ApiError(0, { code: 'unreachable', message: String(error) });
  }
  if (response.status === 401) health.dispatchEvent(new Event('locked'));
  if (response.status >= 500) health.doubt();
  if (!response.ok || answer === null) throw new ApiError(response.status, answer?.error);
  return answer;
}

export function itemDetails(id) {
  return call('GET', `items/${encodeURIComponent(id)}?locale=${locale}`);
}

/** A random UUID; `crypto.randomUUID` is missing on plain-HTTP pages of other hosts. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
