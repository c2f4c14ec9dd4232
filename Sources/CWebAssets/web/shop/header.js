// The header's two panels: who the shopper is, and the cart.

import { byId, disclosure, h, icon } from '../dom.js';
import { price, t } from '../i18n.js';
import { cartLines, onChange, person, shortVisitor } from './person.js';
import { nameOf, withName } from '../names.js';
import { personas } from './personas.js';
import { picture } from '../picture.js';
import { itemLink } from './tile.js';

/** `signIn(name)`, `become(name)`, `signOut()` and `startSession()` are called with what the shopper chose. */
export function identityPanel({ signIn, become, signOut, startSession }) {
  const holder = byId('identity');
  const drop = disclosure(holder, draw);
  const button = holder.querySelector('button');

  function draw(panel) {
    const known = (label, value) => h('div', {}, h('dt', {}, label), h('dd', {}, value));
    const name = h('input', {
      id: 'user-name', type: 'text', maxlength: 100, autocomplete: 'off', autocapitalize: 'off',
      spellcheck: 'false', required: true, placeholder: t('signInHint'),
    });
    const form = h(
      'form', { class: 'sign-in' }, h('label', { for: 'user-name' }, t('signInAs')),
      h('div', { class: 'field' }, name, h('button', { class: 'button main small' }, t('signIn'))));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const wanted = name.value.trim();
      if (wanted) leave(() => signIn(wanted));
    });
    const leave = (choice) => {
      drop.close();
      button.focus();
      choice();
    };
    const action = (key, choice) => h(
      'button', { class: 'button small', type: 'button', onclick: () => leave(choice) }, t(key));
    panel.replaceChildren(
      h('p', { class: 'panel-title' }, t('identity')),
      h(
        'dl', { class: 'known' }, person.user && known(t('userId'), person.user),
        known(t('visitorId'), person.visitor), known(t('sessionId'), person.session)),
      people(leave),
      person.user ? '' : form,
      h(
        'div', { class: 'panel-actions' }, action('newSession', startSession),
        person.user && action('signOut', signOut)));
  }

  /** Shoppers to be, each with what they looked at last. */
  function people(leave) {
    const list = h('ul', { class: 'people', 'aria-label': t('shopAs') });
    personas().then((all) => list.replaceChildren(...all.map(({ user, items }) => {
      const faces = h('span', { class: 'people-faces', 'aria-hidden': 'true' });
      for (const id of items) withName(id, (item) => faces.append(picture(id, item, 'face')));
      return h('li', {}, h(
        'button',
        { type: 'button', class: 'people-one', 'aria-pressed': String(user === person.user), onclick: () => leave(() => become(user)) },
        h('span', {}, user), faces));
    })));
    return h('div', { class: 'people-block' }, h('p', { class: 'panel-label' }, t('shopAs')), list);
  }

  function sync() {
    const text = person.user ?? t('visitor', { id: shortVisitor(person.visitor) });
    byId('identity-name').textContent = text;
    button.setAttribute('aria-label', `${t('identity')}: ${text}`);
    drop.refresh();
  }

  onChange('person', sync);
  return sync;
}

/** `remove(line)` and `buy(lines)` are called with what the shopper chose. */
export function cartPanel({ remove, buy }) {
  const drop = disclosure(byId('cart'), draw);

  function draw(panel) {
    const lines = cartLines.all();
    const title = h('p', { class: 'panel-title', tabindex: '-1' }, t('cart'));
    if (lines.length === 0) {
      panel.replaceChildren(title, h('p', { class: 'panel-empty' }, t('cartEmpty')));
      return;
    }
    const shown = lines.map((line) => {
      const item = nameOf(line.id) ?? line.item ?? {};
      const name = item.title ?? line.id;
      return h(
        'li', { class: 'cart-line' }, picture(line.id, item, 'small'),
        h(
          'span', { class: 'cart-text' },
          h('a', { href: itemLink(line.id), onclick: () => drop.close() }, name),
          h('span', { class: 'cart-price' }, price(item.price))),
        h(
          'button',
          {
            class: 'icon-button', type: 'button', 'aria-label': t('remove', { title: name }),
            onclick: () => {
              remove(line);
              panel.querySelector('.panel-title').focus();
            },
          },
          icon('close')));
    });
    panel.replaceChildren(
      title, h('ul', { class: 'cart-lines', role: 'list' }, ...shown),
      h('p', { class: 'cart-total' }, h('span', {}, t('total')), h('b', {}, totals(lines))),
      h(
        'button',
        { class: 'button main wide', type: 'button', onclick: () => { drop.close(); buy(lines); } },
        t('checkout')));
  }

  function sync() {
    const count = cartLines.all().length;
    const badge = byId('cart-count');
    badge.hidden = count === 0;
    badge.textContent = String(count);
    drop.refresh();
  }

  onChange('cart', sync);
  return sync;
}

/** A sum for each currency in the cart. */
function totals(lines) {
  const sums = new Map();
  for (const { id, item } of lines) {
    const { minor, currency } = (nameOf(id) ?? item)?.price ?? {};
    if (Number.isFinite(minor)) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  }
  return [...sums].map(([currency, minor]) => price({ minor, currency })).join(' + ');
}
