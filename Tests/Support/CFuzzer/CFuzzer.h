#pragma once

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer from a main function of our own; see its "Using libFuzzer as a library".
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
