// A rule at work: a page as it is and with the rule, above the rule itself; each change is tried at once.

import { h, keepingFocus, toast } from '../dom.js';
import { call } from '../api.js';
import { locale, number, t } from '../i18n.js';
import { picture } from '../picture.js';
import { questionOf } from './places.js';
import { itemAddress, nothing } from './parts.js';
import { ruleForm } from './rule.js';
import { told } from './trouble.js';

const shown = 8;
const fields = ['title', 'brand', 'image', 'attributes', 'categories', 'price'];
const pauseMs = 250;

/** `page` is what the rule is tried on, null where nothing was asked for yet. */
export function workbench(place, rule, page, { close, done }) {
  const sides = h('div');
  let ticket = 0;
  let timer;
  const change = () => {
    clearTimeout(timer);
    timer = setTimeout(preview, pauseMs);
  };
  const form = ruleForm(rule, { change, save, close });
  const hint = h('p', {}, t('Look at a page above to see what the rule does to it.'));
  const title = h('h2', { tabindex: -1 });
  place.replaceChildren(h('section', { class: 'section' }, title, hint, sides, form.element));

  function look(next) {
    page = next;
    title.textContent = page?.title || rule.name || rule.id;
    hint.hidden = page !== null;
    preview();
  }

  async function preview() {
    const mine = ticket += 1;
    const draft = form.draft();
    form.element.querySelector('.main').disabled = isEmpty();
    if (!page) return;
    try {
      const { before, after, costs = [] } = await call('POST', 'rules/preview', { ...questionOf(page), limit: shown, fields, locale, rules: isEmpty() ? [] : [draft] });
      if (mine !== ticket) return;
      form.complain(null);
      const cost = costs.find(({ rule: id }) => id === draft.id);
      // The page is drawn anew; who came by keyboard stays at the same button.
      keepingFocus(sides, () => sides.replaceChildren(h('div', { class: 'columns' }, side(t('As it is'), before, true), side(t('With the rule'), after, false, cost))));
    } catch (error) {
      if (mine === ticket && !form.complain(error)) sides.replaceChildren(nothing(t('This could not be shown'), told(error)));
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
      else toast(told(error));
    }
  }

  const isEmpty = () => Object.keys(form.draft().then).length === 0;

  function choice(name, list, other, id, what) {
    const isIn = form.holds(list, id);
    return h('button', {
      type: 'button', class: 'choice', 'aria-pressed': String(isIn === true), disabled: isIn === null, 'aria-label': `${name} ${what}`,
      onclick: () => {
        form.put(list, id, !isIn);
        form.put(other, id, false);
        preview();
      },
    }, name);
  }

  function line({ id, item }, choices) {
    const name = item?.title ?? id;
    return h(
      'li', {}, picture(id, item, 'tiny'), h('a', { href: itemAddress(id) }, name),
      choices && h('span', { class: 'side-choices' }, choice(t('Pin'), 'then.pin', 'then.hide', id, name), choice(t('Hide'), 'then.hide', 'then.pin', id, name)));
  }

  function side(name, { redirect, items }, choices, cost) {
    return h(
      'div', { class: 'side' }, h('h3', {}, name, cost && h('span', { class: cost.clicks < 0 ? 'tag warn' : 'tag' }, costText(cost))),
      redirect && h('p', { class: 'quiet' }, t('Redirect to'), ' ', redirect),
      items.length ? h('ol', {}, ...items.map((entry) => line(entry, choices))) : nothing(t('Nothing is found')));
  }

  look(page);
  return { look, isEmpty };
}

function costText({ clicks }) {
  const share = number(Math.abs(clicks) * 100, 1);
  if (share === '0') return t('expected clicks as before');
  return t(clicks < 0 ? 'expected clicks −{n} %' : 'expected clicks +{n} %', { n: share });
}
