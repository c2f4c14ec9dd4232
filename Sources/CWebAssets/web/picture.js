// The picture of a product: the catalogue's own, or one drawn from what is known of the item.

import { h, svg } from './dom.js';
import { shapeOf } from './shapes.js';

/** Colours and materials by their words; the first that an item names is the colour it is drawn in. */
const paints = [
  ['#efe9dd', /\bwhite\b|白色/], ['#3a3d42', /\bblack\b|cast iron|黑色|铸铁/], ['#8e959b', /\bgr[ea]y\b|concrete|灰色|水泥/],
  ['#28406e', /\bnavy\b|denim|藏青|牛仔/], ['#3f78bd', /\bblue\b|蓝色/], ['#9aae90', /\bsage\b|灰绿/], ['#3f8a5d', /\bgreen\b|绿色/],
  ['#6b4a36', /chocolate|巧克力/], ['#c4473f', /\bred\b|红色/], ['#df93a8', /\bpink\b|粉色/], ['#e3b53c', /\byellow\b|黄色/], ['#dc7d3a', /\borange\b|橙色/],
  ['#7c5ba3', /\bpurple\b|紫色/], ['#855c3e', /\bbrown\b|walnut|leather|棕色|胡桃/], ['#e3d3b2', /\bcream\b|linen|米色|亚麻/],
  ['#c5985f', /\boak\b|beech|wooden|\bwood\b|rattan|cork|木/], ['#cbae6c', /bamboo|竹/], ['#c3a04d', /brass|gold/], ['#c07a52', /copper|terracotta|铜|陶土/],
  ['#a9b4bb', /steel|silver|alumini?um|钢|铝/], ['#a8cdd0', /glass|玻璃/],
];
/** For items that name no colour. */
const moods = ['#b5654a', '#3f7f79', '#c29a45', '#5b6fa6', '#8a5a83', '#5f8a55', '#c07f8f', '#4d6a7d'];
const backdrops = 6;

const broken = new Set();

/** The item's picture in a frame; `className` sets its size. Purely ornamental: the title names it. */
export function picture(id, item, className = '') {
  const hash = hashOf(id);
  const paint = paintOf(item) ?? moods[hash % moods.length];
  const frame = h(
    'span',
    { class: `picture ${className}`, 'aria-hidden': 'true', '--paint': paint, 'data-backdrop': (hash >>> 8) % backdrops },
    drawing(id, item, hash));
  const source = imageSource(item?.image);
  if (source) {
    const image = h('img', { src: source, alt: '', loading: 'lazy', decoding: 'async' });
    image.addEventListener('error', () => {
      broken.add(source);
      image.remove();
    });
    frame.append(image);
  }
  return frame;
}

function drawing(id, item, hash) {
  const shape = shapeOf(item);
  const parts = shape
    ? [svg('ellipse', { class: 'tone-shadow', cx: 50, cy: 82, rx: 38, ry: 5 }), ...shape.map(([tone, d]) => svg(
      'path', { class: `tone-${tone}`, d }))]
    : [...field(hash), initial(id, item)];
  return svg('svg', { viewBox: '0 0 100 100', focusable: 'false' }, ...parts);
}

/** A field divided as on a coat of arms: per pale, fess, bend, chevron, saltire, or a roundel. */
const divisions = [
  'M50 0h50v100H50z', 'M0 50h100v50H0z', 'M0 0l100 100H0z', 'M0 100L50 42l50 58z',
  'M0 0h22l28 28L78 0h22v22L72 50l28 28v22H78L50 72l-28 28H0V78l28-28L0 22z', 'M12 50a38 38 0 1 0 76 0a38 38 0 1 0-76 0z',
];

function field(hash) {
  return [
    svg('path', { class: 'tone-l', d: 'M0 0h100v100H0z' }),
    svg('path', { class: 'tone-m', d: divisions[(hash >>> 4) % divisions.length] }),
  ];
}

function initial(id, item) {
  const letter = svg('text', { class: 'tone-letter', x: 50, y: 65, 'text-anchor': 'middle' });
  letter.textContent = [...(item?.title?.trim() || id)][0];
  return letter;
}

function paintOf(item) {
  const { colour, color, material } = item?.attributes ?? {};
  const named = (text) => typeof text === 'string' && text
    ? paints.find(([, words]) => words.test(text.toLowerCase()))?.[0] : undefined;
  return named(colour ?? color) ?? named(material) ?? named(item?.title);
}

/** The address to load, or null for what is no web address or did not load before. */
function imageSource(address) {
  if (typeof address !== 'string' || !address) return null;
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  return url && /^https?:$/.test(url.protocol) && !broken.has(url.href) ? url.href : null;
}

/** FNV-1a with a final mix, so that neighbouring ids look different. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
