#ifndef CWEBASSETS_H
#define CWEBASSETS_H

#include <stddef.h>

/// A file of the pages, as it was at compile time.
struct martlet_asset {
    /// Its address: "/", "/shop", "/openapi.json" or "/assets/…".
    const char *path;
    const char *content_type;
    const unsigned char *bytes;
    size_t size;
};

extern const size_t martlet_assets_count;

/// The asset of that index, below `martlet_assets_count`. A function, since Swift imports no array
/// whose length the header leaves open.
const struct martlet_asset *martlet_asset_at(size_t index);

#endif
