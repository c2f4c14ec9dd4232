// A product as a picture, and as a tile of a row.

import { h } from './dom.js';
import { price } from './i18n.js';

const broken = new Set();

/** The item's picture, or a gradient of its own colours with its emoji or first letter. */
export function picture(id, item, className = '') {
  const hash = hashOf(id);
  const hue = hash % 360;
  const emoji = emojiOf(item);
  const letter = [...(item?.title?.trim() || id)][0];
  const frame = h(
    'span',
    {
      class: `picture ${className}`,
      'aria-hidden': 'true',
      '--hue': hue,
      '--hue-2': (hue + 35 + (hash >>> 9) % 50) % 360,
      '--tilt': `${120 + (hash >>> 16) % 60}deg`,
    },
    h('span', { class: emoji ? 'picture-emoji' : 'picture-letter' }, emoji ?? letter));
  const source = imageSource(item?.image);
  if (source) {
    const image = h('img', { src: source, alt: '', loading: 'lazy', decoding: 'async' });
    image.addEventListener('error', () => {
      broken.add(source);
      image.remove();
    });
    frame.append(image);
  }
  return frame;
}

/** The address to load, or null for what is no web address or did not load before. */
function imageSource(address) {
  if (typeof address !== 'string' || !address) return null;
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  return url && /^https?:$/.test(url.protocol) && !broken.has(url.href) ? url.href : null;
}

export function itemLink(id) {
  return `#/item/${encodeURIComponent(id)}`;
}

export class Tile {
  /** `open` is called with the id and what the click answers to. */
  constructor(entry, open) {
    this.id = entry.id;
    this.picture = h('span', { class: 'tile-picture' });
    this.title = h('span', { class: 'tile-title' });
    this.brand = h('span', { class: 'tile-brand' });
    this.price = h('span', { class: 'tile-price' });
    this.why = h('span', { class: 'tile-why' });
    const link = h(
      'a',
      { class: 'tile-link', href: itemLink(entry.id), draggable: 'false' },
      this.picture, h('span', { class: 'tile-name' }, this.title, this.brand), this.price, this.why);
    link.addEventListener('click', (event) => {
      const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (opensElsewhere) return;
      event.preventDefault();
      open(this.id, { request: this.request, position: this.position });
    });
    this.element = h('li', { class: 'tile' }, link);
  }

  update(entry, request, position) {
    const item = entry.item ?? {};
    this.request = request;
    this.position = position;
    const shown = `${item.title}|${item.image}|${emojiOf(item)}`;
    if (shown !== this.shown) {
      this.shown = shown;
      this.picture.replaceChildren(picture(entry.id, item));
    }
    this.title.textContent = item.title ?? entry.id;
    this.title.title = item.title ?? entry.id;
    this.brand.textContent = item.brand ?? '';
    this.price.textContent = price(item.price);
    const why = entry.reasons?.[0]?.text ?? '';
    this.why.textContent = why;
    this.why.title = why;
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
      ...['name', 'price', 'why'].map((part) => h('span', { class: `tile-${part}` })))));
}

function emojiOf(item) {
  const emoji = item?.attributes?.emoji;
  return typeof emoji === 'string' && emoji ? emoji : null;
}

/** FNV-1a with a final mix, so that neighbouring ids get different colours. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
