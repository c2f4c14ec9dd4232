import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Holds a directory for one process, until it is released or the process ends, however it ends.
package final class DirectoryLock: Sendable {
    /// It is tried more than once: `isHeld` holds it for a moment.
    private static let attemptsMax = 3
    private static let pauseMicroseconds: UInt32 = 20_000

    private let descriptor: Mutex<Int32?>

    /// - Throws: `StorageError` `in_use` where another process holds it.
    package init(folder: String) throws {
        let path = Self.path(in: folder)
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard opened >= 0 else {
            throw StorageError(.io, file: path, "cannot be opened")
        }
        var attempts = 1
        while flock(opened, LOCK_EX | LOCK_NB) != 0 {
            guard attempts < Self.attemptsMax else {
                close(opened)
                throw StorageError(
                    .inUse, file: folder,
                    "is in use by another Martlet process; stop it, or use its HTTP API")
            }
            attempts += 1
            usleep(Self.pauseMicroseconds)
        }
        descriptor = Mutex(opened)
    }

    /// Whether a process, this one or another, holds a directory now.
    package static func isHeld(in folder: String) -> Bool {
        let opened = unsafe open(path(in: folder), O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return false }
        defer { close(opened) }
        return flock(opened, LOCK_SH | LOCK_NB) != 0
    }

    private static func path(in folder: String) -> String { "\(folder)/martlet.lock" }

    package func release() {
        if let held = descriptor.withLock({ $0.take() }) { close(held) }
    }

    deinit { release() }
}
