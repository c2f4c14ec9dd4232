import Primitives

/// Where a market finds items: by category, and by demand.
struct MarketShelves: Sendable {
    let itemsOfLeaf: [[Int]]
    /// Items, the best known first, and running sums of the demand for them.
    private let famous: [Int]
    private let demand: [Double]

    init(_ shop: Shop, _ parameters: MarketParameters) {
        var leaves = Array(repeating: [Int](), count: shop.assortment.leaves.count)
        for (item, truth) in shop.traits.enumerated() { leaves[truth.leaf].append(item) }
        itemsOfLeaf = leaves
        let fame = shop.traits.map(\.popularity)
        famous = fame.indices.sorted { (fame[$1], $0) < (fame[$0], $1) }
        var sum = 0.0
        demand = famous.indices.map { rank in
            let share = Double(rank) / Double(fame.count) + parameters.fameOffset
            sum += Real.power(share, -parameters.fameExponent)
            return sum
        }
    }

    /// An item drawn by demand.
    func famousItem(_ rng: inout SeededRNG) -> Int {
        let target = rng.uniform() * (demand.last ?? 0)
        var low = 0
        var high = demand.count - 1
        while low < high {
            let middle = (low + high) / 2
            if demand[middle] <= target { low = middle + 1 } else { high = middle }
        }
        return famous[low]
    }
}
