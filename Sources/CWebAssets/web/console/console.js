// The console: which page stands at which address, and what all of them share.

import { byId } from '../dom.js';
import { health } from '../api.js';
import { guardDoor } from '../door.js';
import { number, teach, useLocale } from '../i18n.js';
import { live } from './live.js';
import { overview } from './overview.js';
import { events } from './events.js';
import { request } from './request.js';
import { catalogue } from './catalogue.js';
import { item } from './item.js';
import { quarantine } from './quarantine.js';
import { queries } from './queries.js';
import { rules } from './rules.js';
import { knowledge } from './knowledge.js';
import { models } from './models.js';
import { system } from './health.js';

/** By the first part of the address. Each is called with its place and the rest, and gives what ends it. */
const pages = {
  '': { name: 'Overview', open: overview },
  events: { name: 'Events', open: events },
  requests: { name: 'Answer', open: request, nav: 'events' },
  catalogue: { name: 'Catalogue', open: catalogue },
  items: { name: 'Item', open: item, nav: 'catalogue' },
  quarantine: { name: 'Import', open: quarantine, nav: 'catalogue' },
  queries: { name: 'Queries', open: queries },
  knowledge: { name: 'Knowledge', open: knowledge },
  rules: { name: 'Rules', open: rules },
  models: { name: 'Models', open: models },
  health: { name: 'Health', open: system },
};

let close = null;

function show(isFirst) {
  const [, name = '', rest = ''] = /^#\/([a-z]*)\/?(.*)$/s.exec(location.hash) ?? [];
  const key = Object.hasOwn(pages, name) ? name : '';
  const page = pages[key];
  let text = '';
  try { text = decodeURIComponent(rest); } catch { /* A broken address is the page itself. */ }
  close?.();
  const place = byId('page');
  place.replaceChildren();
  close = page.open(place, text) ?? null;
  for (const link of byId('nav').querySelectorAll('a')) {
    const isHere = link.getAttribute('href').replace(/\/$/, '') === `#/${page.nav ?? key}`.replace(/\/$/, '');
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${page.name} · Martlet console`;
  if (isFirst) return;
  scrollTo({ top: 0, behavior: 'instant' });
  place.focus({ preventScroll: true });
}

function drawLive() {
  const beat = live.latest;
  const text = health.isUp
    ? (beat ? `${number(beat.events_per_s, beat.events_per_s < 10 ? 1 : 0)} events/s` : 'connecting') : 'no answer';
  byId('live-text').textContent = text;
  byId('live').classList.toggle('away', !health.isUp);
  byId('banner').hidden = health.isUp;
}

teach({ en: { seconds: '{n} s', minutes: '{n} min', hours: '{n} h', days: '{n} d' }, zh: {} });
useLocale('en');
guardDoor({
  title: 'The console is locked', text: 'A key of the role admin opens it: martlet keys create --role admin.',
  refused: 'That key opens nothing here. Another one?', label: 'Key', open: 'Open',
});
live.addEventListener('beat', drawLive);
health.addEventListener('change', drawLive);
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#/') || location.hash === '') show(false);
});
drawLive();
live.start();
show(true);
