// For every processor: four lanes, which all of them have.
#include "blocks.h"

#define CK_NAME "portable"
#define CK_TABLE ck_kernels_portable
#define CK_LANES 4
#if defined(__aarch64__)
#define CK_TILE_ROWS 12
#define CK_TILE_VECTORS 4
#else
#define CK_TILE_ROWS 8
#define CK_TILE_VECTORS 2
#endif
#define CK_INNER_BLOCK 128

#include "table.h"
