// Vector kernels in C: no state, no allocation, one thread. Each is compiled for several processors,
// and the one that fits is chosen when the program is loaded.
#ifndef MARTLET_CKERNELS_H
#define MARTLET_CKERNELS_H

#include "CKernelsActivations.h"
#include "CKernelsBag.h"
#include "CKernelsCache.h"
#include "CKernelsColumns.h"
#include "CKernelsDropout.h"
#include "CKernelsElementwise.h"
#include "CKernelsEmbedding.h"
#include "CKernelsEncoder.h"
#include "CKernelsGates.h"
#include "CKernelsNorms.h"
#include "CKernelsOptimiser.h"
#include "CKernelsPostings.h"
#include "CKernelsRotation.h"
#include "CKernelsScan.h"
#include "CKernelsTable.h"
#include "CKernelsVectors.h"

#endif
