// The language of a page: its words, and the forms of numbers, prices and times.

let words = { en: {}, zh: {} };

/** Takes a page's words: `{en: {key: text}, zh: …}`. */
export function teach(dictionary) {
  words = dictionary;
}

export let locale = 'en';

export function useLocale(next) {
  locale = next === 'zh' ? 'zh' : 'en';
  document.documentElement.lang = locale === 'zh' ? 'zh-Hans' : 'en';
  for (const place of document.querySelectorAll('[data-text]')) {
    place.textContent = t(place.dataset.text);
  }
  for (const place of document.querySelectorAll('[data-label]')) {
    place.setAttribute('aria-label', t(place.dataset.label));
  }
  for (const place of document.querySelectorAll('[data-placeholder]')) {
    place.placeholder = t(place.dataset.placeholder);
  }
}

/** The words for a key, with `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  return filled(words[locale][key] ?? words.en[key] ?? key, values);
}

export function hasWords(key) {
  return Object.hasOwn(words.en, key);
}

/** A price from minor units: `Intl` knows the digits of each currency. */
export function price(money) {
  if (!money || !Number.isFinite(money.minor)) return '';
  try {
    const format = new Intl.NumberFormat(tag(), {
      style: 'currency', currency: money.currency, currencyDisplay: 'narrowSymbol',
    });
    const digits = format.resolvedOptions().maximumFractionDigits;
    return format.format(money.minor / 10 ** digits);
  } catch {
    return `${money.minor} ${money.currency ?? ''}`;
  }
}

export function number(value, digitsMax = 0) {
  return new Intl.NumberFormat(tag(), { maximumFractionDigits: digitsMax }).format(value);
}

/** A moment, in the form that `Intl.DateTimeFormat` takes. */
export function moment(time, form) {
  return new Intl.DateTimeFormat(tag(), form).format(new Date(time));
}

/** Sentences one after another; what is missing is left out. */
export function sentences(...all) {
  return all.filter(Boolean).join(locale === 'zh' ? '' : ' ');
}

/** Milliseconds, with as many digits as are worth reading. */
export function milliseconds(ms) {
  return `${number(ms, ms < 10 ? 1 : 0)} ms`;
}

export function microseconds(us) {
  return us < 1000 ? `${number(us)} µs` : milliseconds(us / 1000);
}

/** A length of time in its largest whole unit. */
export function duration(ms) {
  if (ms < 1000) return `${number(Math.max(0, Math.round(ms / 10) * 10))} ms`;
  if (ms < 60_000) return t('seconds', { n: Math.floor(ms / 1000) });
  if (ms < 3_600_000) return t('minutes', { n: Math.floor(ms / 60_000) });
  if (ms < 86_400_000) return t('hours', { n: Math.floor(ms / 3_600_000) });
  return t('days', { n: Math.floor(ms / 86_400_000) });
}

function tag() {
  return locale === 'zh' ? 'zh-CN' : 'en-GB';
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
