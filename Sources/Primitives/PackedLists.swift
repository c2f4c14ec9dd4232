/// Lists of numbers that grow at their ends, by their place. Copies share structure: a copy is O(1), and
/// a change after a copy touches one leaf and the path to it.
///
/// The lists of a leaf lie one behind the other, behind the places where they end: whoever reads one
/// fetches it from memory at once, and a list takes four bytes beside its elements. Public, as
/// `PersistentVector` is, so that other rooms get specialised code.
@frozen
public struct PackedLists: Sendable {
    @inlinable static var leafBits: Int { 4 }
    @inlinable static var leafCount: Int { 1 << leafBits }
    /// What a leaf begins with: no list has anything.
    private static let empty = [UInt32](repeating: UInt32(leafCount), count: leafCount)

    @usableFromInline var leaves = PersistentVector<[UInt32]>()
    /// Lists held.
    public private(set) var count = 0

    /// No lists.
    public init() {}

    /// Bytes on the heap.
    public var heapBytes: Int {
        leaves.reduce(leaves.heapBytes) { $0 + Primitives.heapBytes(of: $1) }
    }

    /// Adds an empty list at the end.
    public mutating func append() {
        if count & (Self.leafCount - 1) == 0 { leaves.append(Self.empty) }
        count += 1
    }

    /// Adds an element to a list, which must be there.
    public mutating func append(_ element: UInt32, to list: Int) {
        let place = list & (Self.leafCount - 1)
        Self.append(element, at: place, to: &leaves[list >> Self.leafBits])
    }

    private static func append(_ element: UInt32, at place: Int, to leaf: inout [UInt32]) {
        leaf.insert(element, at: Int(leaf[place]))
        for place in place..<leafCount { leaf[place] += 1 }
    }

    /// Empties a list, which must be there.
    public mutating func removeAll(from list: Int) {
        let place = list & (Self.leafCount - 1)
        Self.removeAll(at: place, from: &leaves[list >> Self.leafBits])
    }

    private static func removeAll(at place: Int, from leaf: inout [UInt32]) {
        let range = range(at: place, in: leaf.span)
        leaf.removeSubrange(range)
        for place in place..<leafCount { leaf[place] -= UInt32(range.count) }
    }

    @inlinable
    static func range(at place: Int, in leaf: Span<UInt32>) -> Range<Int> {
        (place == 0 ? leafCount : Int(leaf[place - 1]))..<Int(leaf[place])
    }

    /// What `read` makes of the elements of a list, which must be there.
    @inlinable
    public func with<Result>(_ list: Int, _ read: (Span<UInt32>) -> Result) -> Result {
        let leaf = leaves[list >> Self.leafBits]
        let range = Self.range(at: list & (Self.leafCount - 1), in: leaf.span)
        return read(leaf.span.extracting(range))
    }
}
