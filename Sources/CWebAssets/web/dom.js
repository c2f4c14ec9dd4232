// Making elements. Data only ever becomes text nodes and attributes, never markup.

const sprite = 'assets/martlet.svg';
const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element. `on…` are listeners, `--…` are CSS variables, false and null leave out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

export function icon(name) {
  return svg('svg', { 'aria-hidden': 'true' }, svg('use', { href: `${sprite}#${name}` }));
}

export const byId = (id) => document.getElementById(id);

export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) element.style.setProperty(name, value);
    else if (value === false || value == null) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

export function prefersCalm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export function animate(element, frames, options) {
  if (prefersCalm() || !element.isConnected) return null;
  return element.animate(frames, { easing: 'cubic-bezier(.2, .8, .2, 1)', ...options });
}

/** Lets `change` reorder the children of `parent`, and slides each from where it stood. */
export function slide(parent, change) {
  const seen = parent.getBoundingClientRect();
  const onScreen = seen.bottom > 0 && seen.top < innerHeight;
  const before = new Map();
  if (onScreen) {
    for (const child of parent.children) before.set(child, child.getBoundingClientRect());
  }
  change();
  if (!onScreen || before.size === 0) return;
  for (const child of parent.children) {
    const from = before.get(child);
    if (!from) {
      animate(child, [{ opacity: 0, transform: 'scale(.94)' }, { opacity: 1 }], { duration: 420 });
      continue;
    }
    const to = child.getBoundingClientRect();
    const [x, y] = [from.left - to.left, from.top - to.top];
    if (!x && !y) continue;
    animate(child, [{ transform: `translate(${x}px, ${y}px)` }, {}], { duration: 420 });
  }
}

/** Lets `change` draw a place anew; who was in it by keyboard is at the same control again, or at its neighbour. */
export function keepingFocus(place, change) {
  const controls = () => [...place.querySelectorAll('a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]')];
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const index = focused ? controls().indexOf(focused) : -1;
  change();
  if (!focused || focused.isConnected) return;
  const next = controls();
  const same = focused.ariaLabel && next.find(({ ariaLabel }) => ariaLabel === focused.ariaLabel);
  (same || next[Math.min(index, next.length - 1)])?.focus({ preventScroll: true });
}

let toastTimer;

export function toast(text) {
  const place = byId('toast');
  place.textContent = text;
  place.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => place.classList.remove('shown'), 2600);
}

/** A button that opens a panel; Escape, a click elsewhere and leaving by Tab close it. */
export function disclosure(holder, onOpen) {
  const button = holder.querySelector('button[aria-controls]');
  const panel = byId(button.getAttribute('aria-controls'));
  const show = (open) => {
    if (open === !panel.hidden) return;
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open) onOpen(panel);
  };
  button.addEventListener('click', () => show(panel.hidden));
  document.addEventListener('pointerdown', (event) => {
    if (!holder.contains(event.target)) show(false);
  });
  holder.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !holder.contains(event.relatedTarget)) show(false);
  });
  holder.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    show(false);
    button.focus();
  });
  return { close: () => show(false), refresh: () => { if (!panel.hidden) onOpen(panel); } };
}
