// What merchandisers want of pages: a rule is made by pointing at the page that it changes, or in full.

import { h, toast } from '../dom.js';
import { call, newId } from '../api.js';
import { t } from '../i18n.js';
import { lookForm } from './look.js';
import { placeNames } from './places.js';
import { head, load, nothing, section, table, when } from './parts.js';
import { told } from './trouble.js';
import { workbench } from './workbench.js';

export function rules(place) {
  const bench = h('div');
  const list = h('div');
  let current = null;
  const look = lookForm((page) => {
    if (current && !current.isEmpty()) current.look(page);
    else open(ruleOf(page), page);
  });
  place.append(head(t('Rules'), t('Look at a page, pin what should come first, hide what should not be there, and see it before and after. A saved rule acts on the next answer.')), look.element, bench, list);
  const again = load(list, () => call('GET', 'rules'), (answer) => drawList(answer.rules, { act, edit }));

  async function act(work, done) {
    try {
      await work();
      toast(done);
    } catch (error) {
      toast(told(error));
    }
    again(true);
  }

  function edit(rule) {
    open(rule, look.show(rule.when));
    bench.querySelector('h2').focus();
  }

  function open(rule, page) {
    const close = () => {
      current = null;
      bench.replaceChildren();
      look.clear();
    };
    const done = () => {
      toast(t('The rule is saved and acts.'));
      close();
      again(true);
    };
    current = workbench(bench, rule, page, { close, done });
  }
}

const newRuleId = () => `r-${newId().slice(0, 8)}`;

/** A rule of one page that says nothing yet. */
function ruleOf({ place, subject, title }) {
  const rule = { id: newRuleId(), then: {} };
  return place === 'search' ? { ...rule, name: subject, when: { queries: [subject] } } : { ...rule, name: title, when: { places: [place] } };
}

function drawList(all, { act, edit }) {
  const make = h('button', { class: 'button small', type: 'button', onclick: () => edit({ id: newRuleId(), then: {} }) }, t('New rule'));
  if (all.length === 0) return section(t('The shop’s rules'), null, nothing(t('No rule yet'), t('The order of every page is the engine’s own.')), make);
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
    holds.places && t('in {places}', { places: holds.places.map((place) => placeNames()[place] ?? place).join(t(', ')) }), holds.queries && t(holds.match === 'contains' ? 'query holds {queries}' : 'query is {queries}', { queries }),
    holds.category && t('about {category}', holds), holds.visitors && t(holds.visitors === 'new' ? 'new visitors' : 'returning visitors'),
    from && t('from {time}', { time: when(from) }), until && t('until {time}', { time: when(until) }),
  ].filter(Boolean);
  return parts.length ? parts.join(t(', ')) : t('always');
}
