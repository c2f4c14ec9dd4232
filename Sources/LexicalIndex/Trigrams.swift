/// The sequences of three bytes of a word, its ends among them: how much two words look alike.
struct Trigrams {
    private var sorted: [UInt32]

    init(_ word: some Collection<UInt8>) {
        var before: (UInt32, UInt32) = (0, UInt32(UInt8(ascii: "^")))
        sorted = []
        sorted.reserveCapacity(word.count + 1)
        for byte in word {
            sorted.append(before.0 << 16 | before.1 << 8 | UInt32(byte))
            before = (before.1, UInt32(byte))
        }
        sorted.append(before.0 << 16 | before.1 << 8 | UInt32(UInt8(ascii: "$")))
        sorted.sort()
    }

    /// The Dice coefficient, 0 to 1 (Dice, "Measures of the amount of ecologic association between
    /// species", Ecology 1945).
    func likeness(_ other: Trigrams) -> Float {
        var shared = 0
        var (left, right) = (0, 0)
        while left < sorted.count, right < other.sorted.count {
            if sorted[left] == other.sorted[right] { shared += 1 }
            let (a, b) = (sorted[left], other.sorted[right])
            if a <= b { left += 1 }
            if b <= a { right += 1 }
        }
        return Float(2 * shared) / Float(sorted.count + other.sorted.count)
    }
}
