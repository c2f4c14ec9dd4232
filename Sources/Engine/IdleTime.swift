#if canImport(Glibc)
    import Glibc
#endif

/// Does work that takes what processor time others leave, and waits for it.
///
/// A dispatch queue's quality of service says nothing to Linux, and a thread that was made nice
/// stays so: hence a thread of its own.
func inIdleTime<Output>(_ work: @escaping () throws -> Output) throws -> Output {
    #if canImport(Glibc)
        var result: Result<Output, any Error>?
        let errand = unsafe Unmanaged.passRetained(
            Errand { result = Result(catching: work) })
        var thread = pthread_t()
        if unsafe pthread_create(&thread, nil, runErrand, errand.toOpaque()) == 0 {
            pthread_join(thread, nil)
        } else {
            unsafe errand.release()
        }
        if let result { return try result.get() }
    #endif
    return try work()
}

#if canImport(Glibc)
    private final class Errand {
        /// A tenth of the time of a thread that has 0, where both want one core.
        static let niceness: Int32 = 10

        let work: () -> Void

        init(_ work: @escaping () -> Void) { self.work = work }
    }

    private func runErrand(_ errand: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        // Of this thread alone, on Linux.
        _ = nice(Errand.niceness)
        if let errand = unsafe errand {
            unsafe Unmanaged<Errand>.fromOpaque(errand).takeRetainedValue().work()
        }
        return nil
    }
#endif
