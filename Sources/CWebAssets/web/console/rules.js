// What merchandisers want of searches: a rule is made by pointing at the page that it changes.

import { h, toast } from '../dom.js';
import { call, newId } from '../api.js';
import { locale, t } from '../i18n.js';
import { picture } from '../picture.js';
import { head, itemAddress, load, nothing, section, table, when } from './parts.js';

const shown = 8;
const fields = ['title', 'brand', 'image', 'attributes', 'categories', 'price'];

export function rules(place) {
  const query = h('input', { type: 'search', id: 'rule-query', placeholder: t('The query it is about'), maxlength: 200, autocomplete: 'off' });
  const form = h('form', { class: 'ask', role: 'search' }, h('label', { class: 'visually-hidden', for: 'rule-query' }, t('Query of the rule')), query, h('button', { class: 'button small' }, t('Look')));
  const bench = h('div');
  const list = h('div');
  place.append(head(t('Rules'), t('Look at a query, pin what should come first, hide what should not be there, and see the page before and after. A saved rule acts on the next search.')), form, bench, list);
  const again = load(list, () => call('GET', 'rules'), (answer) => drawList(answer.rules, act));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = query.value.trim();
    if (text) workbench(bench, text, save);
  });

  async function act(work, done) {
    try {
      await work();
      toast(done);
    } catch (error) {
      toast(error.message);
    }
    again(true);
  }

  function save(draft) {
    act(() => call('PUT', `rules/${encodeURIComponent(draft.id)}`, draft), t('The rule is saved and acts.')).then(() => {
      bench.replaceChildren();
      query.value = '';
    });
  }
}

/** Both pages of a query, with the draft that makes the difference. */
function workbench(place, query, save) {
  const pins = [];
  const hidden = [];
  const draft = () => ({
    id: `r-${newId().slice(0, 8)}`, name: query, when: { queries: [query], match: 'exact' },
    then: { ...(pins.length && { pin: pins }), ...(hidden.length && { hide: { id: hidden } }) },
  });
  const isEmpty = () => pins.length + hidden.length === 0;
  const toggle = (ids, others, id) => {
    if (others.includes(id)) others.splice(others.indexOf(id), 1);
    if (ids.includes(id)) ids.splice(ids.indexOf(id), 1);
    else ids.push(id);
    // The page is drawn anew; who came by keyboard stays at the same button.
    const { ariaLabel } = document.activeElement;
    again(true).then(() => place.querySelector(`[aria-label="${CSS.escape(ariaLabel ?? '')}"]`)?.focus());
  };
  const choice = (name, ids, others, id, title) => h('button', {
    type: 'button', class: 'choice', 'aria-pressed': String(ids.includes(id)), 'aria-label': `${name} ${title}`,
    onclick: () => toggle(ids, others, id),
  }, name);
  const line = (entry, choices) => {
    const title = entry.item?.title ?? entry.id;
    return h(
      'li', {}, picture(entry.id, entry.item, 'tiny'), h('a', { href: itemAddress(entry.id) }, title),
      choices && h('span', { class: 'side-choices' }, choice(t('Pin'), pins, hidden, entry.id, title), choice(t('Hide'), hidden, pins, entry.id, title)));
  };
  const side = (name, page, choices) => h(
    'div', { class: 'side' }, h('h3', {}, name),
    page.items.length ? h('ol', {}, ...page.items.map((entry) => line(entry, choices))) : nothing(t('Nothing is found')));
  const ask = () => call('POST', 'rules/preview', {
    query, limit: shown, fields, locale, rules: isEmpty() ? [] : [draft()],
  });
  const again = load(place, ask, ({ before, after }) => section(
    `“${query}”`, null, h('div', { class: 'columns' }, side(t('As it is'), before, true), side(t('With the rule'), after, false)),
    h('p', { class: 'state' }, h('button', { class: 'button main small', type: 'button', disabled: isEmpty(), onclick: () => save(draft()) }, t('Save the rule')))));
}

function drawList(all, act) {
  if (all.length === 0) return section(t('The shop’s rules'), null, nothing(t('No rule yet'), t('The order of every search is the engine’s own.')));
  const remove = (rule) => act(() => call('DELETE', `rules/${encodeURIComponent(rule.id)}`), t('The rule is gone.'));
  const turn = (rule) => act(() => call('PUT', `rules/${encodeURIComponent(rule.id)}`, { ...rule, enabled: rule.enabled === false }), rule.enabled === false ? t('The rule acts again.') : t('The rule rests.'));
  return section(t('The shop’s rules'), t('Those of the highest priority act first.'), table(t('Rules'), [
    { name: t('Rule'), cell: (rule) => rule.name ?? rule.id },
    { name: t('When'), cell: whenOf },
    { name: t('Then'), cell: (rule) => Object.entries(rule.then).map(([act, what]) => h('span', { class: 'tag' }, `${actNames()[act] ?? act}${Array.isArray(what) ? ` ${what.length}` : ''}`)) },
    { name: t('State'), cell: ({ enabled }) => (enabled === false ? h('span', { class: 'quiet' }, t('rests')) : h('span', { class: 'tag' }, t('acts'))) },
    {
      name: t('What can be done'), isPlain: true,
      cell: (rule) => h(
        'span', { class: 'side-choices' },
        h('button', { class: 'choice', type: 'button', 'aria-label': `${turnName(rule)} ${rule.name ?? rule.id}`, onclick: () => turn(rule) }, turnName(rule)),
        h('button', { class: 'choice', type: 'button', 'aria-label': `${t(t('Remove'))} ${rule.name ?? rule.id}`, onclick: () => remove(rule) }, t('Remove'))),
    },
  ], all));
}

const turnName = ({ enabled }) => (enabled === false ? t('Turn on') : t('Turn off'));
const actNames = () => ({
  pin: t('pin'), hide: t('hide'), boost: t('boost'), bury: t('bury'), redirect: t('redirect'), query: t('other query'), synonyms: t('synonyms'),
});

function whenOf({ when: holds = {}, from, until }) {
  const queries = holds.queries?.slice(0, 3).map((text) => `“${text}”`).join(t(' or ')) + (holds.queries?.length > 3 ? ' …' : '');
  const parts = [
    holds.queries && t(holds.match === 'contains' ? 'query holds {queries}' : 'query is {queries}', { queries }),
    holds.category && t('query names {category}', holds), holds.visitors && t(holds.visitors === 'new' ? 'new visitors' : 'returning visitors'),
    from && t('from {time}', { time: when(from) }), until && t('until {time}', { time: when(until) }),
  ].filter(Boolean);
  return parts.length ? parts.join(t(', ')) : t('always');
}
