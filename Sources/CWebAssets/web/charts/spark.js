// A small line without axes, beside the figure that it explains.

import { svg } from '../dom.js';
import { linear, path } from './scale.js';

const [width, height] = [160, 36];

export function spark(values, className = '') {
  const top = Math.max(1e-9, ...values.filter(Number.isFinite));
  const x = linear([0, Math.max(1, values.length - 1)], [1, width - 1]);
  const y = linear([0, top], [height - 2, 3]);
  const points = values.map((value, index) => [x(index), y(value)]);
  const area = points.length > 1 ? `${path(points)}L${x(values.length - 1)} ${height}L1 ${height}z` : '';
  return svg(
    'svg', { class: `spark ${className}`, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { class: 'spark-area', d: area }), svg('path', { class: 'spark-line', d: path(points) }));
}
