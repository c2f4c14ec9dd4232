// One rule as a form: what stands in its fields is the rule, and what the engine refuses is told beside them.

import { h, set } from '../dom.js';
import { t } from '../i18n.js';
import { placeNames } from './places.js';
import { told } from './trouble.js';

const secondsLength = 19;

/** The fields of an item that a filter may name without an expression. */
const filterNames = () => ({ id: t('Items by id'), brand: t('Brand'), category: t('Category'), seller: t('Seller'), expression: t('Expression') });

/** `change()` follows every edit, `save()` and `close()` are what the buttons do. */
export function ruleForm(rule, { change, save, close }) {
  const { when = {}, then = {} } = rule;
  const entry = (name, label, control, hint) => {
    const id = `rule-${name.replaceAll('.', '-')}`;
    set(control, { id, name, 'aria-describedby': `${id}-note` });
    return h('div', { class: 'entry' }, h('label', { for: id }, label), control, h('p', { id: `${id}-note`, 'data-hint': hint ?? '' }, hint ?? ''));
  };
  const line = (name, label, value, hint) => entry(name, label, h('input', { type: 'text', value: value ?? '', autocomplete: 'off' }), hint);
  const number = (name, label, value, hint) => entry(name, label, h('input', { type: 'number', step: 'any', value: value ?? '' }), hint);
  const moment = (name, label, value) => entry(name, label, h('input', { type: 'datetime-local', step: 1, value: value ? localOf(value) : '' }));
  const many = (name, label, values, hint = t('One a line')) => entry(name, label, h('textarea', { rows: 2 }, (values ?? []).join('\n')), hint);
  const several = (name, label, names, values, hint) => {
    const marks = Object.entries(names).map(([value, text]) => h('label', { class: 'mark' }, h('input', { type: 'checkbox', name, value, checked: values?.includes(value) }), text));
    return h('div', { class: 'entry', role: 'group', 'aria-label': label }, h('span', { class: 'entry-name' }, label), h('div', { class: 'marks' }, ...marks), h('p', { 'data-hint': hint }, hint));
  };
  const choice = (name, label, names, value) => entry(name, label, choices(names, value));
  const filter = (name, label, value) => {
    const [kind, text] = filterText(value);
    const select = choices(filterNames(), kind);
    set(select, { name: `${name} kind`, 'aria-label': t('{what}: by', { what: label }) });
    const all = entry(name, label, h('textarea', { rows: 2 }, text), t('One a line; or an expression such as price < 50 and color = "red"'));
    all.querySelector('label').after(select);
    return all;
  };
  const part = (title, ...children) => h('fieldset', {}, h('legend', {}, title), ...children);

  const form = h(
    'form', { class: 'rule', novalidate: true },
    part(
      t('The rule'), line('name', t('Name'), rule.name), number('priority', t('Priority'), rule.priority, t('From −1000 to 1000; the highest acts first')),
      choice('enabled', t('State'), { true: t('acts'), false: t('rests') }, String(rule.enabled !== false)),
      moment('from', t('From'), rule.from), moment('until', t('Until'), rule.until)),
    part(
      t('When'), several('when.places', t('Where'), placeNames(), when.places, t('In searches, where none is marked')), many('when.queries', t('Queries'), when.queries),
      choice('when.match', t('The query'), { exact: t('is one of them'), contains: t('holds the words of one') }, when.match),
      line('when.category', t('Category'), when.category, t('That the query names, or the item looked at is in')),
      choice('when.visitors', t('Visitors'), { '': t('All'), new: t('New'), returning: t('Returning') }, when.visitors),
      many('when.user', t('What the user declared'), userLines(when.user), t('Such as age_band: 18-24, 25-34'))),
    part(
      t('Then'), many('then.pin', t('Pin'), listOf(then.pin), t('Ids of items, the first one first')), filter('then.hide', t('Hide'), then.hide),
      filter('then.boost.filter', t('Boost'), then.boost?.filter), number('then.boost.factor', t('Boost by'), then.boost?.factor, t('From 1 to 100; 2 without it')),
      filter('then.bury.filter', t('Bury'), then.bury?.filter), number('then.bury.factor', t('Bury by'), then.bury?.factor, t('From 0.001 to 1; 0.2 without it')),
      line('then.redirect', t('Redirect to'), then.redirect, t('An address that begins with /, http:// or https://')),
      line('then.query', t('Search for this instead'), then.query),
      many('then.synonyms', t('Synonyms'), (then.synonyms ?? []).map(synonymLine), t('For all searches. sofa, couch find each other; phone > smartphone only there'))),
    h(
      'p', { class: 'rule-actions' }, h('button', { class: 'button main small' }, t('Save the rule')),
      h('button', { class: 'button small', type: 'button', onclick: close }, t('Close'))));
  form.addEventListener('input', change);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save();
  });

  const complain = (error) => {
    for (const note of form.querySelectorAll('[data-hint]')) note.textContent = note.dataset.hint;
    for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
    if (!error) return null;
    const control = fieldOf(form, error.field ?? '');
    if (!control) return null;
    control.setAttribute('aria-invalid', 'true');
    control.closest('.entry').querySelector('[data-hint]').textContent = told(error);
    return control;
  };
  const control = (name) => form.elements.namedItem(name);
  /** Whether an item stands in a list of ids; null where the list holds something else. */
  const holds = (name, id) => (control(`${name} kind`)?.value ?? 'id') === 'id' || control(name).value.trim() === '' ? listed(control(name).value, '\n').includes(id) : null;
  const put = (name, id, isIn) => {
    if (holds(name, id) === null) return;
    if (control(`${name} kind`)) control(`${name} kind`).value = 'id';
    const others = listed(control(name).value, '\n').filter((one) => one !== id);
    control(name).value = [...others, ...(isIn ? [id] : [])].join('\n');
  };
  return { element: form, draft: () => draftOf(form, rule.id), complain, holds, put };
}

/** The control of the field that an error names, or of the nearest one around it. */
function fieldOf(form, field) {
  const steps = field.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const name = steps.slice(0, length).join('.');
    const control = form.elements.namedItem(name) ?? form.elements.namedItem(`${name}.filter`);
    if (control) return control instanceof RadioNodeList ? control[0] : control;
  }
  return null;
}

function draftOf(form, id) {
  const text = (name) => form.elements.namedItem(name).value.trim();
  const numberOf = (name) => (text(name) === '' ? null : Number(text(name)));
  const lines = (name) => listed(text(name), '\n');
  const filter = (name) => filterOf(text(`${name} kind`), text(name));
  const lift = (name) => (filter(`${name}.filter`) == null ? null : said({ filter: filter(`${name}.filter`), factor: numberOf(`${name}.factor`) }));
  const queries = lines('when.queries');
  const places = [...form.querySelectorAll('[name="when.places"]:checked')].map(({ value }) => value);
  return said({
    id, name: text('name'), priority: numberOf('priority'), enabled: text('enabled') === 'true' ? null : false, from: instantOf(text('from')), until: instantOf(text('until')),
    when: said({
      places, queries, match: queries.length && text('when.match') === 'contains' ? 'contains' : null, category: text('when.category'), visitors: text('when.visitors'),
      user: said(Object.fromEntries(lines('when.user').map((line) => line.split(/[:：](.*)/s)).map(([name, values = '']) => [name.trim(), listed(values, comma)]))),
    }),
    then: said({
      pin: lines('then.pin'), hide: filter('then.hide'), boost: lift('then.boost'), bury: lift('then.bury'), redirect: text('then.redirect'), query: text('then.query'),
      synonyms: lines('then.synonyms').map(synonymOf),
    }) ?? {},
  });
}

/** What is said of an object's fields: none that is null or empty. Null where nothing is. */
function said(fields) {
  const full = Object.entries(fields).filter(([, value]) => value != null && value !== '' && value.length !== 0);
  return full.length ? Object.fromEntries(full) : null;
}

const comma = /[,，、]/;
const listed = (text, mark) => text.split(mark).map((one) => one.trim()).filter(Boolean);
const listOf = (value) => (value == null ? [] : [value].flat());
const userLines = (user) => Object.entries(user ?? {}).map(([name, values]) => `${name}: ${listOf(values).join(', ')}`);
const instantOf = (local) => (local ? new Date(local).toISOString() : null);

/** As a field for local times takes it. */
function localOf(instant) {
  const time = new Date(instant);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, secondsLength);
}

const synonymLine = ({ same, word, finds }) => (same ? same.join(', ') : `${word} > ${finds.join(', ')}`);

function synonymOf(line) {
  const [word, finds] = line.split('>');
  return finds == null ? { same: listed(word, comma) } : { word: word.trim(), finds: listed(finds, comma) };
}

/** The kind of a filter and the text of its field: what is neither plain values nor an expression is JSON. */
function filterText(filter) {
  if (filter == null) return ['id', ''];
  if (typeof filter === 'string') return ['expression', filter];
  const [[name, value], ...others] = Object.entries(filter);
  if (name === 'where' && others.length === 0) return ['expression', value];
  const isPlain = others.length === 0 && name !== 'expression' && Object.hasOwn(filterNames(), name) && listOf(value).every((one) => typeof one === 'string');
  return isPlain ? [name, listOf(value).join('\n')] : ['expression', JSON.stringify(filter)];
}

function filterOf(kind, text) {
  if (text === '') return null;
  if (kind !== 'expression') return { [kind]: listed(text, '\n') };
  if (!text.startsWith('{')) return text;
  try { return JSON.parse(text); } catch { return text; }
}

function choices(names, value) {
  return h('select', {}, ...Object.entries(names).map(([name, text]) => h('option', { value: name, selected: name === (value ?? '') }, text)));
}
