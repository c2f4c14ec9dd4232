#ifndef MARTLET_CKERNELS_POSTINGS_H
#define MARTLET_CKERNELS_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

/// Documents that are summed up at once: their sums stay in the first-level cache.
#define CK_WINDOW 4096

/// Bits of a sum below the count of the lists that hold a document.
#define CK_HIT_SHIFT 26

/// The documents of a term within a segment, read front to back.
typedef struct {
    /// Ascending.
    const uint16_t *ordinals;
    /// What the term says about each.
    const uint16_t *impacts;
    size_t count;
    /// What an impact is multiplied by.
    uint32_t weight;
    /// Added for each document: 1 << CK_HIT_SHIFT where hits are counted.
    uint32_t hit;
    /// The greatest impact.
    uint32_t impact_max;
    /// The postings before this one have been read.
    size_t next;
} ck_postings;

/// What is gathered from window to window.
typedef struct {
    /// CK_WINDOW sums, all 0 between calls.
    uint32_t *sums;
    /// The best sums so far, the smallest first, as a heap.
    uint32_t *best;
    size_t capacity, held;
    /// The least sum that matches. With hits, it rises to the hits of the best document.
    uint32_t floor;
    /// Documents that reach the floor, where all are to be counted.
    size_t matched;
    /// Whether `matched` is to be exact, for which every list must be read.
    int is_exact;
    /// A bit for every document, set for those that reach the floor; or null.
    uint64_t *matches;
    /// Documents of the last window that may be among the best, CK_WINDOW at most.
    uint16_t *ordinals;
    uint32_t *found;
} ck_gathering;

/// Reads the postings of the ordinals from `base` on, CK_WINDOW of them, which must be below 65,536,
/// and returns how many documents were found. `lists` is ordered by `weight · impact_max`, greatest
/// first. `allowed` has a bit for every ordinal of whole windows, or is null; where it allows few
/// documents, these are looked up and the lists not read.
///
/// Unless `is_exact`, lists that cannot lift a document among the best by themselves are read
/// only where another list speaks for it (MaxScore: Turtle and Flood, "Query evaluation: strategies
/// and optimizations", 1995), so that `matched` is a lower bound.
size_t ck_postings_gather(ck_postings *lists, size_t count, const uint64_t *allowed, uint32_t base,
                          ck_gathering *gathering);

#endif
