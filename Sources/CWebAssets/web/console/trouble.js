// What an error says in the page's language.

import { locale, t } from '../i18n.js';

/** By code: the API's own sentences are English. */
const meanings = () => ({
  missing: t('Something is missing'), wrong_type: t('This is of another kind'), out_of_range: t('This is too large or too small'), unknown_value: t('This is none of the known values'),
  too_long: t('This is too long'), malformed: t('This is not written as it should be'), invalid_json: t('This is no JSON'), not_found: t('There is no such thing'), no_such_route: t('There is no such address'),
  key_missing: t('A key is needed'), key_unknown: t('This key is not known'), role_insufficient: t('This key may not do so'), rate_limited: t('Too many requests; wait a moment'),
  quota_exceeded: t('The quota is used up'), overloaded: t('The engine is busy; try again in a moment'), closing: t('The server is shutting down'), storage: t('The disk is full or failing'),
  memory_full: t('There is no memory left for more'), shop_unavailable: t('This shop cannot be opened'), too_little_data: t('There is too little data'),
  unusable_model: t('This model cannot be used'), unreachable: t('The engine is away.'), internal: t('Something went wrong; the server’s log tells more'),
});

/** An error as a sentence: the particulars stay as the engine wrote them. */
export function told({ code, message }) {
  if (locale === 'en') return message;
  const meaning = meanings()[code];
  if (!meaning || code === 'unreachable') return meaning ?? message;
  return t('{meaning} ({message})', { meaning, message });
}
