// "Why this?": what the engine says of one place in one answer, in a dialog.

import { byId, h, icon } from '../dom.js';
import { microseconds, number, t } from '../i18n.js';
import { itemLink } from './tile.js';
import { picture } from '../picture.js';

/**
 * Opens the dialog for an entry of an answer.
 *
 * `shown` is `{entry, position, answer, list}`, where `list` is the name of the row. The dialog gives
 * the focus back to what opened it.
 */
export function explain({ entry, position, answer, list }) {
  const dialog = byId('why');
  const item = entry.item ?? {};
  const best = Math.max(...answer.items.map(({ score }) => score), Number.MIN_VALUE);
  const close = h(
    'button', { class: 'icon-button', type: 'button', 'aria-label': t('close'), onclick: () => dialog.close() },
    icon('close'));
  dialog.replaceChildren(
    h(
      'header', { class: 'why-head' }, picture(entry.id, item, 'small'),
      h('div', {}, h('h2', { id: 'why-title' }, t('whyTitle')), h('p', {}, item.title ?? entry.id)), close),
    h('ul', { class: 'why-reasons' }, ...(entry.reasons ?? []).map(reasonLine)),
    h(
      'dl', { class: 'why-facts' },
      fact(t('whyPlace'), t('whyPlaceOf', { n: position + 1, list })),
      Number.isFinite(entry.score) && fact(t('whyScore'), number(entry.score, 4), Math.max(0, entry.score / best)),
      fact(t('whyKnew'), t('whyKnewText', { offset: number(answer.offset) })),
      Number.isFinite(answer.took_us) && fact(t('whyTook'), microseconds(answer.took_us))),
    h('a', { class: 'why-more', href: `./#/requests/${encodeURIComponent(answer.request)}` }, t('whyMore')));
  dialog.showModal();
}

function reasonLine(reason) {
  return h(
    'li', { class: `why-reason ${reason.kind}` }, h('span', {}, reason.text),
    reason.item && h('a', { href: itemLink(reason.item), onclick: () => byId('why').close() }, t('whyLook')));
}

function fact(label, text, share) {
  return h(
    'div', {}, h('dt', {}, label),
    h('dd', {}, text, share != null && h('span', { class: 'why-bar', '--share': `${Math.round(share * 100)}%` }, h('i'))));
}

/** A click on the backdrop closes too; the element itself is the backdrop's only target. */
export function listenToWhy() {
  const dialog = byId('why');
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
}
