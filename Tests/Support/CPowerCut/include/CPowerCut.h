// A disk that loses power: an SQLite VFS that keeps, for the files of one folder, what was done to
// them since their last sync, and can take it back.
//
// One disk at a time in a process. Files outside of its folder are not touched.

#ifndef CPOWERCUT_H
#define CPOWERCUT_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    /// All that was not synced is lost.
    POWERCUT_DISCARD = 0,
    /// A random subset of the unsynced 512-byte sectors, truncations and names survives: few,
    /// many or all.
    POWERCUT_TORN = 1,
} powercut_mode;

/// Makes the disk the default VFS. What the folder holds now counts as durable.
///
/// With `lying`, syncs report success and do nothing, as some disks do.
///
/// Returns whether SQLite took the VFS.
bool powercut_start(const char *folder, bool lying);

/// Makes the VFS that was the default before the default again.
///
/// Connections that were opened on the disk must be closed by then.
void powercut_stop(void);

/// Cuts the power at the n-th write, truncation, sync or deletion from now on, from 1; by the seed,
/// at the first sync from there on instead, just before it or just after.
void powercut_arm(int64_t operations, uint64_t seed, powercut_mode mode);

/// Cuts the power now: the files hold what a disk would hold, and every I/O from now on fails.
void powercut_cut(uint64_t seed, powercut_mode mode);

/// Lets the n-th write, truncation, sync or deletion from now on fail as a full disk does. What
/// follows works again.
void powercut_fill(int64_t operations);

/// Has syncs wait from now on, or no more: a disk that stands still.
void powercut_hold(bool hold);

bool powercut_is_cut(void);

/// Writes, truncations, syncs and deletions since the start.
int64_t powercut_operations(void);

/// Whether the last cut hit a checkpoint: a write to, or a sync of, a database file itself.
bool powercut_hit_database(void);

#endif
