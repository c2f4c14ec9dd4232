// For AVX-512: thirty-two registers of sixteen lanes.
#if defined(__x86_64__)
#include "blocks.h"

#define CK_NAME "avx512"
#define CK_TABLE ck_kernels_avx512
#define CK_LANES 16
#define CK_TILE_ROWS 12
#define CK_TILE_VECTORS 4
#define CK_INNER_BLOCK 256
#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)

#include "table.h"

#pragma clang attribute pop
#endif
