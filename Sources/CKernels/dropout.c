#include "dropout_row.h"

CK_CLONES void ck_drop(const float *input, const ck_dropout *dropout, float *output, size_t rows,
                       size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        if (columns == 64)
            dropout_row(NULL, input + start, dropout, row, output + start, 64);
        else
            dropout_row(NULL, input + start, dropout, row, output + start, columns);
    }
}

CK_CLONES void ck_drop_add(const float *x, const float *f, const ck_dropout *dropout, float *sum,
                           size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        if (columns == 64)
            dropout_row(x + start, f + start, dropout, row, sum + start, 64);
        else
            dropout_row(x + start, f + start, dropout, row, sum + start, columns);
    }
}
