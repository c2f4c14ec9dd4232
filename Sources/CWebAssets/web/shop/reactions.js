// From something the shopper did to the new "For you": events first, then the new answer, timed.

import { sendEvents } from './asks.js';
import { person } from './person.js';

const attemptsMax = 5;
const pauseMs = 25;

let queue = Promise.resolve();

/**
 * Sends the events, then refreshes `home` until its answer has seen the last of them.
 *
 * `sent` resolves when the engine has the events, `done` to the measured reaction, or to null
 * where there is nothing to compare. Neither rejects. Reactions run one after the other.
 */
export function react(home, action, events) {
  const who = person.fields();
  const sent = queue.then(() => send(home, events, who));
  const done = sent.then((report) => measure(home, action, report)).catch(() => null);
  queue = done;
  return { sent, done };
}

async function send(home, events, who) {
  if (!home.answer) await home.refresh().catch(() => {});
  const started = performance.now();
  const answer = await sendEvents(events, who).catch(() => null);
  return { started, keptMs: performance.now() - started, offset: answer?.offset ?? null };
}

async function measure(home, action, { started, keptMs, offset }) {
  const before = home.items;
  let answer = await home.refresh();
  for (let attempt = 1; answer && answer.offset < offset && attempt < attemptsMax; attempt += 1) {
    await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
    answer = await home.refresh();
  }
  if (!answer || offset === null) return null;
  const totalMs = performance.now() - started;
  return {
    action,
    before,
    after: answer.items,
    totalMs,
    keptMs,
    answerMs: totalMs - keptMs,
    engineUs: answer.took_us,
    offset,
    hasSeen: answer.offset >= offset,
  };
}
