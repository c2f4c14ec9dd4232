// What a search found, with its filters.

import { h } from '../dom.js';
import { search } from './asks.js';
import { microseconds, number, t } from '../i18n.js';
import { TileList } from './row.js';

const brandsMax = 10;

export class Results {
  constructor(element, open) {
    this.element = element;
    this.list = new TileList(open, 'wrapped', () => t('resultsFor', { query: this.query }));
    this.heading = h('h1', { tabindex: '-1' });
    this.facts = h('p', { class: 'results-facts' });
    this.corrected = h('p', { class: 'results-corrected', hidden: true });
    this.filters = h('div', { class: 'chips', role: 'group' });
    this.message = h('div', { class: 'row-message', hidden: true });
    this.more = h('button', { class: 'button', type: 'button', hidden: true });
    this.more.addEventListener('click', () => this.showMore());
    element.append(
      h('div', { class: 'results-head' }, this.heading, this.facts),
      this.corrected, this.filters,
      h('div', { class: 'row-body' }, this.list.element, this.message),
      h('div', { class: 'results-more' }, this.more));
    this.ticket = 0;
    this.reset('');
  }

  reset(query) {
    this.query = query;
    this.onlyInStock = false;
    this.brands = new Set();
    this.knownBrands = [];
    this.answer = null;
  }

  /** Shows the shape of the page for a new query, before there is an answer. */
  begin(query) {
    this.reset(query);
    this.heading.textContent = t('resultsFor', { query });
    this.facts.textContent = '';
    this.corrected.hidden = true;
    this.message.hidden = true;
    this.more.hidden = true;
    this.drawFilters();
    this.list.wait();
  }

  /** Asks with the present filters. Resolves to whether anything was found. */
  async refresh() {
    const ticket = this.ticket += 1;
    try {
      const answer = await search(this.query, this.conditions());
      if (ticket !== this.ticket) return true;
      this.show(answer);
      return answer.items.length > 0;
    } catch (error) {
      if (ticket === this.ticket) this.fail(error);
      return true;
    }
  }

  conditions() {
    const filter = {};
    if (this.onlyInStock) filter.in_stock = true;
    if (this.brands.size > 0) filter.brand = [...this.brands];
    return Object.keys(filter).length ? { filter } : {};
  }

  show(answer) {
    this.answer = answer;
    const { corrected, relaxed, items, total, took_us: us } = answer;
    this.heading.textContent = t('resultsFor', { query: corrected ?? this.query });
    this.facts.textContent = [
      Number.isFinite(total) && t('found', { n: number(total) }),
      Number.isFinite(us) && microseconds(us),
    ].filter(Boolean).join(' · ');
    const left = (relaxed ?? []).map(({ text }) => text).join(' ');
    this.corrected.hidden = !corrected && !left;
    this.corrected.textContent = [
      corrected && t('corrected', { corrected, query: this.query }), left && t('relaxed', { words: left }),
    ].filter(Boolean).join(' ');
    if (this.brands.size === 0) this.knownBrands = (answer.facets?.brand ?? []).slice(0, brandsMax);
    this.drawFilters();
    this.list.show(answer);
    this.message.hidden = items.length > 0;
    this.message.replaceChildren(items.length > 0 ? '' : t('noResults'));
    this.syncMore();
  }

  fail(error) {
    const again = h('button', { class: 'button small', type: 'button' }, t('retry'));
    again.addEventListener('click', () => this.refresh());
    this.message.hidden = false;
    this.message.replaceChildren(error.isOutage ? t('rowFailed') : error.message, again);
  }

  async showMore() {
    const { ticket } = this;
    this.more.disabled = true;
    try {
      const answer = await search(this.query, { ...this.conditions(), cursor: this.answer.cursor });
      if (ticket !== this.ticket) return;
      this.answer = answer;
      this.list.append(answer);
    } catch {
      // The button stays, for another try.
    } finally {
      this.more.disabled = false;
      this.syncMore();
    }
  }

  syncMore() {
    this.more.textContent = t('more');
    this.more.hidden = !this.answer?.cursor;
  }

  drawFilters() {
    const chip = (text, isOn, toggle, count) => h(
      'button',
      {
        class: 'chip', type: 'button', 'aria-pressed': String(isOn),
        onclick: () => {
          toggle();
          this.drawFilters();
          this.refresh();
        },
      },
      text, count != null && h('span', { class: 'chip-count' }, number(count)));
    const focused = [...this.filters.children].indexOf(document.activeElement);
    this.filters.replaceChildren(
      chip(t('onlyInStock'), this.onlyInStock, () => { this.onlyInStock = !this.onlyInStock; }),
      ...this.knownBrands.map(({ value, count }) => chip(value, this.brands.has(value), () => {
        if (!this.brands.delete(value)) this.brands.add(value);
      }, count)));
    this.filters.children[focused]?.focus();
  }
}
