/// A growable array whose copies share structure: a copy is O(1), and a change after a copy touches
/// one leaf and the two nodes above it, whatever the length.
///
/// A fixed three-level trie of copy-on-write arrays. The root has one entry per 2,048 elements, so
/// at a million elements a change copies about 4 kB of references at most.
///
/// Public, with its body inlinable, so that other rooms get specialised code: unspecialised access
/// costs fifty times as much.
@frozen
public struct PersistentVector<Element: Sendable>: Sendable {
    @inlinable static var leafBits: Int { 5 }
    @inlinable static var middleBits: Int { 6 }

    @usableFromInline var root: [[[Element]]] = []
    @usableFromInline var storedCount = 0

    /// Elements held.
    @inlinable public var count: Int { storedCount }

    /// An empty vector.
    @inlinable
    public init() {}

    /// The element at `index`, which must be below `count`.
    @inlinable
    public subscript(index: Int) -> Element {
        get {
            let (top, middle, leaf) = Self.path(index)
            return root[top][middle][leaf]
        }
        _modify {
            let (top, middle, leaf) = Self.path(index)
            yield &root[top][middle][leaf]
        }
    }

    /// Adds an element at the end.
    @inlinable
    public mutating func append(_ element: Element) {
        let (top, middle, _) = Self.path(count)
        if top == root.count { root.append([]) }
        if middle == root[top].count {
            root[top].append([])
            root[top][middle].reserveCapacity(1 << Self.leafBits)
        }
        root[top][middle].append(element)
        storedCount += 1
    }

    /// Bytes on the heap. What the elements refer to is not counted.
    public var heapBytes: Int {
        let leaves = (count + (1 << Self.leafBits) - 1) >> Self.leafBits
        let leaf = Primitives.heapBytes(
            ofElements: 1 << Self.leafBits, stride: MemoryLayout<Element>.stride)
        return leaves * leaf
            + root.reduce(Primitives.heapBytes(of: root)) {
                $0 + Primitives.heapBytes(of: $1)
            }
    }

    @inlinable
    static func path(_ index: Int) -> (Int, Int, Int) {
        (
            index >> (leafBits + middleBits), (index >> leafBits) & ((1 << middleBits) - 1),
            index & ((1 << leafBits) - 1)
        )
    }
}

extension PersistentVector: Sequence {
    /// The elements in order.
    public func makeIterator() -> AnyIterator<Element> {
        var index = 0
        return AnyIterator {
            guard index < count else { return nil }
            defer { index += 1 }
            return self[index]
        }
    }
}
