// A share or an amount with its interval: a dot on a whisker, on a scale that starts at zero.

import { svg } from '../dom.js';
import { linear } from './scale.js';

const [width, height] = [220, 28];

/** `top` is the right end of the scale, so that several whiskers can share one. */
export function whisker({ value, low, high }, top) {
  const x = linear([0, top || 1], [6, width - 6]);
  const middle = height / 2;
  return svg(
    'svg', { class: 'whisker', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    svg('line', { class: 'axis', x1: 6, x2: width - 6, y1: middle, y2: middle }),
    svg('line', { class: 'whisker-line', x1: x(low), x2: x(high), y1: middle, y2: middle }),
    ...[low, high].map((end) => svg('line', { class: 'whisker-end', x1: x(end), x2: x(end), y1: middle - 5, y2: middle + 5 })),
    svg('circle', { class: 'whisker-dot', cx: x(value), cy: middle, r: 4.5 }));
}
