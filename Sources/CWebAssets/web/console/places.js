// Where answers are shown: searches and the placements, and what each starts from.

import { t } from '../i18n.js';

export const placeNames = () => ({
  search: t('Search'), home: t('For you'), similar: t('Similar'), bought_together: t('Bought together'), cart: t('Goes with the cart'), trending: t('Trending'),
  recent: t('Recently viewed'), again: t('Time to buy again'),
});

/** The field of a request that names what a page starts from. */
const subjects = { search: 'query', home: 'user', similar: 'item', bought_together: 'item', cart: 'item', recent: 'user', again: 'user' };

export const subjectOf = (place) => subjects[place] ?? null;

/** A page for nobody in particular can be asked for, one about nothing cannot. */
export const needsSubject = (place) => subjectOf(place) === 'query' || subjectOf(place) === 'item';

/** What asks for a page: one of searches by its query, one of placements by its name. */
export function questionOf({ place, subject }) {
  return { ...(place !== 'search' && { placement: place }), ...(subject && subjectOf(place) && { [subjectOf(place)]: subject }) };
}
