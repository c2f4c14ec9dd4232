// What the page knows of items it met: events and cart lines name them by id alone.

import { itemDetails } from './api.js';

const namesMax = 3000;
const waitingMax = 40;
const atOnceMax = 2;

const known = new Map();
const waiting = new Map();
let running = 0;

export function remember(id, item) {
  if (!item?.title) return;
  known.delete(id);
  known.set(id, item);
  if (known.size > namesMax) known.delete(known.keys().next().value);
}

export function nameOf(id) {
  return known.get(id);
}

/** Forgets titles, which are in the wrong language now. */
export function forgetNames() {
  known.clear();
}

/** Calls `use` with the item, at once or when the engine has told; never for an unknown one. */
export function withName(id, use) {
  const item = known.get(id);
  if (item) return use(item);
  if (waiting.has(id)) return waiting.get(id).push(use);
  if (waiting.size >= waitingMax) return undefined;
  waiting.set(id, [use]);
  return next();
}

async function next() {
  if (running >= atOnceMax) return;
  running += 1;
  for (const [id, uses] of waiting) {
    if (uses.isRunning) continue;
    uses.isRunning = true;
    const item = known.get(id) ?? await itemDetails(id).catch(() => ({ title: id }));
    remember(id, item);
    waiting.delete(id);
    for (const use of uses) use(item);
  }
  running -= 1;
}
