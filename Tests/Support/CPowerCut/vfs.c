// POSIX beside C.
#define _GNU_SOURCE

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"

/// What SQLite has open: the file of the default VFS comes behind.
typedef struct {
    sqlite3_file base;
    disk_file *file;
    bool is_database;
    /// The first sync of a journal makes the names of its folder durable, as SQLite's own VFS does.
    bool syncs_names;
    sqlite3_file real[];
} cut_file;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/// While it is held, syncs wait.
static bool is_held;
static pthread_cond_t released = PTHREAD_COND_INITIALIZER;
static sqlite3_vfs *plain;
static sqlite3_vfs vfs;

static struct {
    disk_file *disk;
    char *folder;
    bool active;
    bool lying;
    bool is_cut;
    bool hit_database;
    int64_t operations;
    /// Counts down to the cut or the failure; 0 where there will be none.
    int64_t until_cut;
    int64_t until_full;
    uint64_t seed;
    powercut_mode mode;
} state;

static sqlite3_file *real(sqlite3_file *file) { return ((cut_file *)file)->real; }

// MARK: Counting

typedef enum { GO, CUT, FAIL } verdict;

/// What is to become of the next operation. The lock is held.
static verdict next(bool is_sync) {
    if (state.is_cut) return FAIL;
    state.operations++;
    if (state.until_full > 0 && --state.until_full == 0) return FAIL;
    if (state.until_cut > 1) state.until_cut--;
    else if (state.until_cut == 1 && (is_sync || state.seed & 2)) return CUT;
    return GO;
}

static void cut_now(void) {
    state.is_cut = true;
    disk_cut(&state.disk, state.seed, state.mode);
}

static int failure(int code) { return state.is_cut ? SQLITE_IOERR : code; }

// MARK: A file

static int cut_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int cut_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    pthread_mutex_lock(&lock);
    int code = state.is_cut ? SQLITE_IOERR_READ
                            : real(file)->pMethods->xRead(real(file), bytes, count, offset);
    pthread_mutex_unlock(&lock);
    return code;
}

/// Remembers what stands at a place, before it is overwritten or cut off.
static int remember(sqlite3_file *file, disk_op *op) {
    const sqlite3_io_methods *methods = real(file)->pMethods;
    sqlite3_int64 size = 0;
    int code = methods->xFileSize(real(file), &size);
    if (code != SQLITE_OK) return code;
    int64_t wanted = op->kind == OP_TRUNCATE ? size - op->offset : op->count;
    int64_t there = size - op->offset;
    op->size_before = size;
    op->before_count = there < 0 ? 0 : there < wanted ? there : wanted;
    if (op->before_count == 0) return SQLITE_OK;
    op->before = malloc((size_t)op->before_count);
    return methods->xRead(real(file), op->before, (int)op->before_count, op->offset);
}

static int write_locked(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    cut_file *self = (cut_file *)file;
    verdict verdict = next(false);
    if (verdict == FAIL) return failure(SQLITE_FULL);
    disk_op op = {.kind = OP_WRITE, .offset = offset, .count = count};
    int code = remember(file, &op);
    if (code != SQLITE_OK) return code;
    op.after = malloc((size_t)count);
    memcpy(op.after, bytes, (size_t)count);
    disk_add(self->file, op);
    code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
    if (verdict == GO) return code;
    state.hit_database = self->is_database;
    cut_now();
    return SQLITE_IOERR_WRITE;
}

static int cut_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    pthread_mutex_lock(&lock);
    int code = write_locked(file, bytes, count, offset);
    pthread_mutex_unlock(&lock);
    return code;
}

static int truncate_locked(sqlite3_file *file, sqlite3_int64 size) {
    cut_file *self = (cut_file *)file;
    verdict verdict = next(false);
    if (verdict == FAIL) return failure(SQLITE_IOERR_TRUNCATE);
    disk_op op = {.kind = OP_TRUNCATE, .offset = size, .count = size};
    int code = remember(file, &op);
    if (code != SQLITE_OK) return code;
    disk_add(self->file, op);
    code = real(file)->pMethods->xTruncate(real(file), size);
    if (verdict == GO) return code;
    state.hit_database = self->is_database;
    cut_now();
    return SQLITE_IOERR_TRUNCATE;
}

static int cut_truncate(sqlite3_file *file, sqlite3_int64 size) {
    pthread_mutex_lock(&lock);
    int code = truncate_locked(file, size);
    pthread_mutex_unlock(&lock);
    return code;
}

/// No sync of the real disk: what counts is what the journal forgets here.
static int sync_locked(cut_file *self) {
    verdict verdict = next(true);
    if (verdict == FAIL) return failure(SQLITE_IOERR_FSYNC);
    // Half of the cuts at a sync come after it, before SQLite hears of it.
    if (!state.lying && (verdict == GO || state.seed & 1)) {
        disk_sync(self->file);
        if (self->syncs_names) disk_sync_names(state.disk, self->file->path);
        self->syncs_names = false;
    }
    if (verdict == GO) return SQLITE_OK;
    state.hit_database = self->is_database;
    cut_now();
    return SQLITE_IOERR_FSYNC;
}

static int cut_sync(sqlite3_file *file, int flags) {
    (void)flags;
    pthread_mutex_lock(&lock);
    while (is_held) pthread_cond_wait(&released, &lock);
    int code = sync_locked((cut_file *)file);
    pthread_mutex_unlock(&lock);
    return code;
}

static int cut_file_size(sqlite3_file *file, sqlite3_int64 *size) {
    pthread_mutex_lock(&lock);
    int code = state.is_cut ? SQLITE_IOERR_FSTAT
                            : real(file)->pMethods->xFileSize(real(file), size);
    pthread_mutex_unlock(&lock);
    return code;
}

static int cut_lock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

static int cut_unlock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int cut_check_lock(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}

static int cut_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int cut_sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

static int cut_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int cut_shm_map(
    sqlite3_file *file, int region, int size, int extend, void volatile **pointer
) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, pointer);
}

static int cut_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void cut_shm_barrier(sqlite3_file *file) {
    real(file)->pMethods->xShmBarrier(real(file));
}

static int cut_shm_unmap(sqlite3_file *file, int delete) {
    return real(file)->pMethods->xShmUnmap(real(file), delete);
}

/// Version 2: shared memory for write-ahead logs, and no mapped files, whose writes nobody sees.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = cut_close,
    .xRead = cut_read,
    .xWrite = cut_write,
    .xTruncate = cut_truncate,
    .xSync = cut_sync,
    .xFileSize = cut_file_size,
    .xLock = cut_lock,
    .xUnlock = cut_unlock,
    .xCheckReservedLock = cut_check_lock,
    .xFileControl = cut_control,
    .xSectorSize = cut_sector_size,
    .xDeviceCharacteristics = cut_characteristics,
    .xShmMap = cut_shm_map,
    .xShmLock = cut_shm_lock,
    .xShmBarrier = cut_shm_barrier,
    .xShmUnmap = cut_shm_unmap,
};

// MARK: The file system

static bool is_ours(const char *path) {
    if (!path || !state.active) return false;
    size_t length = strlen(state.folder);
    return strncmp(path, state.folder, length) == 0 && path[length] == '/';
}

static int open_locked(sqlite3_filename path, sqlite3_file *file, int flags, int *flags_out) {
    if (!is_ours(path)) return plain->xOpen(plain, path, file, flags, flags_out);
    file->pMethods = NULL;
    if (state.is_cut) return SQLITE_CANTOPEN;
    bool is_new = access(path, F_OK) != 0;
    int code = plain->xOpen(plain, path, real(file), flags, flags_out);
    if (code != SQLITE_OK) return code;
    int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    cut_file *self = (cut_file *)file;
    self->file = disk_find(&state.disk, path);
    self->is_database = flags & SQLITE_OPEN_MAIN_DB;
    self->syncs_names = flags & SQLITE_OPEN_CREATE && flags & journals;
    if (is_new) disk_add(self->file, (disk_op){.kind = OP_CREATE});
    file->pMethods = &methods;
    return SQLITE_OK;
}

static int cut_open(
    sqlite3_vfs *self, sqlite3_filename path, sqlite3_file *file, int flags, int *flags_out
) {
    (void)self;
    pthread_mutex_lock(&lock);
    int code = open_locked(path, file, flags, flags_out);
    pthread_mutex_unlock(&lock);
    return code;
}

/// The whole content of a file that is about to go.
static disk_op deletion(const char *path) {
    disk_op op = {.kind = OP_DELETE};
    FILE *file = fopen(path, "rb");
    if (!file) return op;
    fseek(file, 0, SEEK_END);
    op.size_before = op.before_count = ftell(file);
    op.before = malloc((size_t)op.before_count + 1);
    rewind(file);
    if (fread(op.before, 1, (size_t)op.before_count, file) != (size_t)op.before_count) abort();
    fclose(file);
    return op;
}

static int delete_locked(const char *path, int syncs_folder) {
    if (!is_ours(path)) return plain->xDelete(plain, path, syncs_folder);
    if (access(path, F_OK) != 0) return SQLITE_IOERR_DELETE_NOENT;
    verdict verdict = next(false);
    if (verdict == FAIL) return failure(SQLITE_IOERR_DELETE);
    disk_add(disk_find(&state.disk, path), deletion(path));
    int code = plain->xDelete(plain, path, 0);
    if (verdict == GO) {
        if (syncs_folder && !state.lying) disk_sync_names(state.disk, path);
        return code;
    }
    cut_now();
    return SQLITE_IOERR_DELETE;
}

static int cut_delete(sqlite3_vfs *self, const char *path, int syncs_folder) {
    (void)self;
    pthread_mutex_lock(&lock);
    int code = delete_locked(path, syncs_folder);
    pthread_mutex_unlock(&lock);
    return code;
}

// MARK: Switches

bool powercut_start(const char *folder, bool lying) {
    pthread_mutex_lock(&lock);
    if (!plain) {
        plain = sqlite3_vfs_find(NULL);
        if (!plain) abort();
        // All else is the plain VFS's own, which finds its data by the copied pointer.
        vfs = *plain;
        vfs.zName = "powercut";
        vfs.pNext = NULL;
        vfs.szOsFile = (int)sizeof(cut_file) + plain->szOsFile;
        vfs.xOpen = cut_open;
        vfs.xDelete = cut_delete;
    }
    disk_free(&state.disk);
    free(state.folder);
    memset(&state, 0, sizeof(state));
    state.folder = strdup(folder);
    state.lying = lying;
    state.active = true;
    pthread_mutex_unlock(&lock);
    return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}

void powercut_stop(void) {
    sqlite3_vfs_register(plain, 1);
    pthread_mutex_lock(&lock);
    state.active = false;
    disk_free(&state.disk);
    pthread_mutex_unlock(&lock);
}

void powercut_arm(int64_t operations, uint64_t seed, powercut_mode mode) {
    pthread_mutex_lock(&lock);
    state.until_cut = operations;
    state.seed = seed;
    state.mode = mode;
    pthread_mutex_unlock(&lock);
}

void powercut_cut(uint64_t seed, powercut_mode mode) {
    pthread_mutex_lock(&lock);
    state.seed = seed;
    state.mode = mode;
    if (!state.is_cut) cut_now();
    pthread_mutex_unlock(&lock);
}

void powercut_fill(int64_t operations) {
    pthread_mutex_lock(&lock);
    state.until_full = operations;
    pthread_mutex_unlock(&lock);
}

bool powercut_is_cut(void) {
    pthread_mutex_lock(&lock);
    bool is_cut = state.is_cut;
    pthread_mutex_unlock(&lock);
    return is_cut;
}

int64_t powercut_operations(void) {
    pthread_mutex_lock(&lock);
    int64_t operations = state.operations;
    pthread_mutex_unlock(&lock);
    return operations;
}

bool powercut_hit_database(void) {
    pthread_mutex_lock(&lock);
    bool hit = state.hit_database;
    pthread_mutex_unlock(&lock);
    return hit;
}

void powercut_hold(bool hold) {
    pthread_mutex_lock(&lock);
    is_held = hold;
    pthread_cond_broadcast(&released);
    pthread_mutex_unlock(&lock);
}
