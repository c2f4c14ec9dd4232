// The stream of what happens: one beat a second, kept for as long as a chart looks back.

import { headers, health } from '../api.js';

const beatsMax = 300;
const eventsMax = 300;
const pauseMs = 1000;
const pauseMaxMs = 5000;

class Live extends EventTarget {
  beats = [];

  /** Newest first. */
  events = [];

  get latest() {
    return this.beats.at(-1);
  }

  start() {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.abort?.abort();
      else this.connect();
    });
    this.connect();
  }

  /** Reads until the stream ends or breaks, then tries anew, slower while nothing answers. */
  async connect() {
    if (this.isRunning) return;
    this.isRunning = true;
    let pause = pauseMs;
    while (!document.hidden) {
      try {
        await this.read();
        pause = pauseMs;
      } catch (error) {
        if (error.name !== 'AbortError') health.report(false);
        if (error.isRefused) break;
        pause = Math.min(pause * 1.5, pauseMaxMs);
      }
      if (!document.hidden) await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
    this.isRunning = false;
  }

  async read() {
    this.abort = new AbortController();
    // Not an `EventSource`: that could show no key.
    const response = await fetch('v1/live', { headers: headers(), signal: this.abort.signal, cache: 'no-store' });
    if (response.status === 401) health.dispatchEvent(new Event('locked'));
    if (!response.ok) throw Object.assign(new Error(`status ${response.status}`), { isRefused: response.status < 500 });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const messages = (rest + value).split('\n\n');
      rest = messages.pop();
      for (const message of messages) this.take(message);
    }
  }

  take(message) {
    if (!message.startsWith('data: ')) return;
    const beat = JSON.parse(message.slice(6));
    // A smaller count means another log: what was seen before is not its past.
    if (this.latest && beat.events < this.latest.events) {
      this.beats = [];
      this.events = [];
    }
    this.beats = [...this.beats.slice(1 - beatsMax), { ...beat, at: Date.now() }];
    this.events = [...beat.newest.toReversed(), ...this.events].slice(0, eventsMax);
    health.report(true);
    this.dispatchEvent(new Event('beat'));
  }
}

export const live = new Live();

/** Calls `draw` now and with every beat until the function that it gives back is called. */
export function whileLive(draw) {
  live.addEventListener('beat', draw);
  draw();
  return () => live.removeEventListener('beat', draw);
}
