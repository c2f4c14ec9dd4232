#ifndef MARTLET_CICU_SHIM_H
#define MARTLET_CICU_SHIM_H

#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/utrans.h>

#endif
