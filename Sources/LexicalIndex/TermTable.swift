/// Numbers terms in the order in which they come: a hash table that keeps their letters in one array.
struct TermTable {
    /// Powers of two, at most half of them taken; 0 where free, else the hash of a term above its number
    /// and 1, so that most of what is not wanted is passed over unread.
    private var slots = [UInt64](repeating: 0, count: 64)
    private var letters: [UInt8] = []
    private var ends: [UInt32] = [0]

    var count: Int { ends.count - 1 }

    /// The letters of a term.
    subscript(_ id: Int) -> ArraySlice<UInt8> { letters[Int(ends[id])..<Int(ends[id + 1])] }

    /// The numbers of all terms in the order of their bytes.
    var ascending: [Int] {
        let heads = (0..<count).map { SortedKeys.head(self[$0]) }
        return heads.indices.sorted { a, b in
            heads[a] == heads[b]
                ? self[a].lexicographicallyPrecedes(self[b]) : heads[a] < heads[b]
        }
    }

    /// The number of a term, a new one if it has none.
    mutating func id(of term: ArraySlice<UInt8>) -> UInt32 {
        let hash = UInt64(Self.hash(term.span)) << 32
        var slot = Int(hash >> 32) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = UInt32(truncatingIfNeeded: slots[slot]) - 1
            if slots[slot] ^ hash <= UInt64(UInt32.max), isTerm(Int(id), term.span) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        letters.append(contentsOf: term)
        ends.append(UInt32(letters.count))
        slots[slot] = hash | UInt64(count)
        if 2 * count > slots.count { grow() }
        return UInt32(count - 1)
    }

    private func isTerm(_ id: Int, _ term: Span<UInt8>) -> Bool {
        let start = Int(ends[id])
        guard Int(ends[id + 1]) - start == term.count else { return false }
        let letters = letters.span
        for index in term.indices where letters[start + index] != term[index] { return false }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: 2 * old.count)
        for entry in old where entry != 0 {
            var slot = Int(entry >> 32) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }

    /// Eight bytes at a time, each word multiplied in and folded down.
    private static func hash(_ term: Span<UInt8>) -> UInt32 {
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        var hash = UInt64(term.count)
        var index = 0
        while index + 8 <= term.count {
            let word = unsafe term.bytes.unsafeLoadUnaligned(
                fromByteOffset: index, as: UInt64.self)
            hash = (hash ^ word) &* multiplier
            hash ^= hash >> 32
            index += 8
        }
        var rest: UInt64 = 0
        while index < term.count {
            rest = rest << 8 | UInt64(term[index])
            index += 1
        }
        hash = (hash ^ rest) &* multiplier
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
