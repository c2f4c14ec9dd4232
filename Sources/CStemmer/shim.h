#ifndef MARTLET_CSTEMMER_SHIM_H
#define MARTLET_CSTEMMER_SHIM_H

#include <libstemmer.h>

#endif
