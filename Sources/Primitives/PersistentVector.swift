/// A growable array whose copies share structure: a copy is O(1), and a change after a copy touches
/// one leaf and the two nodes above it, whatever the length.
///
/// A fixed three-level trie of copy-on-write arrays. The root has one entry per 2,048 elements, so
/// at a million elements a change copies about 4 kB of references at most.
package struct PersistentVector<Element: Sendable>: Sendable {
    @usableFromInline static var leafBits: Int { 5 }
    @usableFromInline static var middleBits: Int { 6 }

    @usableFromInline var root: [[[Element]]] = []
    package private(set) var count = 0

    package init() {}

    @inlinable
    package subscript(index: Int) -> Element {
        get {
            let (top, middle, leaf) = Self.path(index)
            return root[top][middle][leaf]
        }
        _modify {
            let (top, middle, leaf) = Self.path(index)
            yield &root[top][middle][leaf]
        }
    }

    package mutating func append(_ element: Element) {
        let (top, middle, _) = Self.path(count)
        if top == root.count { root.append([]) }
        if middle == root[top].count {
            root[top].append([])
            root[top][middle].reserveCapacity(1 << Self.leafBits)
        }
        root[top][middle].append(element)
        count += 1
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
    package func makeIterator() -> AnyIterator<Element> {
        var index = 0
        return AnyIterator {
            guard index < count else { return nil }
            defer { index += 1 }
            return self[index]
        }
    }
}
