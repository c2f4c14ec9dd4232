// The console: which page stands at which address, and what all of them share.

import { byId, set } from '../dom.js';
import { health } from '../api.js';
import { guardDoor } from '../door.js';
import { locale, number, t, teach, useLocale } from '../i18n.js';
import { keptLocale } from '../kept.js';
import { forgetNames } from '../names.js';
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
import { policy } from './policy.js';
import { system } from './health.js';
import { words } from './words.js';

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
  policy: { name: 'Policy', open: policy },
  health: { name: 'Health', open: system },
};

let close = null;

function show() {
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
    set(link, { 'aria-current': isHere && 'page' });
    // On a phone the row of pages is longer than the screen.
    if (isHere) link.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
  }
  document.title = `${t(page.name)} · ${t('Martlet console')}`;
}

function drawLive() {
  const beat = live.latest;
  const text = health.isUp
    ? (beat ? t('{n} events/s', { n: number(beat.events_per_s, beat.events_per_s < 10 ? 1 : 0) }) : t('connecting')) : t('no answer');
  byId('live-text').textContent = text;
  byId('live').classList.toggle('away', !health.isUp);
  byId('banner').hidden = health.isUp;
}

/** Speaks a language from now on; what is drawn already is for the caller to draw anew. */
function speak(next) {
  useLocale(next);
  for (const button of document.querySelectorAll('[data-locale]')) {
    button.setAttribute('aria-pressed', String(button.dataset.locale === locale));
  }
  drawLive();
}

teach(words);
speak(keptLocale.get() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));
for (const button of document.querySelectorAll('[data-locale]')) {
  button.addEventListener('click', () => {
    keptLocale.set(button.dataset.locale);
    forgetNames();
    speak(button.dataset.locale);
    show();
  });
}
guardDoor(() => ({
  title: t('The console is locked'), text: t('A key of the role admin opens it: martlet keys create --role admin.'),
  refused: t('That key opens nothing here. Another one?'), label: t('Key'), open: t('Open'),
}));
live.addEventListener('beat', drawLive);
health.addEventListener('change', drawLive);
addEventListener('hashchange', () => {
  if (!location.hash.startsWith('#/') && location.hash !== '') return;
  show();
  scrollTo({ top: 0, behavior: 'instant' });
  byId('page').focus({ preventScroll: true });
});
live.start();
show();
