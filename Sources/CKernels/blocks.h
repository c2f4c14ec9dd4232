// What all of tables_*.c share: the declarations they fill, and sizes of blocks, which are the same
// for all processors so that scratch is.
#ifndef MARTLET_BLOCKS_H
#define MARTLET_BLOCKS_H

#include <math.h>
#include <string.h>

#include "CKernelsTable.h"
#include "kernel.h"

// Queries of one sequence whose probabilities are held at a time: a multiple of 12.
#define CK_ATTENTION_BLOCK 96
// Rows whose logits are held at a time.
#define CK_LOSS_BLOCK 48
// Items whose logits are held at a time: a multiple of 16.
#define CK_LOSS_ITEMS 256

#endif
