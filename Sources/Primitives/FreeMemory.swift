#if canImport(Glibc)
    // The C library's own header of these is in no module.
    @_silgen_name("malloc_trim") private func trim(_ kept: Int) -> Int32
    @_silgen_name("mallopt") private func setOption(_ name: Int32, _ value: Int32) -> Int32
#endif

/// Memory that was freed and not given back to the system: where a process must stay within a budget,
/// it counts as used. Elsewhere than on Linux nothing need be done.
package enum FreeMemory {
    /// M_ARENA_MAX of mallopt(3).
    private static let arenasMax: Int32 = -8

    /// Gives it back.
    package static func release() {
        #if canImport(Glibc)
            _ = trim(0)
        #endif
    }

    /// Has threads share theirs from now on, where the C library would give each of them its own.
    package static func share() {
        #if canImport(Glibc)
            _ = setOption(arenasMax, 2)
        #endif
    }
}
