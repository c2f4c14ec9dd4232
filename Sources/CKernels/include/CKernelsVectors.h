#ifndef MARTLET_CKERNELS_VECTORS_H
#define MARTLET_CKERNELS_VECTORS_H

#include <stddef.h>

/// The dot product of two vectors of `count` floats.
float ck_dot(const float *a, const float *b, size_t count);

#endif
