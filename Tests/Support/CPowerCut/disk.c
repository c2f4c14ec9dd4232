// POSIX beside C.
#define _GNU_SOURCE

#include "disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t sector_bytes = 512;

disk_file *disk_find(disk_file **disk, const char *path) {
    for (disk_file *file = *disk; file; file = file->next) {
        if (strcmp(file->path, path) == 0) return file;
    }
    disk_file *file = calloc(1, sizeof(disk_file));
    file->path = strdup(path);
    file->next = *disk;
    *disk = file;
    return file;
}

void disk_add(disk_file *file, disk_op op) {
    if (file->count == file->capacity) {
        file->capacity = file->capacity ? 2 * file->capacity : 16;
        file->ops = realloc(file->ops, (size_t)file->capacity * sizeof(disk_op));
    }
    file->ops[file->count++] = op;
}

static bool is_name(const disk_op *op) { return op->kind == OP_CREATE || op->kind == OP_DELETE; }

static void free_op(disk_op *op) {
    free(op->after);
    free(op->before);
}

/// Keeps the operations that `keep` wants.
static void filter(disk_file *file, bool (*keep)(const disk_op *)) {
    int kept = 0;
    for (int index = 0; index < file->count; index++) {
        if (keep(&file->ops[index])) {
            file->ops[kept++] = file->ops[index];
        } else {
            free_op(&file->ops[index]);
        }
    }
    file->count = kept;
}

static bool is_data(const disk_op *op) { return !is_name(op); }

void disk_sync(disk_file *file) { filter(file, is_name); }

static size_t folder_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

void disk_sync_names(disk_file *disk, const char *path) {
    size_t length = folder_length(path);
    for (disk_file *file = disk; file; file = file->next) {
        if (folder_length(file->path) != length || strncmp(file->path, path, length) != 0) continue;
        // What was done to a file before its deletion is gone with it.
        int last = -1;
        for (int index = 0; index < file->count; index++) {
            if (file->ops[index].kind == OP_DELETE) last = index;
        }
        for (int index = 0; index <= last; index++) free_op(&file->ops[index]);
        file->count -= last + 1;
        memmove(file->ops, file->ops + last + 1, (size_t)file->count * sizeof(disk_op));
        filter(file, is_data);
    }
}

// MARK: The cut

static uint64_t next_random(uint64_t *state) {
    // SplitMix64, S. Vigna.
    uint64_t z = (*state += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/// What is drawn on a torn disk, and how often it comes out in favour of what was written last.
typedef struct {
    uint64_t state;
    uint64_t odds;
} chance;

static chance chance_of(uint64_t seed) {
    // Out of 256: some disks lose most, some little, some nothing.
    static const uint64_t odds[] = {64, 128, 248, 256};
    chance chance = {.state = seed};
    chance.odds = odds[next_random(&chance.state) & 3];
    return chance;
}

static bool survives(chance *chance) {
    return (next_random(&chance->state) & 255) < chance->odds;
}

/// The disk is in memory until here: an operating system that fails now has nothing to test.
static void must(bool done) {
    if (!done) abort();
}

static void put(const char *path, int64_t offset, const uint8_t *bytes, int64_t count) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    must(descriptor >= 0);
    must(pwrite(descriptor, bytes, (size_t)count, offset) == count);
    close(descriptor);
}

static void undo(const char *path, const disk_op *op) {
    switch (op->kind) {
    case OP_CREATE:
        unlink(path);
        return;
    case OP_DELETE:
        put(path, 0, op->before, op->before_count);
        must(truncate(path, op->size_before) == 0);
        return;
    case OP_WRITE:
    case OP_TRUNCATE:
        if (op->before_count > 0) put(path, op->offset, op->before, op->before_count);
        must(truncate(path, op->size_before) == 0);
        return;
    }
}

/// Does again what a torn disk had done: each sector for itself.
static void redo(const char *path, const disk_op *op, chance *chance) {
    if (op->kind == OP_TRUNCATE) {
        if (survives(chance)) must(truncate(path, op->count) == 0);
        return;
    }
    int64_t end = op->offset + op->count;
    for (int64_t start = op->offset; start < end;) {
        int64_t boundary = (start / sector_bytes + 1) * sector_bytes;
        int64_t stop = boundary < end ? boundary : end;
        if (survives(chance)) {
            put(path, start, op->after + (start - op->offset), stop - start);
        }
        start = stop;
    }
}

static void cut(disk_file *file, chance *chance, powercut_mode mode) {
    // A name that survives makes what came before it irrelevant.
    int first = 0;
    for (int index = 0; index < file->count && mode == POWERCUT_TORN; index++) {
        if (is_name(&file->ops[index]) && survives(chance)) first = index + 1;
    }
    for (int index = file->count - 1; index >= first; index--) undo(file->path, &file->ops[index]);
    if (mode == POWERCUT_DISCARD || access(file->path, F_OK) != 0) return;
    for (int index = first; index < file->count && is_data(&file->ops[index]); index++) {
        redo(file->path, &file->ops[index], chance);
    }
}

void disk_cut(disk_file **disk, uint64_t seed, powercut_mode mode) {
    chance chance = chance_of(seed);
    for (disk_file *file = *disk; file; file = file->next) {
        cut(file, &chance, mode);
        // The index of a write-ahead log is memory.
        char index[4096];
        if (strlen(file->path) + 5 > sizeof(index)) abort();
        strcpy(index, file->path);
        unlink(strcat(index, "-shm"));
        for (int op = 0; op < file->count; op++) free_op(&file->ops[op]);
        file->count = 0;
    }
}

void disk_free(disk_file **disk) {
    while (*disk) {
        disk_file *file = *disk;
        *disk = file->next;
        for (int op = 0; op < file->count; op++) free_op(&file->ops[op]);
        free(file->ops);
        free(file->path);
        free(file);
    }
}
