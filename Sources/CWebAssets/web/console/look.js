// Which page a rule is tried on: where it is, and the query, item or shopper that it starts from.

import { h, set, toast } from '../dom.js';
import { call } from '../api.js';
import { locale, t } from '../i18n.js';
import { needsSubject, placeNames, subjectOf } from './places.js';
import { told } from './trouble.js';

/** `open(page)` follows the question; a page is `{place, subject, title}`. */
export function lookForm(open) {
  const where = h('select', { id: 'rule-place', 'aria-label': t('Where') }, ...Object.entries(placeNames()).map(([name, text]) => h('option', { value: name }, text)));
  const subject = h('input', { type: 'search', id: 'rule-query', maxlength: 200, autocomplete: 'off' });
  const element = h('form', { class: 'ask wide', role: 'search' }, where, subject, h('button', { class: 'button small' }, t('Look')));
  const words = { query: t('The query it is about'), item: t('Id of an item, or words of its title'), user: t('Id of a user; without one, anybody') };

  const put = (place, text) => {
    where.value = place;
    subject.value = text;
    const hint = words[subjectOf(place)];
    set(subject, { disabled: !hint, placeholder: hint ?? '', 'aria-label': hint ?? t('Nothing more is asked') });
  };
  where.addEventListener('change', () => put(where.value, ''));
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = subject.value.trim();
    if (!text && needsSubject(where.value)) {
      subject.focus();
      return;
    }
    try {
      const page = await pageOf(where.value, text);
      if (page) open(page);
      else toast(t('No such item was found.'));
    } catch (error) {
      toast(told(error));
    }
  });
  put('search', '');
  return {
    element,
    clear() {
      subject.value = '';
      (subject.disabled ? where : subject).focus();
    },
    /** Turns to the first page that a condition names; null where that is not enough to ask for it. */
    show({ places = ['search'], queries = [] } = {}) {
      const place = queries.length ? 'search' : places[0];
      const text = queries[0] ?? '';
      put(place, text);
      return needsSubject(place) && !text ? null : { place, subject: text, title: titleOf(place, text) };
    },
  };
}

async function pageOf(place, text) {
  if (subjectOf(place) !== 'item') return { place, subject: text, title: titleOf(place, text) };
  const item = await itemOf(text);
  return item && { place, subject: item.id, title: titleOf(place, item.title) };
}

function titleOf(place, text) {
  if (place === 'search') return `“${text}”`;
  return text ? t('{place}: {subject}', { place: placeNames()[place], subject: text }) : placeNames()[place];
}

/** The item of this id, or else the first that these words find. */
async function itemOf(text) {
  for (const question of [{ query: '', filter: { id: [text] } }, { query: text }]) {
    const { items: [first] } = await call('POST', 'search', { ...question, limit: 1, fields: ['title'], locale });
    if (first) return { id: first.id, title: first.item?.title ?? first.id };
  }
  return null;
}
