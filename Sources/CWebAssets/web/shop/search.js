// The search box: an ARIA combobox with completion from the engine.

import { byId, h } from '../dom.js';
import { suggest } from './asks.js';
import { t } from '../i18n.js';

const pauseMs = 60;

export class SearchBox {
  /** `onSearch(text)` and `onItem(id)` are called with the choice. */
  constructor({ onSearch, onItem }) {
    Object.assign(this, { onSearch, onItem });
    this.form = byId('search');
    this.input = byId('query');
    this.list = byId('suggestions');
    this.clear = this.form.querySelector('.clear');
    this.options = [];
    this.active = -1;
    this.listen();
  }

  get text() {
    return this.input.value.trim();
  }

  set text(value) {
    this.input.value = value;
    this.clear.hidden = value === '';
    this.close();
  }

  listen() {
    this.input.addEventListener('input', (event) => {
      this.clear.hidden = this.input.value === '';
      if (!event.isComposing) this.ask();
    });
    this.input.addEventListener('compositionend', () => this.ask());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.input.addEventListener('blur', () => this.close());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit(this.text);
    });
    this.clear.addEventListener('click', () => {
      this.text = '';
      this.onSearch('');
      this.input.focus();
    });
    // Keeps the focus in the input, so that `blur` does not close the list before the click.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  press(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen) this.ask();
      else this.activate(this.active + step);
    } else if (event.key === 'Enter' && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (isOpen) this.close();
      else this.text = '';
    }
  }

  async ask() {
    clearTimeout(this.timer);
    this.abort?.abort();
    const text = this.text;
    if (!text) {
      this.close();
      return;
    }
    this.timer = setTimeout(async () => {
      this.abort = new AbortController();
      try {
        const { suggestions } = await suggest(text, this.abort.signal);
        if (document.activeElement === this.input && this.text === text) this.show(suggestions);
      } catch {
        this.close();
      }
    }, pauseMs);
  }

  show(suggestions) {
    this.options = suggestions ?? [];
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.list.replaceChildren(...this.options.map((option, index) => {
      const kind = { item: 'kindItem', category: 'kindCategory', brand: 'kindBrand' }[option.kind];
      return h(
        'li',
        {
          role: 'option', id: `suggestion-${index}`, 'aria-selected': 'false',
          onclick: () => this.choose(option),
        },
        h('span', { class: 'suggestion-text' }, ...marked(option.text, this.text)),
        kind && h('span', { class: 'suggestion-kind' }, t(kind)));
    }));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
  }

  /** Moves through the options and, past either end, back to the typed text. */
  activate(index) {
    const places = this.options.length + 1;
    this.active = ((index + 1 + places) % places) - 1;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute('aria-selected', String(place === this.active));
    });
    if (this.active < 0) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    const option = this.list.children[this.active];
    this.input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  choose(option) {
    if (option.kind === 'item' && option.item) {
      this.text = '';
      this.onItem(option.item);
    } else {
      this.text = option.text;
      this.submit(option.text);
    }
  }

  submit(text) {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.close();
    this.onSearch(text);
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

/** The text with what the shopper typed set apart from what completes it. */
function marked(text, typed) {
  const start = text.toLowerCase().indexOf(typed.toLowerCase());
  if (start < 0) return [text];
  const end = start + typed.length;
  return [h('b', {}, text.slice(0, start)), text.slice(start, end), h('b', {}, text.slice(end))];
}
