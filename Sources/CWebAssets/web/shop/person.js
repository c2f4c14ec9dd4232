// Who is shopping: an anonymous visitor kept in this browser, perhaps signed in as a user.

import { kept } from '../kept.js';

const changed = new EventTarget();

function shortId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return prefix + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const visitor = kept('localStorage', 'martlet.visitor');
const user = kept('localStorage', 'martlet.user');
const session = kept('sessionStorage', 'martlet.session');
const cart = kept('localStorage', 'martlet.cart');

if (!visitor.get()) visitor.set(shortId('v-'));
if (!session.get()) session.set(shortId('s-'));

export const person = {
  get visitor() { return visitor.get(); },
  get user() { return user.get(); },
  get session() { return session.get(); },

  /** What every request says of the person. */
  fields() {
    const known = { visitor: this.visitor, session: this.session };
    return this.user ? { ...known, user: this.user } : known;
  },

  isMe(event) {
    return this.user && event.user ? event.user === this.user : event.visitor === this.visitor;
  },

  signIn(name) {
    user.set(name);
    changed.dispatchEvent(new Event('person'));
  },

  /** Nothing ties the next visitor to the user who left. */
  signOut() {
    user.set(null);
    visitor.set(shortId('v-'));
    session.set(shortId('s-'));
    cart.set(null);
    changed.dispatchEvent(new Event('person'));
    changed.dispatchEvent(new Event('cart'));
  },

  /** Shops as somebody who is known already. Nothing links this browser to them. */
  become(name) {
    this.signOut();
    this.signIn(name);
  },

  startSession() {
    session.set(shortId('s-'));
    changed.dispatchEvent(new Event('person'));
  },
};

/** Enough of a visitor's id to tell visitors apart. */
export function shortVisitor(id) {
  return id.replace(/^v-/, '').slice(0, 6);
}

/** Lines of the cart, `{id, item}`, in the order they were put in. */
export const cartLines = {
  all() {
    try {
      const lines = JSON.parse(cart.get() ?? '[]');
      return Array.isArray(lines) ? lines.filter((line) => typeof line?.id === 'string') : [];
    } catch {
      return [];
    }
  },

  has(id) {
    return this.all().some((line) => line.id === id);
  },

  put(id, item) {
    this.keep([...this.all().filter((line) => line.id !== id), { id, item }]);
  },

  take(ids) {
    this.keep(this.all().filter((line) => !ids.includes(line.id)));
  },

  keep(lines) {
    cart.set(JSON.stringify(lines.slice(-50)));
    changed.dispatchEvent(new Event('cart'));
  },
};

export function onChange(what, listener) {
  changed.addEventListener(what, listener);
}
