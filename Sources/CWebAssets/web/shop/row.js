// A row of recommended items: one placement, refreshed in place.

import { h, icon, slide } from '../dom.js';
import { recommend, sendEvents } from './asks.js';
import { Tile, placeholderTiles } from './tile.js';
import { explain } from './why.js';
import { remember } from '../names.js';
import { t } from '../i18n.js';

const tilesPerRow = 12;

/** A list counts as seen when a third of it shows, or it fills a third of the window. */
const visible = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio, intersectionRect } of entries) {
    target.list.becameVisible(
      intersectionRatio > 0.33 || intersectionRect.height > innerHeight / 3);
  }
}, { threshold: [0, 0.1, 0.2, 0.34] });

/** A list of tiles that belongs to one answer, and reports once that the answer was seen. */
export class TileList {
  /** `name` is what the list is called, for whoever asks why an item is in it. */
  constructor(open, className = '', name = () => '') {
    this.open = open;
    this.name = name;
    this.tiles = new Map();
    this.element = h('ul', { class: `tiles ${className}`, role: 'list' });
    this.element.list = this;
    visible.observe(this.element);
  }

  wait() {
    this.tiles.clear();
    this.request = null;
    this.element.replaceChildren(...placeholderTiles(tilesPerRow));
  }

  clear() {
    this.tiles.clear();
    this.request = null;
    this.element.replaceChildren();
  }

  /** Shows an answer; tiles that stay keep their element and slide to their new place. */
  show(answer) {
    this.request = answer.request;
    this.answer = answer;
    slide(this.element, () => {
      const kept = new Map();
      answer.items.forEach((entry, position) => kept.set(entry.id, this.place(entry, position)));
      this.tiles = kept;
      this.element.replaceChildren(...[...kept.values()].map((tile) => tile.element));
    });
    this.reportSeen();
  }

  /** Adds a further page; its positions count on from what is shown. */
  append(answer) {
    this.request = answer.request;
    this.answer = answer;
    const shown = this.element.children.length;
    answer.items.forEach((entry, index) => {
      const tile = this.place(entry, shown + index);
      this.tiles.set(entry.id, tile);
      this.element.append(tile.element);
    });
    this.reportSeen();
  }

  place(entry, position) {
    remember(entry.id, entry.item);
    const tile = this.tiles.get(entry.id) ?? new Tile(entry, this.open, (asked) => explain({
      entry: asked.entry, position: asked.position, answer: this.answer, list: this.name(),
    }));
    tile.update(entry, this.request, position);
    return tile;
  }

  becameVisible(isVisible) {
    this.isVisible = isVisible;
    this.reportSeen();
  }

  reportSeen() {
    if (!this.isVisible || !this.request || this.request === this.reported) return;
    if (this.tiles.size === 0) return;
    this.reported = this.request;
    sendEvents([{ type: 'impression', request: this.request }]).catch(() => {});
  }
}

export class Row {
  /** `seed` gives the items that the row starts from, or null to hide it. */
  constructor({ placement, title = placement, hint, hidesEmpty = false, seed = () => ({}),
    className = '', open }) {
    Object.assign(this, { placement, title, hint, hidesEmpty, seed });
    this.list = new TileList(open, className, () => t(this.title));
    this.heading = h('h2', { id: `row-${placement}` });
    this.hintText = h('p', { class: 'row-hint' });
    this.message = h('div', { class: 'row-message', hidden: true });
    this.element = h(
      'section',
      { class: `row ${className}`, 'aria-labelledby': `row-${placement}`, hidden: true },
      h('div', { class: 'row-head' }, this.heading, this.hintText, this.arrows()),
      h('div', { class: 'row-body' }, this.list.element, this.message));
    this.ticket = 0;
    this.answer = null;
  }

  arrows() {
    const arrow = (name, key, sign) => {
      const button = h('button', { class: 'arrow', type: 'button' }, icon(name));
      button.addEventListener('click', () => {
        this.list.element.scrollBy({ left: sign * this.list.element.clientWidth * 0.85 });
      });
      return { button, key };
    };
    const both = [arrow('back', 'scrollBack', -1), arrow('forth', 'scrollForth', 1)];
    const sync = () => {
      const { scrollLeft, scrollWidth, clientWidth } = this.list.element;
      both[0].button.disabled = scrollLeft < 4;
      both[1].button.disabled = scrollLeft + clientWidth > scrollWidth - 4;
      holder.classList.toggle('unneeded', scrollWidth <= clientWidth + 4);
    };
    const holder = h('div', { class: 'arrows' }, ...both.map((arrow) => arrow.button));
    this.list.element.addEventListener('scroll', sync, { passive: true });
    new ResizeObserver(sync).observe(this.list.element);
    this.syncArrows = () => {
      for (const { button, key } of both) button.setAttribute('aria-label', t(key));
      sync();
    };
    return holder;
  }

  /** The ids shown, in order. */
  get items() {
    return this.answer?.items ?? [];
  }

  hide() {
    this.ticket += 1;
    this.element.hidden = true;
    this.answer = null;
  }

  /** Empties the row for new seeds. */
  restart() {
    this.answer = null;
    this.list.wait();
    this.element.hidden = this.hidesEmpty || this.seed() === null;
    this.drawHeading();
    this.syncArrows();
    this.say();
  }

  drawHeading() {
    this.heading.textContent = t(this.title);
    this.hintText.textContent = this.hint ? t(this.hint) : '';
  }

  /** Asks for a new answer. Resolves to it, or to null where a newer one is under way. */
  async refresh() {
    const seed = this.seed();
    if (seed === null) {
      this.hide();
      return null;
    }
    const ticket = this.ticket += 1;
    if (!this.answer && !this.hidesEmpty && this.element.hidden) this.restart();
    this.drawHeading();
    try {
      const answer = await recommend(this.placement, seed);
      if (ticket !== this.ticket) return null;
      this.show(answer);
      return answer;
    } catch (error) {
      if (ticket === this.ticket && !this.answer) this.fail();
      throw error;
    }
  }

  show(answer) {
    this.answer = answer;
    const isEmpty = answer.items.length === 0;
    this.element.hidden = isEmpty && this.placement !== 'home';
    this.say(isEmpty ? t('homeEmpty') : null);
    this.list.show(answer);
    this.syncArrows();
  }

  fail() {
    if (this.hidesEmpty) return;
    this.list.wait();
    const again = h('button', { class: 'button small', type: 'button' }, t('retry'));
    again.addEventListener('click', () => this.refresh().catch(() => {}));
    this.say(t('rowFailed'), again);
  }

  say(...parts) {
    const said = parts.filter(Boolean);
    this.message.hidden = said.length === 0;
    this.message.replaceChildren(...said);
  }
}
