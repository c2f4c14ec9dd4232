// A product as a tile of a row.

import { h } from '../dom.js';
import { price, t } from '../i18n.js';
import { picture } from '../picture.js';

export function itemLink(id) {
  return `#/item/${encodeURIComponent(id)}`;
}

export class Tile {
  /** `open` is called with the id and what the click answers to, `why` with the tile. */
  constructor(entry, open, why) {
    this.id = entry.id;
    this.picture = h('span', { class: 'tile-picture' });
    this.title = h('span', { class: 'tile-title' });
    this.brand = h('span', { class: 'tile-brand' });
    this.price = h('span', { class: 'tile-price' });
    this.why = h('button', { class: 'tile-why', type: 'button', onclick: () => why(this) }, h('span'));
    const link = h(
      'a',
      { class: 'tile-link', href: itemLink(entry.id), draggable: 'false' },
      this.picture, h('span', { class: 'tile-name' }, this.title, this.brand), this.price);
    link.addEventListener('click', (event) => {
      const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (opensElsewhere) return;
      event.preventDefault();
      open(this.id, { request: this.request, position: this.position });
    });
    this.element = h('li', { class: 'tile' }, link, this.why);
  }

  update(entry, request, position) {
    const item = entry.item ?? {};
    this.entry = entry;
    this.request = request;
    this.position = position;
    const shown = `${item.title}|${item.image}`;
    if (shown !== this.shown) {
      this.shown = shown;
      this.picture.replaceChildren(picture(entry.id, item));
    }
    this.title.textContent = item.title ?? entry.id;
    this.title.title = item.title ?? entry.id;
    this.brand.textContent = item.brand ?? '';
    this.price.textContent = price(item.price);
    const reason = entry.reasons?.[0]?.text ?? t('why');
    this.why.firstChild.textContent = reason;
    this.why.title = reason;
    this.why.setAttribute('aria-label', `${t('why')} ${reason}`);
  }
}

/** Grey shapes of a tile's exact size, for the wait. */
export function placeholderTiles(count) {
  return Array.from({ length: count }, () => h(
    'li',
    { class: 'tile waiting', 'aria-hidden': 'true' },
    h(
      'span', { class: 'tile-link' },
      h('span', { class: 'tile-picture' }, h('span', { class: 'picture' })),
      ...['name', 'price'].map((part) => h('span', { class: `tile-${part}` }))),
    h('span', { class: 'tile-why' })));
}
