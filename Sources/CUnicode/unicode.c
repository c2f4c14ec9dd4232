#include "CUnicode.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/// Transliterates a text in place; returns its new length.
static int32_t transliterate(const UChar *id, UChar *text, int32_t length, int32_t max,
                             UErrorCode *error) {
    UTransliterator *rules = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, error);
    int32_t limit = length;
    if (U_SUCCESS(*error)) utrans_transUChars(rules, text, &length, max, 0, &limit, error);
    if (rules) utrans_close(rules);
    return length;
}

size_t cu_fold(const uint16_t *text, size_t length, int decomposing, uint16_t *folded, size_t max) {
    UErrorCode error = U_ZERO_ERROR;
    UChar *form = malloc(max * sizeof *form);
    if (!form || length > max || max > INT32_MAX) {
        free(form);
        return 0;
    }
    int32_t capacity = (int32_t)max;
    u_memcpy(form, (const UChar *)text, (int32_t)length);
    int32_t count = transliterate(u"Traditional-Simplified", form, (int32_t)length, capacity, &error);
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&error);
    count = unorm2_normalize(casefold, form, count, (UChar *)folded, capacity, &error);
    if (decomposing) {
        const UNormalizer2 *apart = unorm2_getNFDInstance(&error);
        u_memcpy(form, (UChar *)folded, U_SUCCESS(error) ? count : 0);
        count = unorm2_normalize(apart, form, count, (UChar *)folded, capacity, &error);
    }
    free(form);
    return U_SUCCESS(error) ? (size_t)count : 0;
}

size_t cu_pinyin(const uint16_t *text, size_t length, uint16_t *pinyin, size_t max) {
    UErrorCode error = U_ZERO_ERROR;
    if (length > max || max > INT32_MAX) return 0;
    u_memcpy((UChar *)pinyin, (const UChar *)text, (int32_t)length);
    int32_t count = transliterate(u"Han-Latin; NFD", (UChar *)pinyin, (int32_t)length,
                                  (int32_t)max, &error);
    return U_SUCCESS(error) ? (size_t)count : 0;
}

size_t cu_compose(const uint16_t *text, size_t length, uint16_t *composed, size_t max) {
    UErrorCode error = U_ZERO_ERROR;
    if (length > INT32_MAX || max > INT32_MAX) return 0;
    const UNormalizer2 *form = unorm2_getNFCInstance(&error);
    int32_t count = unorm2_normalize(form, (const UChar *)text, (int32_t)length, (UChar *)composed,
                                     (int32_t)max, &error);
    return U_SUCCESS(error) ? (size_t)count : 0;
}

struct cu_segmenter {
    UBreakIterator *words;
};

cu_segmenter *cu_segmenter_open(void) {
    UErrorCode error = U_ZERO_ERROR;
    cu_segmenter *segmenter = calloc(1, sizeof *segmenter);
    if (!segmenter) return NULL;
    segmenter->words = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
    if (U_SUCCESS(error)) return segmenter;
    free(segmenter);
    return NULL;
}

void cu_segmenter_close(cu_segmenter *segmenter) {
    if (segmenter) ubrk_close(segmenter->words);
    free(segmenter);
}

size_t cu_words(cu_segmenter *segmenter, const uint16_t *text, size_t length, uint32_t *ends,
                size_t max) {
    UErrorCode error = U_ZERO_ERROR;
    ubrk_setText(segmenter->words, (const UChar *)text, (int32_t)length, &error);
    if (U_FAILURE(error)) return 0;
    size_t count = 0;
    ubrk_first(segmenter->words);
    for (int32_t end; count < max && (end = ubrk_next(segmenter->words)) != UBRK_DONE;) {
        ends[count++] = (uint32_t)end;
    }
    return count;
}
