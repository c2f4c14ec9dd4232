// The page of one item: what it is, and what a shopper can do with it.

import { h, icon } from '../dom.js';
import { itemDetails } from '../api.js';
import { hasWords, number, price, t } from '../i18n.js';
import { nameOf, remember } from '../names.js';
import { cartLines } from './person.js';
import { picture } from '../picture.js';

const starsMax = 5;
const fewLeft = 5;
const ratePauseMs = 350;
const shownElsewhere = new Set(['emoji', 'category_name']);

export class ItemPage {
  /** `act(verb, id, item, more)` is called with what the shopper does. */
  constructor(element, { act, goBack }) {
    Object.assign(this, { element, act, goBack });
    this.ratings = new Map();
    this.dismissed = new Set();
    this.id = null;
  }

  /** Shows what is known already, then asks for the rest. */
  async open(id) {
    if (id !== this.id) this.item = nameOf(id) ?? {};
    this.id = id;
    this.isGone = false;
    this.isWhole = false;
    this.draw();
    try {
      const item = await itemDetails(id);
      if (id !== this.id) return;
      this.item = item;
      this.isWhole = true;
      remember(id, item);
    } catch (error) {
      if (id !== this.id) return;
      this.isGone = error.status === 404;
    }
    this.draw();
  }

  forget() {
    this.id = null;
    this.element.replaceChildren();
  }

  forgetPerson() {
    this.ratings.clear();
    this.dismissed.clear();
    if (this.id) this.draw();
  }

  get isAvailable() {
    const { availability, stock } = this.item;
    if (availability === 'out_of_stock' || availability === 'discontinued') return false;
    return ['preorder', 'backorder'].includes(availability) || stock == null || stock > 0;
  }

  draw() {
    if (!this.id) return;
    const hadFocus = this.element.contains(document.activeElement)
      ? document.activeElement.dataset.part : null;
    const back = h(
      'button', { class: 'back', type: 'button', 'data-part': 'back', onclick: this.goBack },
      icon('back'), t('backToShop'));
    const { item, id } = this;
    const title = h(
      'h1', { tabindex: '-1', 'data-part': 'title' }, this.isGone ? t('itemGone') : item.title ?? id);
    this.element.replaceChildren(back, this.isGone ? title : h(
      'article', { class: 'item' },
      h('div', { class: 'item-picture' }, picture(id, item, 'large')),
      h(
        'div', { class: 'item-text' },
        h('p', { class: 'item-path' }, pathOf(item)),
        title,
        h('p', { class: 'item-brand' }, item.brand ?? ''),
        h('p', { class: 'item-price' }, price(item.price), ' ', this.stock()),
        h('p', { class: 'item-description' }, item.description ?? ''),
        this.buttons(), this.stars(), this.attributes())));
    if (hadFocus) this.element.querySelector(`[data-part="${hadFocus}"]`)?.focus({ preventScroll: true });
  }

  stock() {
    if (!this.isWhole) return null;
    const { stock } = this.item;
    const isFew = this.isAvailable && stock > 0 && stock <= fewLeft;
    const key = this.isAvailable ? (isFew ? 'fewLeft' : 'inStock') : 'outOfStock';
    return h(
      'span', { class: `stock ${isFew ? 'few' : ''} ${this.isAvailable ? '' : 'out'}` },
      t(key, { n: stock }));
  }

  buttons() {
    const { id, item } = this;
    const isInCart = cartLines.has(id);
    const isDismissed = this.dismissed.has(id);
    const button = (part, className, text, disabled, press) => h(
      'button',
      { class: `button ${className}`, type: 'button', 'data-part': part, disabled, onclick: press },
      text);
    return h(
      'div', { class: 'item-buttons' },
      button('add', 'main', t(isInCart ? 'inCart' : 'addToCart'), isInCart || !this.isAvailable,
        () => this.act('add_to_cart', id, item)),
      button('buy', '', t('buy'), !this.isAvailable, () => this.act('purchase', id, item)),
      button('dismiss', 'quiet', t(isDismissed ? 'dismissed' : 'dismiss'), isDismissed, () => {
        this.dismissed.add(id);
        this.act('dismiss', id, item);
        this.draw();
      }));
  }

  stars() {
    const { id, item } = this;
    const given = this.ratings.get(id) ?? 0;
    const choices = Array.from({ length: starsMax }, (_, index) => {
      const n = index + 1;
      const input = h('input', {
        type: 'radio', name: 'stars', value: n, 'data-part': `star-${n}`, class: 'visually-hidden',
        'aria-label': t('stars', { n }), checked: given === n,
      });
      input.addEventListener('change', () => {
        this.ratings.set(id, n);
        choices.forEach((choice, place) => choice.classList.toggle('on', place < n));
        // Arrow keys pass over the stars between; only where they rest counts.
        clearTimeout(this.rateTimer);
        this.rateTimer = setTimeout(() => this.act('rating', id, item, { value: n }), ratePauseMs);
      });
      return h('label', { class: n <= given ? 'star on' : 'star' }, input, icon('star'));
    });
    return h(
      'fieldset', { class: 'stars' }, h('legend', {}, t('rate')),
      h('div', { class: 'stars-row' }, ...choices));
  }

  attributes() {
    const shown = Object.entries(this.item.attributes ?? {})
      .filter(([name]) => !shownElsewhere.has(name))
      .map(([name, value]) => [name, attributeText(value)])
      .filter(([, text]) => text);
    if (shown.length === 0) return null;
    return h('dl', { class: 'attributes' }, ...shown.map(([name, text]) => h(
      'div', {}, h('dt', {}, attributeName(name)), h('dd', {}, text))));
  }
}

/** The category's path, in the page's language where the item has it. */
function pathOf({ categories, attributes }) {
  const localised = attributes?.category_name;
  const path = typeof localised === 'string' ? localised.split(' > ') : categories?.[0] ?? [];
  return path.join(' › ');
}

function attributeName(name) {
  const key = `attribute_${name}`;
  return hasWords(key) ? t(key) : name.replaceAll('_', ' ');
}

function attributeText(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return number(value, 3);
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  return Array.isArray(value) ? value.map(attributeText).join(', ') : '';
}
