// What happened to the files of a disk since their last sync.

#ifndef CPOWERCUT_DISK_H
#define CPOWERCUT_DISK_H

#include "CPowerCut.h"

typedef enum { OP_WRITE, OP_TRUNCATE, OP_CREATE, OP_DELETE } disk_op_kind;

typedef struct {
    disk_op_kind kind;
    int64_t offset;
    /// Bytes written, or the new size.
    int64_t count;
    /// Size of the file before.
    int64_t size_before;
    uint8_t *after;
    /// What was there before, as far as the file reached.
    uint8_t *before;
    int64_t before_count;
} disk_op;

typedef struct disk_file {
    char *path;
    disk_op *ops;
    int count;
    int capacity;
    struct disk_file *next;
} disk_file;

/// The file of a path, which is added where it is new.
disk_file *disk_find(disk_file **disk, const char *path);
/// Adds an operation, whose buffers the file takes over.
void disk_add(disk_file *file, disk_op op);
/// The content of a file is durable from now on; its name need not be.
void disk_sync(disk_file *file);
/// The names in the folder of a path are durable from now on.
void disk_sync_names(disk_file *disk, const char *path);
/// Puts the files back to what the disk holds, and forgets them.
void disk_cut(disk_file **disk, uint64_t seed, powercut_mode mode);
void disk_free(disk_file **disk);

#endif
