package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A count in which old events weigh less: half after each half-life.
///
/// Kept as the base-2 logarithm of the sum of `weight · 2^(time / halfLife)`: forward decay
/// (Cormode et al., "Forward decay: a practical time decay model for streaming systems", ICDE
/// 2009). Nothing ages while it rests, events may come in any order, and the order of two counts
/// of one half-life does not depend on when they are compared.
package struct DecayedCount: Hashable, Sendable {
    /// log₂ of the sum; minus infinity for nothing counted.
    package private(set) var logarithm: Double

    package init(logarithm: Double = -.infinity) {
        self.logarithm = logarithm
    }

    /// `weight` must be positive; `halfLife` is in seconds.
    package mutating func add(weight: Double, at time: Timestamp, halfLife: Double) {
        let added = log2(weight) + time.seconds / halfLife
        let (high, low) = logarithm > added ? (logarithm, added) : (added, logarithm)
        logarithm = low == -.infinity ? high : high + log2(1 + exp2(low - high))
    }

    /// The count as it stands at `time`.
    package func value(at time: Timestamp, halfLife: Double) -> Double {
        exp2(logarithm - time.seconds / halfLife)
    }
}
