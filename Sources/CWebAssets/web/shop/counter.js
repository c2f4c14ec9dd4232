// What the engine tells of itself: counts every two seconds, events as they come.

import { animate, byId, h, icon } from '../dom.js';
import { call, health } from '../api.js';
import { duration, hasWords, number, t } from '../i18n.js';
import { withName } from '../names.js';
import { person, shortVisitor } from './person.js';
import { picture } from '../picture.js';

const statsEveryMs = 2000;
const feedEveryMs = 1000;
const slowestMs = 10_000;
const linesMax = 40;
const pageMax = 50;
/** Events that nobody does on purpose: left out unless asked for. */
const quiet = new Set(['impression', 'dwell']);
/** For events that name no item. */
const iconNames = { search: 'search', link: 'person', unlink: 'person' };

/** Runs `step` again and again, slower while it fails and not at all while nobody looks. */
function poll(everyMs, step) {
  let wait = everyMs;
  let timer;
  const run = async () => {
    clearTimeout(timer);
    if (!document.hidden) {
      try {
        await step();
        wait = everyMs;
      } catch {
        wait = Math.min(wait * 1.5, slowestMs);
      }
    }
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden) run(); });
  run();
  return run;
}

export function startStats() {
  let last;
  const draw = () => {
    byId('live-text').textContent = t(health.isUp ? 'live' : 'offline');
    byId('engine').classList.toggle('away', !health.isUp);
    byId('stats').replaceChildren(...cells(last ?? {}).map(([label, value]) => h(
      'div', {}, h('dt', {}, label), h('dd', {}, value ?? '–'))));
  };
  let isAsking = false;
  draw();
  const ask = poll(statsEveryMs, async () => {
    isAsking = true;
    try {
      last = await call('GET', 'stats');
      health.report(true);
    } catch (error) {
      if (error.isOutage) health.report(false);
      throw error;
    } finally {
      isAsking = false;
      draw();
    }
  });
  health.addEventListener('doubt', () => { if (!isAsking && health.isUp) ask(); });
  return { ask, draw };
}

function cells(stats) {
  const count = (value) => Number.isFinite(value) ? number(value) : null;
  const latency = (name) => {
    const ms = stats[`${name}_ms`] ?? (stats[`${name}_us`] ?? NaN) / 1000;
    return Number.isFinite(ms) ? `${number(ms, 2)} ms` : null;
  };
  const rate = stats.events_per_s;
  const isTimed = latency('p50') !== null;
  return [
    [t('events'), count(stats.events)],
    [t('eventsPerSecond'), Number.isFinite(rate) ? number(rate, rate < 10 ? 1 : 0) : null],
    [t('items'), count(stats.items)],
    [t('answers'), count(stats.answers)],
    isTimed ? ['p50', latency('p50')] : [t('users'), count(stats.users)],
    isTimed ? ['p99', latency('p99')]
      : [t('uptime'), Number.isFinite(stats.uptime_s) ? duration(stats.uptime_s * 1000) : null],
  ];
}

export function startFeed() {
  const list = byId('feed');
  const toggle = byId('feed-all');
  let newest = null;
  let events = [];
  let showsAll = false;
  let clockLeadMs = Infinity;

  const wanted = (event) => showsAll || !quiet.has(event.type);
  const age = (event) => Date.now() - Date.parse(event.received) - clockLeadMs;
  const tell = () => {
    for (const line of list.children) {
      if (line.event) line.lastChild.textContent = duration(Math.max(0, age(line.event)));
    }
  };
  const redraw = () => {
    const shown = events.filter(wanted).slice(0, linesMax).map(feedLine);
    const isEmpty = shown.length === 0 && newest !== null;
    list.replaceChildren(...shown, isEmpty ? h('li', { class: 'feed-empty' }, t('feedEmpty')) : '');
    tell();
  };
  const add = (fresh) => {
    events = [...fresh, ...events].slice(0, linesMax * 5);
    const lines = fresh.filter(wanted).slice(0, linesMax).map(feedLine);
    if (lines.length === 0) return;
    list.querySelector('.feed-empty')?.remove();
    list.prepend(...lines);
    while (list.children.length > linesMax) list.lastChild.remove();
    tell();
    if (list.scrollTop > 0) return;
    const rise = lines.length * lines[0].offsetHeight;
    for (const line of list.children) {
      animate(line, [{ transform: `translateY(${-rise}px)` }, {}], { duration: 300 });
    }
  };

  const ask = poll(feedEveryMs, async () => {
    const since = newest === null ? `last=${linesMax}` : `after=${newest}&limit=${pageMax}`;
    const asked = newest;
    let answer = await call('GET', `events?${since}`);
    if (asked !== newest) return;
    if (asked !== null && answer.last_offset < asked) {
      // The log is another one: the engine was started anew on an empty folder.
      events = [];
      newest = null;
      redraw();
      return;
    }
    const latest = answer.events.at(-1)?.offset ?? answer.last_offset;
    if (latest < answer.last_offset) answer = await call('GET', `events?last=${linesMax}`);
    if (asked !== newest) return;
    newest = answer.last_offset;
    const fresh = answer.events.filter((event) => event.offset > (asked ?? -1)).reverse();
    // The shop's clock and this one differ; no event is younger than nothing.
    for (const event of fresh) {
      clockLeadMs = Math.min(clockLeadMs, Date.now() - Date.parse(event.received));
    }
    if (clockLeadMs > 0) clockLeadMs = 0;
    if (asked === null) {
      events = fresh;
      redraw();
    } else {
      add(fresh);
    }
  });

  toggle.addEventListener('click', () => {
    showsAll = !showsAll;
    toggle.setAttribute('aria-pressed', String(showsAll));
    redraw();
  });
  setInterval(() => { if (!document.hidden) tell(); }, 500);
  redraw();
  return { ask, redraw };
}

function feedLine(event) {
  const isMine = person.isMe(event);
  const face = h('span', { class: 'feed-face' }, icon(iconNames[event.type] ?? 'bird'));
  const object = h('b', {}, objectOf(event));
  const line = h(
    'li', { class: `feed-line type-${event.type}${isMine ? ' mine' : ''}` }, face,
    h('span', { class: 'feed-text' }, h('span', { class: 'who' }, who(event, isMine)), ' ',
      h('span', { class: 'verb' }, verb(event)), ' ', object),
    h('time', { datetime: event.received }));
  line.event = event;
  if (event.item) {
    withName(event.item, (item) => {
      object.textContent = item.title ?? event.item;
      face.replaceChildren(picture(event.item, item, 'mini'));
    });
  }
  return line;
}

function who({ user, visitor }, isMine) {
  if (isMine) return t('you');
  return user ?? (visitor ? t('visitorShort', { id: shortVisitor(visitor) }) : t('someone'));
}

function verb({ type, value }) {
  if (type === 'dismiss') return t('eventDismiss');
  const known = hasWords(type) ? t(type) : type.replaceAll('_', ' ');
  return type === 'rating' && Number.isFinite(value) ? `${known} ${number(value, 1)}★` : known;
}

function objectOf({ type, item, query, user }) {
  if (item) return item;
  if (query) return `“${query}”`;
  if (type === 'impression') return t('aList');
  return (type === 'link' || type === 'unlink') && user ? user : '';
}
