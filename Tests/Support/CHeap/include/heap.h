#pragma once

#include <stddef.h>

/// Bytes that the allocator has given out and not got back.
size_t heap_allocated_bytes(void);
