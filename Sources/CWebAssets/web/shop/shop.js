// The demo shop: pages by address, rows by placement, and what follows from each act.

import { byId, toast } from '../dom.js';
import { health, newId } from '../api.js';
import { keptLocale } from '../kept.js';
import { guardDoor } from '../door.js';
import { cartLines, onChange, person } from './person.js';
import { locale, t, teach, useLocale } from '../i18n.js';
import { words } from './words.js';
import { Row } from './row.js';
import { Results } from './results.js';
import { SearchBox } from './search.js';
import { ItemPage } from './item.js';
import { cartPanel, identityPanel } from './header.js';
import { forgetNames, nameOf } from '../names.js';
import { itemLink } from './tile.js';
import { react } from './reactions.js';
import { clearReaction, redrawReaction, showReaction } from './change.js';
import { startFeed, startStats } from './counter.js';
import { listenToWhy } from './why.js';

const verbs = {
  add_to_cart: 'didAdd', remove_from_cart: 'didRemove', purchase: 'didBuy', dismiss: 'didDismiss',
  rating: 'didRate',
};

/** `{name: 'home'}`, `{name: 'item', id}` or `{name: 'search', query}`. */
let page = { name: 'home' };
/** What the click that leads to the next page answers to. */
let clicked = null;
let pagesBefore = 0;

const open = (id, context) => {
  clicked = { id, ...context };
  go(itemLink(id));
};
const forItem = () => (page.name === 'item' ? { item: page.id } : null);
const forCart = () => {
  const items = cartLines.all().map((line) => line.id);
  return items.length ? { items } : null;
};

const rows = {
  similar: new Row({ placement: 'similar', seed: forItem, open }),
  together: new Row({ placement: 'bought_together', seed: forItem, open }),
  home: new Row({ placement: 'home', hint: 'homeHint', className: 'wrapped', open }),
  cart: new Row({ placement: 'cart', title: 'cartRow', seed: forCart, open }),
  trending: new Row({ placement: 'trending', hint: 'trendingHint', open }),
  recent: new Row({ placement: 'recent', hidesEmpty: true, open }),
};
const item = new ItemPage(byId('item'), { act, goBack });
const results = new Results(byId('results'), open);
const box = new SearchBox({
  onSearch: (text) => go(text ? `#/search/${encodeURIComponent(text)}` : '#/'),
  onItem: (id) => go(itemLink(id)),
});
const drawIdentity = identityPanel({ signIn, become, signOut, startSession });
const drawCart = cartPanel({ remove, buy });
const stats = startStats();
const feed = startFeed();

// Pages.

function pageOf(hash) {
  const [, name, rest] = /^#\/(item|search)\/(.+)$/s.exec(hash) ?? [];
  let text = '';
  try { text = decodeURIComponent(rest ?? ''); } catch { /* A broken address is the home page. */ }
  if (name === 'item' && text) return { name, id: text };
  if (name === 'search' && text.trim()) return { name, query: text.trim() };
  return { name: 'home' };
}

function go(hash) {
  const isHome = hash === '#/' && page.name === 'home';
  if (location.hash === hash || isHome) show(pageOf(hash));
  else location.hash = hash;
}

function goBack() {
  if (pagesBefore > 0) history.back();
  else go('#/');
}

function show(next) {
  page = next;
  const context = clicked?.id === next.id ? clicked : null;
  clicked = null;
  byId('welcome').hidden = next.name !== 'home';
  byId('item').hidden = next.name !== 'item';
  byId('results').hidden = next.name !== 'search';
  byId('rows').hidden = false;
  box.text = next.name === 'search' ? next.query : '';
  if (next.name !== 'item') item.forget();
  if (next.name === 'item') showItem(next.id, context);
  else if (next.name === 'search') showResults(next.query);
  else showHome();
  drawTitle();
}

function drawTitle() {
  const shop = `Martlet ${t('shopName')}`;
  const name = page.name === 'item' ? nameOf(page.id)?.title : page.query;
  document.title = name ? `${name} · ${shop}` : shop;
}

function showHome() {
  rows.similar.hide();
  rows.together.hide();
  refresh(Object.values(rows));
}

async function showItem(id, context) {
  rows.similar.restart();
  rows.together.restart();
  scrollTo({ top: 0, behavior: 'instant' });
  item.open(id).then(drawTitle);
  byId('item').querySelector('h1').focus({ preventScroll: true });
  const { request, position } = context ?? {};
  const click = { type: 'click', item: id, request, position };
  const view = { type: 'view', item: id, request, position };
  const events = context ? [click, view] : [view];
  await follow({ verb: context ? 'didClick' : 'didView', item: id }, events);
}

async function showResults(query) {
  byId('rows').hidden = true;
  scrollTo({ top: 0, behavior: 'instant' });
  results.begin(query);
  results.heading.focus({ preventScroll: true });
  const { sent, done } = react(
    rows.home, { verb: 'didSearch', title: `“${query}”` }, [{ type: 'search', query }]);
  await sent;
  const found = await results.refresh();
  if (page.query === query && !found) {
    byId('rows').hidden = false;
    refresh([rows.trending]);
  }
  tell(await done);
}

// What follows from an act.

/** Sends what was done, measures how "For you" answers, then refreshes the rest. */
async function follow(action, events) {
  tell(await react(rows.home, action, events).done);
  refresh(Object.values(rows).filter((row) => row !== rows.home));
}

function tell(reaction) {
  if (reaction) showReaction(reaction);
  feed.ask();
}

function refresh(some) {
  return Promise.allSettled(some.map((row) => row.refresh()));
}

function act(type, id, details, more = {}) {
  const event = { type, item: id, ...more };
  if (type === 'add_to_cart' || type === 'purchase') {
    Object.assign(event, { quantity: 1, price: details?.price });
  }
  if (type === 'add_to_cart') cartLines.put(id, kept(details));
  if (type === 'purchase') {
    event.order = `o-${newId()}`;
    cartLines.take([id]);
    toast(t('bought'));
  }
  return follow({ verb: verbs[type], item: id }, [event]);
}

function remove(line) {
  cartLines.take([line.id]);
  const event = { type: 'remove_from_cart', item: line.id, quantity: 1 };
  follow({ verb: 'didRemove', item: line.id, title: line.item?.title }, [event]);
}

function buy(lines) {
  const order = `o-${newId()}`;
  cartLines.take(lines.map((line) => line.id));
  toast(t('bought'));
  const title = lines.map((line) => nameOf(line.id)?.title ?? line.item?.title ?? line.id).join(', ');
  follow({ verb: 'didBuy', title }, lines.map((line) => ({
    type: 'purchase', item: line.id, order, quantity: 1, price: line.item?.price,
  })));
}

/** As much of an item as the cart shows. */
function kept({ title, brand, price, image, attributes } = {}) {
  const { emoji, type, colour, material } = attributes ?? {};
  return { title, brand, price, image, attributes: { emoji, type, colour, material } };
}

// The person.

function signIn(name) {
  person.signIn(name);
  toast(t('signedIn', { name }));
  follow({ verb: 'didLink', title: name }, [{ type: 'link' }]);
}

/** Another shopper: nothing of the last one's page stays. */
function become(name) {
  person.become(name);
  toast(t('nowShopping', { name }));
  item.forgetPerson();
  clearReaction();
  reload();
}

function signOut() {
  person.signOut();
  toast(t('signedOut'));
  item.forgetPerson();
  clearReaction();
  reload();
}

function startSession() {
  person.startSession();
  toast(t('sessionStarted'));
  reload();
}

function drawWelcome() {
  byId('welcome-title').textContent = person.user
    ? t('welcomeBack', { name: person.user }) : t('welcome');
}

// The page itself.

/** Asks for everything on the page anew, without telling the engine of a visit. */
async function reload() {
  const parts = page.name === 'search'
    ? [results.refresh(), refresh([rows.home])] : [refresh(Object.values(rows))];
  if (page.name === 'item') parts.push(item.open(page.id));
  await Promise.allSettled(parts);
  drawTitle();
}

function speak(next) {
  useLocale(next);
  for (const button of document.querySelectorAll('[data-locale]')) {
    button.setAttribute('aria-pressed', String(button.dataset.locale === locale));
  }
  drawWelcome();
  drawIdentity();
  drawCart();
  redrawReaction();
  stats.draw();
  feed.redraw();
  drawTitle();
}

function start() {
  byId('rows').append(...Object.values(rows).map((row) => row.element));
  for (const button of document.querySelectorAll('[data-locale]')) {
    button.addEventListener('click', () => {
      keptLocale.set(button.dataset.locale);
      forgetNames();
      speak(button.dataset.locale);
      reload().then(() => {
        redrawReaction();
        feed.redraw();
      });
    });
  }
  const banner = byId('banner');
  banner.querySelector('button').addEventListener('click', () => {
    stats.ask();
    feed.ask();
  });
  health.addEventListener('change', () => {
    banner.hidden = health.isUp;
    if (health.isUp) reload();
  });
  listenToWhy();
  onChange('person', drawWelcome);
  onChange('cart', () => item.draw());
  addEventListener('hashchange', () => {
    if (location.hash !== '' && !location.hash.startsWith('#/')) return;
    pagesBefore += 1;
    show(pageOf(location.hash));
  });
  const pill = byId('pill');
  pill.addEventListener('click', () => byId('change').scrollIntoView());
  new IntersectionObserver(([{ isIntersecting }]) => {
    pill.classList.toggle('there', isIntersecting);
  }).observe(byId('change'));
  speak(keptLocale.get() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));
  show(pageOf(location.hash));
}

teach(words);
guardDoor(() => ({
  title: t('locked'), text: t('lockedText'), refused: t('lockedRefused'), label: t('lockedKey'), open: t('lockedOpen'),
}));
start();
