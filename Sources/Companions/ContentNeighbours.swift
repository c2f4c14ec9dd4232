import HashTreeCollections
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Items that are like an item by what the catalogue says of them, so that what nobody has seen yet
/// has neighbours: features in an inverted index, as words are in a search engine.
///
/// A shared feature weighs the square of its rarity, log(1 + N / n), as in the product of two
/// TF-IDF vectors (Salton & Buckley, "Term-weighting approaches in automatic text retrieval",
/// 1988); likeness is the share of an item's own weight that another one has too, in 0...1.
///
/// A value: copies share structure. What it answers depends on the items it holds alone.
///
/// Memory: 4 to 8 bytes for each feature of each item, and some 90 for each feature there is.
package struct ContentNeighbours: Sendable {
    /// Items looked at for one answer, rarest features first: a feature that leads past it is left
    /// out, unless it is the first. What many items have says little anyway.
    package static let visitsMax = 1000

    /// What a feature takes in bytes beside its holders: as measured, since the nodes of hash tries
    /// depend on their hashes.
    private static let featureBytes = 40

    private var holders: TreeDictionary<UInt64, [UInt32]> = [:]
    package private(set) var count = 0

    package init() {}

    /// Adds an item that is not there, with the hashes of its features.
    package mutating func insert(_ item: UInt32, features: some Sequence<UInt64>) {
        count += 1
        for feature in features { holders[feature, default: []].append(item) }
    }

    /// Takes out what `insert` put in with the same features.
    package mutating func remove(_ item: UInt32, features: some Sequence<UInt64>) {
        count -= 1
        for feature in features {
            guard let place = holders[feature]?.lastIndex(of: item) else { continue }
            holders[feature, default: []].remove(at: place)
            if holders[feature]?.isEmpty == true { holders[feature] = nil }
        }
    }

    /// Bytes that it takes, estimated from the sizes of what it holds.
    package var bytes: Int {
        holders.reduce(holders.count * Self.featureBytes) { $0 + heapBytes(of: $1.value) }
    }

    /// The items that share features with these, and how much of their weight. In no order.
    package func candidates(like features: some Sequence<UInt64>) -> ItemScores {
        let shared = features.compactMap { feature in
            holders[feature].map { (feature: feature, items: $0) }
        }.filter { $0.items.count > 1 }
        var result = ItemScores(expecting: Self.visitsMax)
        var total = 0.0
        var visits = 0
        // In an order of their own, so that the sums are the same in every process.
        for (_, items) in shared.sorted(by: {
            ($0.items.count, $0.feature) < ($1.items.count, $1.feature)
        }) {
            let rarity = log(1 + Double(count) / Double(items.count))
            total += rarity * rarity
            guard visits == 0 || visits + items.count <= Self.visitsMax else { continue }
            visits += items.count
            let weight = rarity * rarity
            for item in items { result.add(weight, to: item) }
        }
        guard total > 0 else { return result }
        result.rescore { $1 / total }
        return result
    }
}
