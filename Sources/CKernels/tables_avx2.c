// For AVX2 with fused multiply-add: sixteen registers of eight lanes.
#if defined(__x86_64__)
#include "blocks.h"

#define CK_NAME "avx2"
#define CK_TABLE ck_kernels_avx2
#define CK_LANES 8
#define CK_TILE_ROWS 12
#define CK_TILE_VECTORS 2
#define CK_INNER_BLOCK 128
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)

#include "table.h"

#pragma clang attribute pop
#endif
