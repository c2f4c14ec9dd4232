/// Strings of bytes in ascending order, numbered from 0.
struct SortedKeys: Sendable {
    /// All keys, one behind the other.
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [UInt32] = []
    /// The first eight bytes of each key as a number, by which most comparisons end.
    private var heads: [UInt64] = []

    var count: Int { ends.count }

    init() {}

    /// Nil where the ends do not ascend to the last of the bytes.
    init?(bytes: [UInt8], ends: [UInt32]) {
        guard Int(ends.last ?? 0) == bytes.count, zip(ends, ends.dropFirst()).allSatisfy(<=) else {
            return nil
        }
        self.bytes = bytes
        self.ends = ends
        heads = ends.indices.map { Self.head(self[$0]) }
    }

    /// Whether each key follows the one before, as it must.
    var isAscending: Bool {
        (1..<max(1, count)).allSatisfy { place in
            heads[place - 1] < heads[place]
                || self[place - 1].lexicographicallyPrecedes(self[place])
        }
    }

    mutating func reserve(_ count: Int) {
        ends.reserveCapacity(count)
        heads.reserveCapacity(count)
    }

    /// Adds a key that follows all others.
    mutating func append(_ key: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: key)
        ends.append(UInt32(bytes.count))
        heads.append(Self.head(bytes[start...]))
    }

    subscript(_ index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    /// The number of a key; nil where there is none such.
    func index(of wanted: [UInt8]) -> Int? {
        let place = lowerBound(of: wanted)
        return place < count && self[place].elementsEqual(wanted) ? place : nil
    }

    /// The number of the first key that does not precede these bytes.
    func lowerBound(of wanted: [UInt8]) -> Int {
        let head = Self.head(wanted[...])
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let isBelow =
                heads[middle] == head
                ? self[middle].lexicographicallyPrecedes(wanted) : heads[middle] < head
            if isBelow { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The keys that one bound does not precede and the other follows.
    func range(from first: [UInt8], below end: [UInt8]) -> Range<Int> {
        let start = lowerBound(of: first)
        return start..<max(start, lowerBound(of: end))
    }

    /// All keys of two lists in ascending order, each by its number in either.
    static func forEachUnion(
        _ left: SortedKeys, _ right: SortedKeys, _ body: (_ left: Int?, _ right: Int?) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            var order = 0
            if i == left.count {
                order = 1
            } else if j == right.count {
                order = -1
            } else {
                let (a, b) = (left[i], right[j])
                order = a.lexicographicallyPrecedes(b) ? -1 : b.lexicographicallyPrecedes(a) ? 1 : 0
            }
            body(order <= 0 ? i : nil, order >= 0 ? j : nil)
            if order <= 0 { i += 1 }
            if order >= 0 { j += 1 }
        }
    }

    static func head(_ key: ArraySlice<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for (index, byte) in key.prefix(8).enumerated() {
            head |= UInt64(byte) << UInt64(56 - 8 * index)
        }
        return head
    }
}
