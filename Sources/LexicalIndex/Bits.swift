/// A set of small numbers.
struct Bits: Sendable {
    private(set) var words: [UInt64]

    /// The numbers below `count`, all or none.
    init(_ count: Int, all: Bool) {
        words = [UInt64](repeating: all ? .max : 0, count: (count + 63) / 64)
        if all, count % 64 != 0 { words[count / 64] = (1 << UInt64(count % 64)) - 1 }
    }

    subscript(_ number: Int) -> Bool {
        get { words[number / 64] >> UInt64(number % 64) & 1 == 1 }
        set {
            let bit: UInt64 = 1 << UInt64(number % 64)
            if newValue { words[number / 64] |= bit } else { words[number / 64] &= ~bit }
        }
    }

    mutating func formIntersection(_ other: Bits) {
        for index in words.indices { words[index] &= other.words[index] }
    }
}
