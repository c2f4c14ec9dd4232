/// The terms of a segment in the order of their bytes, numbered from 0.
struct TermDictionary: Sendable {
    /// All terms, one behind the other.
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [UInt32] = []
    /// The first eight bytes of each term as a number, by which most comparisons end.
    private var heads: [UInt64] = []
    /// What rules most terms out when one is looked for that is nearly like another.
    private(set) var shapes: [WordShape] = []

    var count: Int { ends.count }

    mutating func reserve(_ count: Int) {
        ends.reserveCapacity(count)
        heads.reserveCapacity(count)
        shapes.reserveCapacity(count)
    }

    /// Adds a term that follows all others.
    mutating func append(_ term: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: term)
        ends.append(UInt32(bytes.count))
        heads.append(Self.head(bytes[start...]))
        shapes.append(WordShape(bytes[start...]))
    }

    func term(_ id: Int) -> ArraySlice<UInt8> {
        bytes[(id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id])]
    }

    func text(_ id: Int) -> String { String(decoding: term(id), as: UTF8.self) }

    /// The number of a term; nil where there is none such.
    func id(of term: String) -> Int? {
        let wanted = Array(term.utf8)
        let place = lowerBound(of: wanted)
        return place < count && self.term(place).elementsEqual(wanted) ? place : nil
    }

    /// The number of the first term that does not precede these bytes.
    func lowerBound(of wanted: [UInt8]) -> Int {
        let head = Self.head(wanted[...])
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let isBelow =
                heads[middle] == head
                ? term(middle).lexicographicallyPrecedes(wanted) : heads[middle] < head
            if isBelow { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func head(_ term: ArraySlice<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for (index, byte) in term.prefix(8).enumerated() {
            head |= UInt64(byte) << UInt64(56 - 8 * index)
        }
        return head
    }
}
