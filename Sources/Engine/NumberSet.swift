/// Items by number, as one bit each: a question that is asked of thousands of items for one answer
/// finds all its answers in the nearest cache.
struct NumberSet: Sendable {
    private var words: [UInt64] = []
    private var count = 0

    var isEmpty: Bool { count == 0 }

    func contains(_ number: UInt32) -> Bool {
        let word = Int(number >> 6)
        return word < words.count && words[word] >> UInt64(number & 63) & 1 == 1
    }

    /// Puts a number in, or takes it out.
    mutating func set(_ number: UInt32, to isIn: Bool) {
        let word = Int(number >> 6)
        guard isIn || word < words.count else { return }
        while words.count <= word { words.append(0) }
        let bit: UInt64 = 1 << UInt64(number & 63)
        guard (words[word] & bit != 0) != isIn else { return }
        count += isIn ? 1 : -1
        if isIn { words[word] |= bit } else { words[word] &= ~bit }
    }
}
