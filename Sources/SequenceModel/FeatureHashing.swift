#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Features of which there is no list, as bags of a fixed number of buckets: words and attribute
/// values that nobody has seen yet need no new weights (Weinberger et al., "Feature hashing for large
/// scale multitask learning", 2009).
///
/// Each feature has two buckets, so that few share both (Svenstrup et al., "Hash embeddings", 2017).
/// It weighs the logarithm of its rarity among what was learnt from, told from the emptier of its
/// buckets (as in a count-min sketch: Cormode and Muthukrishnan, 2005), and a bag has length 1.
package struct FeatureHashing: Hashable, Sendable {
    package let seed: UInt64
    /// Of each bucket, log(1 + N / n) where n of N things had a feature in it; 0 where too few had.
    package let rarities: [Float]

    /// - Parameters:
    ///   - things: The features of all that is learnt from, as hashes.
    ///   - buckets: A power of two.
    ///   - seed: Decides which features share a bucket.
    ///   - holdersMin: What fewer things have is not known: it would only tell them apart.
    package init(
        of things: some Sequence<Set<UInt64>>, buckets: Int, seed: UInt64, holdersMin: Int = 3
    ) {
        var counts = [Int](repeating: 0, count: buckets)
        var total = 0
        for features in things {
            total += 1
            let touched = features.flatMap { Self.buckets(of: $0, among: buckets, seed) }
            for bucket in Set(touched) { counts[bucket] += 1 }
        }
        self.init(
            rarities: counts.map { $0 >= holdersMin ? log(1 + Float(total) / Float($0)) : 0 },
            seed: seed)
    }

    init(rarities: [Float], seed: UInt64) {
        precondition(rarities.count > 0 && rarities.count & (rarities.count - 1) == 0)
        self.rarities = rarities
        self.seed = seed
    }

    package var buckets: Int { rarities.count }

    /// The bag of a thing; empty where nothing is known of its features.
    package func bag(_ features: Set<UInt64>) -> [(index: Int32, weight: Float)] {
        var entries: [(index: Int32, weight: Float)] = []
        // Sorted, so that sums come out the same in every process.
        for feature in features.sorted() {
            let buckets = Self.buckets(of: feature, among: buckets, seed)
            let rarity = max(rarities[buckets[0]], rarities[buckets[1]])
            guard min(rarities[buckets[0]], rarities[buckets[1]]) > 0 else { continue }
            for bucket in buckets { entries.append((Int32(bucket), rarity)) }
        }
        let length = entries.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
        for index in entries.indices { entries[index].weight /= length }
        return entries
    }

    private static func buckets(of feature: UInt64, among buckets: Int, _ seed: UInt64) -> [Int] {
        [seed, seed &+ 1].map { seed in
            Int(mixed(feature, seed: seed) & UInt64(buckets - 1))
        }
    }
}

/// One random-looking number for another (the finaliser of SplitMix64: Steele, Lea and Flood, 2014).
func mixed(_ number: UInt64, seed: UInt64) -> UInt64 {
    var hash = number &+ (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
}
