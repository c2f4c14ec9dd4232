import VectorIndex

/// Items that a promoted model has not met, under the vectors that their content makes.
///
/// In the order of their ids, cut into leaves: a change costs one leaf however many there are, and
/// what is found does not depend on the order in which items came.
struct NewItems: Sendable {
    /// Where an item stands until the next change.
    struct Place: Hashable, Sendable {
        fileprivate var leaf: Int
        fileprivate var index: Int
    }

    struct Found: Sendable {
        var item: UInt32
        var score: Float
        var place: Place
    }

    private struct Leaf: Sendable {
        var ids: [String] = []
        var numbers: [UInt32] = []
        var shown: [Bool] = []
        /// One after the other.
        var vectors: [Float] = []
        /// The same to be searched; nil after a change.
        var table: VectorTable?
        var allowed = ItemSet(count: 0)
    }

    private static let leafItemsMax = 2048

    private let width: Int
    private var leaves: [Leaf] = []

    init(width: Int) { self.width = width }

    var count: Int { leaves.reduce(0) { $0 + $1.ids.count } }

    // MARK: Change

    /// Puts an item in, or in place of what it was.
    mutating func put(_ id: String, _ number: UInt32, _ vector: [Float], isShown: Bool) {
        precondition(vector.count == width)
        if leaves.isEmpty { leaves.append(Leaf()) }
        let place = place(of: id)
        let start = width * place.index
        if leaves[place.leaf].ids.dropFirst(place.index).first == id {
            leaves[place.leaf].numbers[place.index] = number
            leaves[place.leaf].shown[place.index] = isShown
            leaves[place.leaf].vectors.replaceSubrange(start..<start + width, with: vector)
        } else {
            leaves[place.leaf].ids.insert(id, at: place.index)
            leaves[place.leaf].numbers.insert(number, at: place.index)
            leaves[place.leaf].shown.insert(isShown, at: place.index)
            leaves[place.leaf].vectors.insert(contentsOf: vector, at: start)
        }
        leaves[place.leaf].table = nil
        if leaves[place.leaf].ids.count > Self.leafItemsMax { split(place.leaf) }
    }

    mutating func remove(_ id: String) {
        guard !leaves.isEmpty else { return }
        let place = place(of: id)
        guard leaves[place.leaf].ids.dropFirst(place.index).first == id else { return }
        let start = width * place.index
        leaves[place.leaf].ids.remove(at: place.index)
        leaves[place.leaf].numbers.remove(at: place.index)
        leaves[place.leaf].shown.remove(at: place.index)
        leaves[place.leaf].vectors.removeSubrange(start..<start + width)
        leaves[place.leaf].table = nil
        if leaves[place.leaf].ids.isEmpty { leaves.remove(at: place.leaf) }
    }

    /// Makes what changed searchable: once for all changes that are published together.
    mutating func settle() {
        for index in leaves.indices where leaves[index].table == nil {
            let leaf = leaves[index]
            leaves[index].table = VectorTable(leaf.vectors.span, dimensions: width)
            leaves[index].allowed = Self.set(of: leaf.shown)
        }
    }

    /// Where an id stands, or belongs.
    private func place(of id: String) -> Place {
        let leaf = max(0, Self.lowerBound(leaves.count) { leaves[$0].ids.first ?? "" <= id } - 1)
        let ids = leaves[leaf].ids
        return Place(leaf: leaf, index: Self.lowerBound(ids.count) { ids[$0] < id })
    }

    private mutating func split(_ index: Int) {
        let half = leaves[index].ids.count / 2
        var rest = Leaf()
        rest.ids = Array(leaves[index].ids[half...])
        rest.numbers = Array(leaves[index].numbers[half...])
        rest.shown = Array(leaves[index].shown[half...])
        rest.vectors = Array(leaves[index].vectors[(half * width)...])
        leaves[index].ids.removeSubrange(half...)
        leaves[index].numbers.removeSubrange(half...)
        leaves[index].shown.removeSubrange(half...)
        leaves[index].vectors.removeSubrange((half * width)...)
        leaves.insert(rest, at: index + 1)
    }

    // MARK: Search

    /// The items that fit an expectation best, best first; ties fall by id.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - expectation: As many floats as the model is wide.
    ///   - chosen: Who may be found; all that can be shown where nil.
    /// - Returns: At most `count`.
    func best(_ count: Int, for expectation: [Float], among chosen: Set<UInt32>? = nil) -> [Found] {
        var found: [Found] = []
        for (index, leaf) in leaves.enumerated() {
            let allowed = chosen.map { chosen in Self.set(of: leaf.numbers.map(chosen.contains)) }
            let best = leaf.table?.best(
                count, for: expectation.span, allowed: allowed ?? leaf.allowed)
            for item in best ?? [] {
                found.append(
                    Found(
                        item: leaf.numbers[item.item], score: item.score,
                        place: Place(leaf: index, index: item.item)))
            }
        }
        guard leaves.count > 1 else { return found }
        found.sort {
            ($1.score, $0.place.leaf, $0.place.index) < ($0.score, $1.place.leaf, $1.place.index)
        }
        return Array(found.prefix(count))
    }

    func vector(at place: Place) -> ArraySlice<Float> {
        leaves[place.leaf].vectors[width * place.index..<width * (place.index + 1)]
    }

    private static func set(of shown: [Bool]) -> ItemSet {
        var set = ItemSet(count: shown.count)
        for (index, isShown) in shown.enumerated() where isShown { set.insert(index) }
        return set
    }

    /// The first of `0..<count` of which `isBefore` does not hold.
    private static func lowerBound(_ count: Int, where isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
