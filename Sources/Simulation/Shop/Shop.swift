package import Commerce
import Primitives

/// A made-up shop: its catalogue, and the truth about every item, which no engine gets to see.
package struct Shop: Sendable {
    /// What the engine may know.
    package let items: [Item]
    /// What it may not: one entry per item.
    package let traits: [Traits]
    let assortment: Assortment
    private let numbers: [String: Int]
    /// By kind, the items of it.
    let itemsOfKind: [[Int]]
    /// Running sums of the items' fame, to draw from.
    private let fame: [Double]

    /// Makes a shop of at least one item; `itemCount` includes variants.
    package init(seed: UInt64, itemCount: Int = 2000) {
        var maker = ItemMaker(assortment: .standard, seed: seed)
        maker.make(max(1, itemCount))
        items = maker.items
        traits = maker.traits
        assortment = maker.assortment
        numbers = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1.id, $0) })
        var itemsOfKind = Array(repeating: [Int](), count: assortment.kinds.count)
        var fame: [Double] = []
        for (number, truth) in traits.enumerated() {
            itemsOfKind[truth.kind].append(number)
            fame.append((fame.last ?? 0) + 0.02 + truth.popularity * truth.popularity)
        }
        self.itemsOfKind = itemsOfKind
        self.fame = fame
    }

    /// The place of an item in `items` and `traits`; nil for an unknown id.
    package func number(of id: String) -> Int? { numbers[id] }

    /// Department and leaf category names, in the shop's order.
    package var categories: [(department: Word, leaf: Word)] {
        assortment.leaves.map { (assortment.departments[$0.department].name, $0.category.name) }
    }

    /// Kinds that are bought with a kind.
    package func complements(of kind: Int) -> [Int] { assortment.kinds[kind].complements }

    /// The name of a kind, such as teapot.
    package func name(ofKind kind: Int) -> Word { assortment.kinds[kind].kind.name }

    /// An item drawn by how well known it is.
    func famousItem(_ rng: inout SeededRNG) -> Int {
        let target = rng.uniform() * (fame.last ?? 0)
        var low = 0
        var high = fame.count - 1
        while low < high {
            let middle = (low + high) / 2
            if fame[middle] <= target { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
