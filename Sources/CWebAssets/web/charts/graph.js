// An item and its neighbours: two kinds of tie, each on its own side, the strongest nearest.

import { h, svg } from '../dom.js';
import { picture } from '../picture.js';

const size = 460;
/** Of each side: the strongest stand on the inner arc, the others on the outer one. */
const arcs = [{ places: 3, radius: 122, turn: 0.85 }, { places: 6, radius: 206, turn: 0.5 }];

/**
 * `center` is `{id, item}`, `sides` are two of `{name, className, entries: [{id, item, score}]}`. The list
 * that is read and tabbed through is the same as the picture: every node is a link.
 */
export function graph({ center, sides, link, title }) {
  const lines = svg('svg', { class: 'graph-lines', viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' });
  const nodes = sides.map((side, s) => {
    const best = Math.max(...side.entries.map(({ score }) => score), Number.MIN_VALUE);
    return h('ul', { class: `graph-side ${side.className}`, 'aria-label': side.name }, ...side.entries.map((entry, index) => {
      const [x, y] = placeOf(index, side.entries.length, s === 0 ? -1 : 1);
      lines.append(svg('line', { class: side.className, x1: size / 2, y1: size / 2, x2: x, y2: y, 'stroke-width': (1 + 3 * Math.max(0, entry.score / best)).toFixed(1) }));
      const name = entry.item?.title ?? entry.id;
      return h('li', { '--x': `${(x / size) * 100}%`, '--y': `${(y / size) * 100}%` }, h(
        'a', { href: link(entry.id), title: name }, picture(entry.id, entry.item, 'node'), h('span', { class: 'visually-hidden' }, name)));
    }));
  });
  return h(
    'div', { class: 'graph', role: 'group', 'aria-label': title }, lines, ...nodes,
    h('div', { class: 'graph-center' }, picture(center.id, center.item, 'node')));
}

function placeOf(index, count, sign) {
  const [inner, outer] = arcs;
  const isInner = index < inner.places;
  const { radius, turn } = isInner ? inner : outer;
  const [place, places] = isInner ? [index, Math.min(count, inner.places)] : [index - inner.places, Math.min(count - inner.places, outer.places)];
  const angle = (place - (places - 1) / 2) * turn;
  return [size / 2 + sign * Math.cos(angle) * radius, size / 2 + Math.sin(angle) * radius];
}
