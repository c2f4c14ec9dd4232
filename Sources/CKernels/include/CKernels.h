// Vector kernels in C: no state, no allocation, one thread. Each is compiled for several processors,
// and the one that fits is chosen when the program is loaded.
#ifndef MARTLET_CKERNELS_H
#define MARTLET_CKERNELS_H

#include "CKernelsTable.h"
#include "CKernelsVectors.h"

#endif
