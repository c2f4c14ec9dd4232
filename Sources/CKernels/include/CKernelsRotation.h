#ifndef MARTLET_CKERNELS_ROTATION_H
#define MARTLET_CKERNELS_ROTATION_H

#include <stddef.h>
#include <stdint.h>

/// Turns pairs of numbers by an angle that grows with the row's position: of each row the first
/// `parts` parts of `size` floats, in which j and j + size / 2 are a pair.
typedef struct {
    float *values;
    /// Floats from row to row.
    size_t row;
    size_t rows, parts, size;
    const int32_t *positions;
    /// [positions × size / 2]
    const float *cosines, *sines;
    /// 1, or -1 to turn back.
    float direction;
} ck_rotation;

void ck_rotate(const ck_rotation *call);

#endif
