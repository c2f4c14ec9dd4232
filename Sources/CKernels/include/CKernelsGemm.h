#ifndef MARTLET_CKERNELS_GEMM_H
#define MARTLET_CKERNELS_GEMM_H

#include <stddef.h>

/// C = A·B, or C + A·B: A is `rows` × `inner`, B `inner` × `columns`.
///
/// An entry of A lies at `a[row · a_row + column · a_column]`, so that a transposed matrix needs no
/// copy. Rows of B, C and the bias are contiguous; C may overlap none of the others.
typedef struct {
    size_t rows, columns, inner;
    const float *a;
    ptrdiff_t a_row, a_column;
    const float *b;
    ptrdiff_t b_row;
    float *c;
    ptrdiff_t c_row;
    /// `columns` floats added to each row, or NULL. With `accumulate` it must be NULL.
    const float *bias;
    int accumulate;
} ck_gemm;

/// `to[column][row] = scale · from[row][column]`.
typedef struct {
    size_t rows, columns;
    const float *from;
    ptrdiff_t from_row;
    float *to;
    ptrdiff_t to_row;
    float scale;
} ck_transpose;

#endif
