internal import Primitives

/// 128 bits that stand for a text. Not for adversaries, who could only give one item of their own the
/// vector of another one of theirs.
struct ContentDigest: Hashable, Sendable {
    let first, second: UInt64

    init(_ text: String) {
        first = stableHash(text, seed: 1)
        second = stableHash(text, seed: 2)
    }

    init(first: UInt64, second: UInt64) {
        (self.first, self.second) = (first, second)
    }
}
