// All kernels for one kind of processor. Included by tables_*.c only, after CK_NAME, CK_TABLE,
// CK_LANES and the sizes of tiles are set; everything but the table is static.
#include "lanes.h"

#include "gemm.h"

#include "attention.h"
#include "encoder.h"
#include "losses.h"

const ck_kernels CK_TABLE = {
    CK_NAME, gemm, transpose, sum_rows, exponentials, attention_forward, attention_backward,
    attention_decode, sampled, full, binary, squared, project, encoder_attention};
