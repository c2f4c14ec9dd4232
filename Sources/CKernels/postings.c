#include "CKernelsPostings.h"
#include "kernel.h"
#include <string.h>

enum {
    /// Sums that are compared at once.
    GROUP = 16,
    /// Documents of a window that are looked up one by one rather than by reading all lists.
    FEW = 96,
};

/// The first posting from `next` on whose ordinal is not below `ordinal`.
CK_INLINE size_t seek(const ck_postings *list, size_t next, uint32_t ordinal) {
    size_t step = 1, low = next;
    while (next + step < list->count && list->ordinals[next + step] < ordinal) {
        low = next + step;
        step *= 2;
    }
    size_t high = next + step < list->count ? next + step : list->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (list->ordinals[middle] < ordinal) low = middle + 1;
        else high = middle;
    }
    return low;
}

/// Adds what a list says about the documents from `base` up to `end`; returns whether it says
/// anything. It may have been left behind, while it could not lift a document among the best by
/// itself.
CK_INLINE int add(ck_postings *list, uint32_t base, uint32_t end, uint32_t *sums) {
    size_t next = list->next;
    if (next < list->count && list->ordinals[next] < base) next = seek(list, next, base);
    const size_t stop = next < list->count ? seek(list, next, end) : next;
    const uint32_t weight = list->weight, hit = list->hit;
    for (size_t i = next; i < stop; i++)
        sums[list->ordinals[i] - base] += hit + weight * list->impacts[i];
    list->next = stop;
    return stop > next;
}

/// Keeps a sum if it is among the best.
CK_INLINE void keep(ck_gathering *gathering, uint32_t sum) {
    uint32_t *best = gathering->best;
    size_t at;
    if (gathering->held < gathering->capacity) {
        at = gathering->held++;
        while (at > 0 && best[(at - 1) / 2] > sum) {
            best[at] = best[(at - 1) / 2];
            at = (at - 1) / 2;
        }
    } else {
        if (gathering->held == 0 || sum <= best[0]) return;
        at = 0;
        for (size_t child; (child = 2 * at + 1) < gathering->held; at = child) {
            if (child + 1 < gathering->held && best[child + 1] < best[child]) child++;
            if (best[child] >= sum) break;
            best[at] = best[child];
        }
    }
    best[at] = sum;
}

/// The least sum that is still of interest.
CK_INLINE uint32_t threshold(const ck_gathering *gathering) {
    uint32_t floor = gathering->floor;
    if (gathering->held < gathering->capacity || gathering->held == 0) return floor;
    return gathering->best[0] > floor ? gathering->best[0] : floor;
}

/// Documents with more hits than any before make all before them no matches.
CK_INLINE void rise(ck_gathering *gathering, uint32_t ordinal, uint32_t sum) {
    gathering->floor = sum >> CK_HIT_SHIFT << CK_HIT_SHIFT;
    gathering->matched = 0;
    gathering->held = 0;
    if (gathering->matches) memset(gathering->matches, 0, (ordinal / 64 + 1) * sizeof(uint64_t));
}

/// Notes a document that may be among the best; returns how many are found.
CK_INLINE size_t note(ck_gathering *gathering, uint32_t ordinal, uint32_t sum, size_t found) {
    if (sum < threshold(gathering)) return found;
    keep(gathering, sum);
    gathering->ordinals[found] = (uint16_t)ordinal;
    gathering->found[found] = sum;
    return found + 1;
}

/// Takes a document with its whole sum; returns how many are found.
CK_INLINE size_t take(ck_gathering *gathering, uint32_t ordinal, uint32_t sum, size_t found) {
    if (sum >> CK_HIT_SHIFT > gathering->floor >> CK_HIT_SHIFT) {
        rise(gathering, ordinal, sum);
        found = 0;
    }
    if (sum < gathering->floor) return found;
    gathering->matched++;
    if (gathering->matches) gathering->matches[ordinal / 64] |= 1ull << (ordinal % 64);
    return note(gathering, ordinal, sum, found);
}

/// A bit for each sum of a group that is not below `least`.
CK_INLINE uint32_t reaching(const uint32_t *sums, uint32_t least) {
    typedef uint32_t group __attribute__((vector_size(GROUP * sizeof(uint32_t))));
    typedef bool flags __attribute__((ext_vector_type(GROUP)));
    group all;
    memcpy(&all, sums, sizeof all);
    return __builtin_bit_cast(uint16_t, __builtin_convertvector(all >= least, flags));
}

/// Counts the documents of a group with these bits, whose sums are whole, and notes the best.
CK_INLINE size_t count_group(ck_gathering *gathering, uint32_t ordinal, const uint32_t *sums,
                       uint32_t bits, size_t found) {
    gathering->matched += (size_t)__builtin_popcount(bits);
    if (gathering->matches)
        gathering->matches[ordinal / 64] |= (uint64_t)bits << (ordinal % 64);
    for (bits &= reaching(sums, threshold(gathering)); bits; bits &= bits - 1) {
        uint32_t at = (uint32_t)__builtin_ctz(bits);
        found = note(gathering, ordinal + at, sums[at], found);
    }
    return found;
}

/// Looks a few documents up in all lists.
CK_INLINE size_t look_up(ck_postings *lists, size_t count, const uint64_t *allowed, uint32_t base,
                         ck_gathering *gathering) {
    size_t found = 0;
    for (uint32_t word = base / 64; word < (base + CK_WINDOW) / 64; word++) {
        for (uint64_t rest = allowed[word]; rest; rest &= rest - 1) {
            uint32_t ordinal = word * 64 + (uint32_t)__builtin_ctzll(rest), sum = 0;
            for (size_t i = 0; i < count; i++) {
                ck_postings *list = lists + i;
                list->next = seek(list, list->next, ordinal);
                if (list->next < list->count && list->ordinals[list->next] == ordinal)
                    sum += list->hit + list->weight * list->impacts[list->next];
            }
            if (sum) found = take(gathering, ordinal, sum, found);
        }
    }
    return found;
}

CK_CLONES size_t ck_postings_gather(ck_postings *lists, size_t count, const uint64_t *allowed,
                                    uint32_t base, ck_gathering *gathering) {
    uint32_t *sums = gathering->sums;
    const uint32_t end = base + CK_WINDOW;
    if (allowed) {
        int open = 0;
        for (uint32_t word = base / 64; word < end / 64; word++)
            open += __builtin_popcountll(allowed[word]);
        if (open <= FEW) return open ? look_up(lists, count, allowed, base, gathering) : 0;
    }

    // Lists that even together cannot reach the limit are left for later. Counted hits forbid it.
    uint32_t limit = threshold(gathering);
    size_t essential = count;
    uint32_t rest = 0;
    if (!gathering->is_exact && gathering->held > 0 && gathering->held == gathering->capacity) {
        while (essential > 0 && lists[essential - 1].hit == 0) {
            uint32_t bound = rest + lists[essential - 1].weight * lists[essential - 1].impact_max;
            if (bound >= limit) break;
            rest = bound;
            essential--;
        }
    }
    int is_met = 0;
    for (size_t i = 0; i < essential; i++) is_met |= add(lists + i, base, end, sums);
    if (!is_met) return 0;

    size_t found = 0;
    for (uint32_t at = 0; at < CK_WINDOW; at += GROUP) {
        const uint32_t least = gathering->is_exact ? gathering->floor : threshold(gathering);
        const uint32_t ordinal = base + at;
        uint32_t bits = reaching(sums + at, least > rest ? least - rest : 1);
        if (bits && allowed) bits &= (uint32_t)(allowed[ordinal / 64] >> (ordinal % 64));
        const uint32_t above = ((gathering->floor >> CK_HIT_SHIFT) + 1) << CK_HIT_SHIFT;
        if (bits && gathering->is_exact && !reaching(sums + at, above)) {
            found = count_group(gathering, ordinal, sums + at, bits, found);
            bits = 0;
        }
        for (; bits; bits &= bits - 1) {
            uint32_t place = (uint32_t)__builtin_ctz(bits), sum = sums[at + place];
            if (!gathering->is_exact && sum + rest < threshold(gathering)) continue;
            for (size_t i = essential; i < count; i++) {
                ck_postings *list = lists + i;
                list->next = seek(list, list->next, ordinal + place);
                if (list->next < list->count && list->ordinals[list->next] == ordinal + place)
                    sum += list->weight * list->impacts[list->next];
            }
            found = take(gathering, ordinal + place, sum, found);
        }
        memset(sums + at, 0, GROUP * sizeof *sums);
    }
    return found;
}
