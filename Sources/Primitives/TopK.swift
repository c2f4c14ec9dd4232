/// Keeps the `capacity` best of the elements pushed, in a binary heap whose root is the worst kept.
///
/// Push is O(1) for an element that does not enter and O(log capacity) for one that does.
@frozen
public struct TopK<Element> {
    @usableFromInline let capacity: Int
    @usableFromInline let isBetter: (Element, Element) -> Bool
    @usableFromInline var heap: [Element] = []

    /// `isBetter` must be a strict total order for the result to be deterministic.
    @inlinable
    public init(_ capacity: Int, isBetter: @escaping (Element, Element) -> Bool) {
        self.capacity = capacity
        self.isBetter = isBetter
        heap.reserveCapacity(min(capacity, 4096))
    }

    /// Elements kept so far.
    @inlinable public var count: Int { heap.count }

    /// The worst element kept, once `capacity` are: nothing below it can enter.
    @inlinable public var threshold: Element? { heap.count == capacity ? heap.first : nil }

    /// Keeps the element if it is among the best so far.
    @inlinable
    public mutating func push(_ element: Element) {
        guard capacity > 0 else { return }
        if heap.count < capacity {
            heap.append(element)
            siftUp()
        } else if isBetter(element, heap[0]) {
            heap[0] = element
            siftDown()
        }
    }

    /// The elements kept, best first.
    @inlinable
    public consuming func sorted() -> [Element] {
        heap.sorted(by: isBetter)
    }

    @inlinable
    mutating func siftUp() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBetter(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    @inlinable
    mutating func siftDown() {
        var parent = 0
        while true {
            var worst = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < heap.count && isBetter(heap[worst], heap[child]) {
                worst = child
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
