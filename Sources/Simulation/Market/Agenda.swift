/// What is due, earliest first: a binary heap. Ties fall by the order of scheduling.
struct Agenda: Sendable {
    enum Errand: Sendable {
        case visit(shopper: Int)
        case slate(shopper: Int)
        case feedback(MarketFeedback)
    }

    private struct Entry: Sendable {
        let time: Double
        let number: Int
        let errand: Errand

        func isBefore(_ other: Entry) -> Bool {
            (time, number) < (other.time, other.number)
        }
    }

    private var heap: [Entry] = []
    private var count = 0

    var nextTime: Double? { heap.first?.time }

    mutating func schedule(_ errand: Errand, at time: Double) {
        count += 1
        heap.append(Entry(time: time, number: count, errand: errand))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    mutating func next() -> (time: Double, errand: Errand)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return (first.time, first.errand) }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != parent else { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return (first.time, first.errand)
    }
}
