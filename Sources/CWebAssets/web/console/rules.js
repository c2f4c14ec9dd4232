// What merchandisers want of searches: a rule is made by pointing at the page that it changes, or in full.

import { h, toast } from '../dom.js';
import { call, newId } from '../api.js';
import { locale, t } from '../i18n.js';
import { picture } from '../picture.js';
import { head, itemAddress, load, nothing, section, table, when } from './parts.js';
import { ruleForm } from './rule.js';

const shown = 8;
const fields = ['title', 'brand', 'image', 'attributes', 'categories', 'price'];
const pauseMs = 250;

export function rules(place) {
  const query = h('input', { type: 'search', id: 'rule-query', placeholder: t('The query it is about'), maxlength: 200, autocomplete: 'off' });
  const form = h('form', { class: 'ask', role: 'search' }, h('label', { class: 'visually-hidden', for: 'rule-query' }, t('Query of the rule')), query, h('button', { class: 'button small' }, t('Look')));
  const bench = h('div');
  const list = h('div');
  place.append(head(t('Rules'), t('Look at a query, pin what should come first, hide what should not be there, and see the page before and after. A saved rule acts on the next search.')), form, bench, list);
  const again = load(list, () => call('GET', 'rules'), (answer) => drawList(answer.rules, { act, edit }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = query.value.trim();
    if (text) open({ id: `r-${newId().slice(0, 8)}`, name: text, when: { queries: [text] }, then: {} }, text);
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

  function edit(rule) {
    query.value = rule.when?.queries?.[0] ?? query.value;
    open(rule, query.value.trim());
    bench.querySelector('h2').focus();
  }

  function open(rule, text) {
    const close = () => {
      bench.replaceChildren();
      query.value = '';
      query.focus();
    };
    const done = () => {
      toast(t('The rule is saved and acts.'));
      close();
      again(true);
    };
    workbench(bench, rule, text, { close, done });
  }
}

/** Both pages of a query above the rule that makes the difference; each change is tried at once. */
function workbench(place, rule, query, { close, done }) {
  const sides = h('div');
  let ticket = 0;
  let timer;
  const change = () => {
    clearTimeout(timer);
    timer = setTimeout(preview, pauseMs);
  };
  const form = ruleForm(rule, { change, save, close });
  place.replaceChildren(section(query ? `“${query}”` : rule.name ?? rule.id, query ? null : t('Look at a query above to see what the rule does to it.'), sides, form.element));
  place.querySelector('h2').tabIndex = -1;

  async function preview() {
    const mine = ticket += 1;
    const draft = form.draft();
    const isEmpty = Object.keys(draft.then).length === 0;
    form.element.querySelector('.main').disabled = isEmpty;
    if (!query) return;
    try {
      const { before, after } = await call('POST', 'rules/preview', { query, limit: shown, fields, locale, rules: isEmpty ? [] : [draft] });
      if (mine !== ticket) return;
      form.complain(null);
      const { ariaLabel } = document.activeElement;
      sides.replaceChildren(h('div', { class: 'columns' }, side(t('As it is'), before, true), side(t('With the rule'), after, false)));
      // The page is drawn anew; who came by keyboard stays at the same button.
      if (ariaLabel) sides.querySelector(`[aria-label="${CSS.escape(ariaLabel)}"]`)?.focus();
    } catch (error) {
      if (mine === ticket && !form.complain(error)) sides.replaceChildren(nothing(t('This could not be shown'), error.message));
    }
  }

  async function save() {
    const draft = form.draft();
    try {
      await call('PUT', `rules/${encodeURIComponent(draft.id)}`, draft);
      done();
    } catch (error) {
      const control = form.complain(error);
      if (control) control.focus();
      else toast(error.message);
    }
  }

  function choice(name, list, other, id, title) {
    const isIn = form.holds(list, id);
    return h('button', {
      type: 'button', class: 'choice', 'aria-pressed': String(isIn === true), disabled: isIn === null, 'aria-label': `${name} ${title}`,
      onclick: () => {
        form.put(list, id, !isIn);
        form.put(other, id, false);
        preview();
      },
    }, name);
  }

  function line({ id, item }, choices) {
    const title = item?.title ?? id;
    return h(
      'li', {}, picture(id, item, 'tiny'), h('a', { href: itemAddress(id) }, title),
      choices && h('span', { class: 'side-choices' }, choice(t('Pin'), 'then.pin', 'then.hide', id, title), choice(t('Hide'), 'then.hide', 'then.pin', id, title)));
  }

  function side(name, page, choices) {
    const { redirect } = page;
    return h(
      'div', { class: 'side' }, h('h3', {}, name), redirect && h('p', { class: 'quiet' }, t('Redirect to'), ' ', redirect),
      page.items.length ? h('ol', {}, ...page.items.map((entry) => line(entry, choices))) : nothing(t('Nothing is found')));
  }

  preview();
}

function drawList(all, { act, edit }) {
  const make = h('button', { class: 'button small', type: 'button', onclick: () => edit({ id: `r-${newId().slice(0, 8)}`, then: {} }) }, t('New rule'));
  if (all.length === 0) return section(t('The shop’s rules'), null, nothing(t('No rule yet'), t('The order of every search is the engine’s own.')), make);
  const remove = (rule) => act(() => call('DELETE', `rules/${encodeURIComponent(rule.id)}`), t('The rule is gone.'));
  const turn = (rule) => act(() => call('PUT', `rules/${encodeURIComponent(rule.id)}`, { ...rule, enabled: rule.enabled === false }), rule.enabled === false ? t('The rule acts again.') : t('The rule rests.'));
  const button = (name, rule, onclick) => h('button', { class: 'choice', type: 'button', 'aria-label': `${name} ${rule.name ?? rule.id}`, onclick }, name);
  return section(t('The shop’s rules'), t('Those of the highest priority act first.'), table(t('Rules'), [
    { name: t('Rule'), cell: (rule) => rule.name ?? rule.id },
    { name: t('Priority'), isNumber: true, cell: ({ priority }) => String(priority ?? 0) },
    { name: t('When'), cell: whenOf },
    { name: t('Then'), cell: (rule) => Object.entries(rule.then).map(([act, what]) => h('span', { class: 'tag' }, `${actNames()[act] ?? act}${Array.isArray(what) ? ` ${what.length}` : ''}`)) },
    { name: t('State'), cell: ({ enabled }) => (enabled === false ? h('span', { class: 'quiet' }, t('rests')) : h('span', { class: 'tag' }, t('acts'))) },
    {
      name: t('What can be done'), isPlain: true,
      cell: (rule) => h(
        'span', { class: 'side-choices' }, button(t('Edit'), rule, () => edit(rule)),
        button(rule.enabled === false ? t('Turn on') : t('Turn off'), rule, () => turn(rule)), button(t('Remove'), rule, () => remove(rule))),
    },
  ], all), make);
}

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
