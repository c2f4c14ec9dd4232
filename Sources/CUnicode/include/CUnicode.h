// What Martlet asks of ICU. Its functions carry the library's version in their names, through macros
// that Swift cannot see; hence this layer of C.
#ifndef MARTLET_CUNICODE_H
#define MARTLET_CUNICODE_H

#include <stddef.h>
#include <stdint.h>

/// Writes the folded form of a text and returns its length in UTF-16 units; 0 where ICU lacks data
/// or `max` is too small. Simplified from traditional Chinese, compatibility forms and case folded
/// (NFKC_Casefold); then, if wanted, letters apart from what combines with them (NFD).
size_t cu_fold(const uint16_t *text, size_t length, int decomposing, uint16_t *folded, size_t max);

/// Writes a text with its Chinese characters in Pinyin, letters apart from what combines with them
/// (NFD), and returns its length in UTF-16 units; 0 where ICU lacks data or `max` is too small.
size_t cu_pinyin(const uint16_t *text, size_t length, uint16_t *pinyin, size_t max);

/// Writes a text in normalisation form C and returns its length in UTF-16 units; 0 where ICU lacks
/// data or `max` is too small.
size_t cu_compose(const uint16_t *text, size_t length, uint16_t *composed, size_t max);

/// What finds the words of scripts that leave no blanks. For one thread at a time.
typedef struct cu_segmenter cu_segmenter;
cu_segmenter *cu_segmenter_open(void);
void cu_segmenter_close(cu_segmenter *segmenter);

/// Writes where each word of a text ends, in UTF-16 units, and returns how many there are.
size_t cu_words(cu_segmenter *segmenter, const uint16_t *text, size_t length, uint32_t *ends,
                size_t max);

#endif
