/// Numbers terms in the order in which they come: a hash table that keeps their letters in one array.
struct TermTable {
    /// Powers of two, at most half of them taken; 0 where free, else the number of a term and 1.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var hashes: [UInt32] = []
    private var letters: [UInt8] = []
    private var ends = [0]

    var count: Int { hashes.count }

    /// The letters of a term.
    subscript(_ id: Int) -> ArraySlice<UInt8> { letters[ends[id]..<ends[id + 1]] }

    /// The number of a term, a new one if it has none.
    mutating func id(of term: ArraySlice<UInt8>) -> UInt32 {
        let hash = Self.hash(term)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot] - 1)
            if hashes[id] == hash, self[id] == term { return UInt32(id) }
            slot = (slot + 1) & (slots.count - 1)
        }
        hashes.append(hash)
        letters.append(contentsOf: term)
        ends.append(letters.count)
        slots[slot] = UInt32(count)
        if 2 * count > slots.count { grow() }
        return UInt32(count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 4 * slots.count)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }

    /// Fowler, Noll and Vo's hash (FNV-1a), its halves joined.
    private static func hash(_ term: ArraySlice<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in term { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
