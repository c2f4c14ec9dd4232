package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Chooses a page from scored candidates, one position after the other.
///
/// At each position every candidate that is left has a logit, the logarithm of its score after what
/// stands above has taken its part, and a mask says which of them may stand there. One is drawn by the
/// softmax of the logits: Plackett (1975) and Luce (1959), with scores that may depend on the items above.
/// So the chance of each item at its position, given those above, is known exactly.
package struct Arrangement {
    package struct Choice: Hashable, Sendable {
        /// The place of the entry.
        package var place: Int
        /// Its score beside what stands above it.
        package var score: Float
        /// What the score lost to the spread over categories, and to likeness; not positive.
        package var spread: Float
        package var diversity: Float
        /// The chance of this item at this position, given those above.
        package var propensity: Double
        /// Whether a quota or a cap left a better one out.
        package var isForced: Bool
    }

    let entries: [ArrangementEntry]
    private let settings: ArrangementSettings
    /// By entry: whether it is left, what the spread leaves of it, its likeness to the likest above.
    private var free: [Bool]
    private var spread: [Float]
    private var likeness: [Float]
    /// How many stand on the page, by what they share.
    private var categories: [UInt64: Int] = [:]
    private var brands: [UInt64: Int] = [:]
    private var sellers: [UInt64: Int] = [:]
    private var new = 0
    private var newLeft: Int
    private var position = 0

    init(_ entries: [ArrangementEntry], _ settings: ArrangementSettings) {
        self.entries = entries
        self.settings = settings
        free = Array(repeating: true, count: entries.count)
        spread = Array(repeating: 1, count: entries.count)
        likeness = Array(repeating: 0, count: entries.count)
        newLeft = entries.count { $0.isNew }
    }

    /// Arranges a page. The first positions of a longer page are those of a shorter one.
    ///
    /// - Parameters:
    ///   - entries: Candidates; among equal scores the first is preferred.
    ///   - pinned: Places in the entries that come first, in this order, whatever their scores.
    ///   - count: Positions of the page, at most.
    ///   - settings: What is wanted.
    ///   - rng: The chance; untouched at temperature 0.
    /// - Returns: As many as there are entries, at most `count`.
    package static func arrange(
        _ entries: [ArrangementEntry], pinned: [Int] = [], count: Int,
        _ settings: ArrangementSettings, _ rng: inout SeededRNG
    ) -> [Choice] {
        let count = min(count, entries.count)
        if settings.keepsOrder, pinned.isEmpty { return sorted(entries, count) }
        var arrangement = Arrangement(entries, settings)
        var page: [Choice] = []
        page.reserveCapacity(count)
        for place in pinned.prefix(count) {
            page.append(arrangement.choice(place, 1, isForced: true))
            arrangement.take(place)
        }
        while page.count < count { page.append(arrangement.next(&rng)) }
        return page
    }

    private static func sorted(_ entries: [ArrangementEntry], _ count: Int) -> [Choice] {
        entries.indices.sorted { (-entries[$0].score, $0) < (-entries[$1].score, $1) }
            .prefix(count)
            .map {
                Choice(
                    place: $0, score: entries[$0].score, spread: 0, diversity: 0, propensity: 1,
                    isForced: false)
            }
    }

    // MARK: One position

    private mutating func next(_ rng: inout SeededRNG) -> Choice {
        let mask = mask()
        var best = 0
        var most: Float = -1
        var mostOfAll: Float = -1
        for place in entries.indices where free[place] {
            let score = score(of: place)
            mostOfAll = max(mostOfAll, score)
            if mask[place], score > most { (best, most) = (place, score) }
        }
        var propensity = 1.0
        if settings.temperature > 0 {
            (best, propensity) = draw(mask, most: most, &rng)
        }
        let choice = choice(best, propensity, isForced: most < mostOfAll)
        take(best)
        return choice
    }

    /// One of those that may stand here, by the softmax of their logits.
    private func draw(
        _ mask: [Bool], most: Float, _ rng: inout SeededRNG
    ) -> (place: Int, propensity: Double) {
        let weights = weights(mask, most: most)
        let place = rng.index(weights: weights)
        return (place, weights[place] / weights.reduce(0, +))
    }

    /// By entry, its chance at this position over that of the best one.
    func weights(_ mask: [Bool], most: Float) -> [Double] {
        let highest = logit(most)
        return entries.indices.map { place in
            mask[place] ? exp(logit(score(of: place)) - highest) : 0
        }
    }

    /// A score of nothing is as good as one of 10⁻²⁰: somebody has to be last.
    private func logit(_ score: Float) -> Double {
        log(Double(max(score, 1e-20))) / settings.temperature
    }

    func score(of place: Int) -> Float {
        entries[place].score * spread[place] * (1 - settings.diversity * likeness[place])
    }

    private func choice(_ place: Int, _ propensity: Double, isForced: Bool) -> Choice {
        let whole = entries[place].score
        let spreadOut = whole * spread[place]
        let score = score(of: place)
        return Choice(
            place: place, score: score, spread: spreadOut - whole, diversity: score - spreadOut,
            propensity: propensity, isForced: isForced)
    }

    /// Which entries may stand at this position. What cannot be kept is given up: caps where nothing
    /// else is left, the quota where nothing new is.
    func mask() -> [Bool] {
        let tens = position / 10 + 1
        var mask = free
        let isCapped =
            settings.categoryMax != nil || settings.brandMax != nil || settings.sellerMax != nil
        for place in entries.indices where isCapped && mask[place] {
            let entry = entries[place]
            mask[place] =
                !isFull(entry.category.last, categories, settings.categoryMax, tens)
                && !isFull(entry.brand, brands, settings.brandMax, tens)
                && !isFull(entry.seller, sellers, settings.sellerMax, tens)
        }
        if !mask.contains(true) { mask = free }
        let due = (position + 1) * settings.newMin / 10
        guard new < due, newLeft > 0 else { return mask }
        let fresh = entries.indices.map { mask[$0] && entries[$0].isNew }
        return fresh.contains(true)
            ? fresh : entries.indices.map { free[$0] && entries[$0].isNew }
    }

    private func isFull(_ group: UInt64?, _ counts: [UInt64: Int], _ most: Int?, _ tens: Int)
        -> Bool
    {
        guard let group, let most else { return false }
        return counts[group, default: 0] >= most * tens
    }

    mutating func take(_ place: Int) {
        free[place] = false
        position += 1
        let entry = entries[place]
        if entry.isNew {
            new += 1
            newLeft -= 1
        }
        if let category = entry.category.last { categories[category, default: 0] += 1 }
        if let brand = entry.brand { brands[brand, default: 0] += 1 }
        if let seller = entry.seller { sellers[seller, default: 0] += 1 }
        for other in entries.indices where free[other] {
            if settings.spread < 1, !entry.category.isEmpty,
                entries[other].category == entry.category
            {
                spread[other] *= settings.spread
            }
            if settings.diversity > 0 {
                likeness[other] = max(likeness[other], entries[other].likeness(to: entry))
            }
        }
    }
}
