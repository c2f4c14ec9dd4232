// "What your last click changed": the list before and after, and how long the way took.

import { animate, byId, h, prefersCalm, svg } from '../dom.js';
import { microseconds, milliseconds, number, t } from '../i18n.js';
import { mixChart } from './mix.js';
import { nameOf } from '../names.js';
import { picture } from '../picture.js';

const rowHeight = 22;
const linesWidth = 44;
const listLength = 12;

const pillWordsMs = 4000;

let last = null;
let pillTimer;

/** Where each item of the new list stood, and which old ones are gone. Positions from 0. */
export function compare(before, after) {
  const old = new Map(before.map((entry, position) => [entry.id, position]));
  const now = new Set(after.map((entry) => entry.id));
  const moves = after.map((entry, position) => {
    const from = old.get(entry.id);
    return { id: entry.id, item: entry.item, position, from, by: from - position || 0 };
  });
  return {
    moves,
    gone: new Set(before.filter((entry) => !now.has(entry.id)).map((entry) => entry.id)),
    entered: moves.filter((move) => move.from === undefined).length,
    up: moves.filter((move) => move.by > 0).length,
    down: moves.filter((move) => move.by < 0).length,
  };
}

export function showReaction(reaction) {
  last = reaction;
  const changes = draw(true);
  drawPill(true);
  byId('announcer').textContent = t('announce', {
    ms: milliseconds(reaction.totalMs), moves: summary(changes).map(([, text]) => text).join(', '),
  });
}

/** Draws the last reaction anew, in the page's language. */
export function redrawReaction() {
  if (last) {
    drawPill(false);
    draw(false);
  } else {
    byId('change-body').replaceChildren(
      h('p', { class: 'change-none' }, t('changeNone')),
      h('div', { class: 'bump waiting', 'aria-hidden': 'true', '--rows': listLength }));
  }
}

/** Forgets the last reaction, which was another person's. */
export function clearReaction() {
  last = null;
  byId('pill').hidden = true;
  redrawReaction();
}

/** The way down to the engine's side on a small screen: in words at first, then only the time. */
function drawPill(isNew) {
  const pill = byId('pill');
  const time = milliseconds(last.totalMs);
  const words = t('pill', { ms: time });
  pill.hidden = false;
  pill.setAttribute('aria-label', words);
  pill.textContent = isNew ? words : time;
  clearTimeout(pillTimer);
  if (isNew) pillTimer = setTimeout(() => { pill.textContent = time; }, pillWordsMs);
}

function draw(isNew) {
  const { before, after, action, totalMs, keptMs, answerMs, engineUs, offset, hasSeen } = last;
  const changes = compare(before, after);
  const share = Math.round((keptMs / totalMs) * 100);
  const object = action.item ? nameOf(action.item)?.title ?? action.title ?? action.item : action.title;
  byId('change-body').replaceChildren(
    h(
      'div', { class: 'change-head' },
      h('p', { class: 'change-what' }, `${t(action.verb)} `, h('b', {}, object ?? '')),
      h(
        'p', { class: hasSeen ? 'change-seen' : 'change-seen late' },
        t(hasSeen ? 'seen' : 'notSeen', { offset: number(offset) }))),
    h(
      'p', { class: 'change-time' },
      h('strong', {}, number(totalMs, totalMs < 10 ? 1 : 0)), ' ms ',
      h('span', {}, t('fromClick'))),
    h('div', { class: 'split', 'aria-hidden': 'true', '--share': `${share}%` }, h('i'), h('i')),
    h(
      'p', { class: 'change-parts' },
      h('span', { class: 'part kept' }, t('eventPart', { ms: milliseconds(keptMs) })),
      h('span', { class: 'part answered' }, t('answerPart', { ms: milliseconds(answerMs) })),
      Number.isFinite(engineUs)
        && h('span', { class: 'part' }, t('enginePart', { us: microseconds(engineUs) }))),
    h('p', { class: 'moves' }, ...summary(changes).map(([kind, text]) => h(
      'span', { class: `move ${kind}` }, text))),
    mixChart(before, after) ?? '',
    bump(before, changes, isNew));
  return changes;
}

function summary({ entered, gone, up, down }) {
  const parts = [
    ['new', entered, 'entered'], ['gone', gone.size, 'left'], ['up', up, 'up'],
    ['down', down, 'downMoves'],
  ].filter(([, n]) => n > 0).map(([kind, n, key]) => [kind, t(key, { n })]);
  return parts.length ? parts : [['same', t('same')]];
}

/** Two columns with a line from each item's old place to its new one. */
function bump(before, { moves, gone }, isNew) {
  const rows = Math.max(before.length, moves.length, 1);
  const y = (position) => (position + 0.5) * rowHeight;
  const lines = svg('svg', {
    class: 'bump-lines', viewBox: `0 0 ${linesWidth} ${rows * rowHeight}`, 'aria-hidden': 'true',
    preserveAspectRatio: 'none',
  });
  const old = h('ol', { class: 'bump-list' }, ...before.map((entry) => h(
    'li', { class: gone.has(entry.id) ? 'gone' : '' }, ...face(entry.id, entry.item))));
  const now = h('ol', { class: 'bump-list after' });
  for (const move of moves) {
    const kind = kindOf(move);
    const line = h('li', { class: kind }, ...face(move.id, move.item), badge(move));
    now.append(line);
    if (move.from === undefined) continue;
    const [from, to, middle] = [y(move.from), y(move.position), linesWidth / 2];
    lines.append(svg('path', {
      class: kind, pathLength: 1,
      d: `M0 ${from}C${middle} ${from} ${middle} ${to} ${linesWidth} ${to}`,
    }));
  }
  if (isNew && !prefersCalm()) requestAnimationFrame(() => play(now, lines, moves));
  return h(
    'div', { class: 'bump', '--rows': listLength },
    h('p', { class: 'bump-head' }, t('before')), h('span'),
    h('p', { class: 'bump-head' }, t('after')), old, lines, now);
}

function play(now, lines, moves) {
  const timing = { duration: 700, fill: 'backwards' };
  [...now.children].forEach((line, index) => {
    const { from, position } = moves[index];
    const delay = 120 + index * 18;
    if (from === undefined) {
      animate(line, [{ opacity: 0, transform: 'translateX(24px)' }, {}], { ...timing, delay: 420 });
    } else if (from !== position) {
      const rise = (from - position) * rowHeight;
      animate(line, [{ transform: `translateY(${rise}px)` }, {}], { ...timing, delay });
    }
  });
  for (const path of lines.children) {
    animate(path, [{ strokeDashoffset: 1 }, { strokeDashoffset: 0 }], { ...timing, delay: 120 });
  }
}

function face(id, item) {
  const known = nameOf(id) ?? item;
  const title = known?.title ?? id;
  return [picture(id, known, 'mini'), h('span', { class: 'bump-title', title }, title)];
}

function kindOf({ from, by }) {
  if (from === undefined) return 'new';
  if (by === 0) return 'same';
  return by > 0 ? 'up' : 'down';
}

function badge(move) {
  const kind = kindOf(move);
  const text = { new: t('badgeNew'), up: `↑${move.by}`, down: `↓${-move.by}`, same: '' }[kind];
  return h('span', { class: `bump-badge ${kind}` }, text);
}
