import Synchronization

/// Numbers that are used once: 64 random bits of this process, then a counter of 32 (NIST SP
/// 800-38D, section 8.2.1). A random number for each would cost a system call.
final class Nonces: Sendable {
    static let shared = Nonces()

    private struct State {
        var prefix = UInt64.random(in: .min ... .max)
        var count: UInt32 = 0
    }

    private let state = Mutex(State())

    /// 12 bytes.
    func next() -> [UInt8] {
        let (prefix, count) = state.withLock { state in
            // All counts are used: the next ones belong to another prefix.
            if state.count == .max { state = State() }
            state.count += 1
            return (state.prefix, state.count)
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: 12) { bytes, filled in
            for index in 0..<8 {
                unsafe bytes[index] = UInt8(truncatingIfNeeded: prefix >> UInt64(8 * index))
            }
            for index in 0..<4 {
                unsafe bytes[8 + index] = UInt8(truncatingIfNeeded: count >> UInt32(8 * index))
            }
            filled = 12
        }
    }
}
