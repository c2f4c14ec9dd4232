#ifndef MARTLET_COPENBLAS_SHIM_H
#define MARTLET_COPENBLAS_SHIM_H

#include <cblas.h>

// LAPACK's own (Fortran) symbols: the library holds them, but no header of it declares them.
void spotrf_(const char *triangle, const int *order, float *matrix, const int *stride, int *info);
void spotri_(const char *triangle, const int *order, float *matrix, const int *stride, int *info);

#endif
