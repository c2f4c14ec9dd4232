import ArgumentParser
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a long computation leaves to a server of the same shop.
struct Manners: ParsableArguments {
    #if os(Linux)
        /// `SCHED_IDLE` of Linux's sched.h, which the C library shows to GNU sources alone.
        private static let idle: Int32 = 5
    #endif

    @Flag(help: "Beside a server, take as much of the processors as it does.") var eager = false

    /// Where a server holds the directory, has this process take only the processor time that others
    /// leave, and give way as soon as they want it. To be called before the work begins.
    ///
    /// - Parameter path: A data directory.
    func apply(beside path: String) {
        guard !eager, DirectoryLock.isHeld(in: path) else { return }
        #if os(Linux)
            // Of each thread its own; those made later take it over. The lowest niceness would still
            // have a share, and keep who wakes up waiting for it.
            var none = sched_param()
            for thread in (try? FileSystem.names(in: "/proc/self/task")) ?? [] {
                guard let id = pid_t(thread) else { continue }
                _ = unsafe sched_setscheduler(id, Self.idle, &none)
            }
        #else
            setpriority(PRIO_PROCESS, 0, 19)
        #endif
    }
}
