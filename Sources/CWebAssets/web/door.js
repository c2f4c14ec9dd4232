// Where the server asks for keys, the page asks for one too, and keeps it until the tab is closed.

import { h } from './dom.js';
import { health, keptKey } from './api.js';

/** Opens a dialog when an answer was refused for want of a key. `words()` are those of the page. */
export function guardDoor(wordsNow) {
  let dialog = null;
  health.addEventListener('locked', () => {
    if (dialog) return;
    const words = wordsNow();
    const input = h('input', { id: 'key', type: 'password', autocomplete: 'off', required: true, placeholder: 'mk_…' });
    const form = h(
      'form', { method: 'dialog' }, h('h2', { id: 'key-title' }, words.title),
      h('p', {}, keptKey.get() ? words.refused : words.text),
      h('label', { for: 'key' }, words.label),
      h('div', { class: 'field' }, input, h('button', { class: 'button main small' }, words.open)));
    dialog = h('dialog', { class: 'door', 'aria-labelledby': 'key-title' }, form);
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    form.addEventListener('submit', () => {
      keptKey.set(input.value.trim());
      location.reload();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
