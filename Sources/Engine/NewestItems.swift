import Commerce
import Primitives

/// The newest items of a shop: by when it has them, those that do not say last, then by their ids.
///
/// The first `shownMax` are exact. Twice as many are kept, so that a removal seldom costs a walk through
/// the catalogue.
struct NewestItems: Sendable, Sequence {
    private static let shownMax = 500
    private static let keptMax = 1000

    private struct Entry {
        var number: UInt32
        var created: Int64
        var id: String

        init(_ number: UInt32, _ item: Item) {
            self.number = number
            created = item.created?.microseconds ?? .min
            id = item.id
        }

        func precedes(_ other: Entry) -> Bool {
            created != other.created ? created > other.created : id < other.id
        }
    }

    private var entries: [Entry] = []
    /// Whether items were left out.
    private var isCut = false

    mutating func insert(_ number: UInt32, _ item: Item) {
        let entry = Entry(number, item)
        if entries.count == Self.keptMax, let last = entries.last, !entry.precedes(last) {
            isCut = true
            return
        }
        let place = place(of: entry)
        guard place == entries.count || entries[place].number != number else { return }
        entries.insert(entry, at: place)
        guard entries.count > Self.keptMax else { return }
        entries.removeLast()
        isCut = true
    }

    /// - Returns: Whether all items are to be inserted again, for too few are left of those kept.
    mutating func remove(_ number: UInt32, _ item: Item) -> Bool {
        let place = place(of: Entry(number, item))
        guard place < entries.count, entries[place].number == number else { return false }
        entries.remove(at: place)
        guard isCut, entries.count < Self.shownMax else { return false }
        isCut = false
        return true
    }

    /// The first that an entry does not come after.
    private func place(of entry: Entry) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].precedes(entry) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func makeIterator() -> some IteratorProtocol<UInt32> {
        entries.prefix(Self.shownMax).lazy.map(\.number).makeIterator()
    }
}
