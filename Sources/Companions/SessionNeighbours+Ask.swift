import Primitives

extension SessionNeighbours {
    /// Sessions that are looked through together for what they share: what is noted of them stays in the
    /// nearest cache.
    private static let blockBits = 10
    /// Counts of holders whose weight is worked out once an answer.
    private static let raritiesMax = 512

    /// Scores of the items that sessions like this one hold (oldest first); the items of the
    /// asking session are not left out. Empty where no session shares an item with it.
    package func candidates(after history: [UInt32]) -> ItemScores {
        let seeds = seeds(of: history)
        // Most items are none of these, and a bit says so.
        var mask: UInt64 = 0
        for seed in seeds { mask |= 1 << UInt64(seed & 63) }
        var result = ItemScores(expecting: 4 * settings.neighboursMax)
        for neighbour in nearest(to: seeds) {
            sessions.with(slot(of: Int(neighbour.session))) { items in
                guard let last = Self.lastMatch(of: items, with: seeds, mask) else { return }
                let weight = neighbour.similarity * matches[last.rank]
                for place in items.indices {
                    let distance = place - last.place
                    let side = distance < 0 ? settings.before : 1
                    result.add(weight * side * distances[abs(distance)], to: items[place])
                }
            }
        }
        var rarities = [Double](repeating: -1, count: Self.raritiesMax)
        result.rescore { item, score in score * rarity(of: item, &rarities) }
        return result
    }

    /// What an item's rarity makes of its score; the same for all that as many sessions hold.
    private func rarity(of item: UInt32, _ known: inout [Double]) -> Double {
        let holding = Int(holders[Int(item)])
        guard holding < known.count else {
            return settings.rarity.weight(sessions: begun, holding: holding)
        }
        if known[holding] < 0 {
            known[holding] = settings.rarity.weight(sessions: begun, holding: holding)
        }
        return known[holding]
    }

    /// The sessions most like the asking one, most alike first; among equals, the latest.
    package func neighbours(after history: [UInt32]) -> [Neighbour] {
        nearest(to: seeds(of: history)).sorted {
            ($0.similarity, $0.session) > ($1.similarity, $1.session)
        }
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        scores.clear()
        let found = candidates(after: history)
        for (item, score) in zip(found.items, found.scores) { scores.add(Float(score), to: item) }
        guard found.items.isEmpty else { return }
        for item in 0..<min(scores.count, holders.count) { scores[item] = Float(holders[item]) }
    }

    /// The distinct items to look up, latest first.
    private func seeds(of history: [UInt32]) -> [UInt32] {
        var seeds: [UInt32] = []
        for item in history.reversed() where !seeds.contains(item) {
            seeds.append(item)
            if seeds.count == settings.itemsMax { break }
        }
        return seeds
    }

    /// The sessions most like the asking one, the latest first: by the cosine of the weighted asking
    /// session and the plain past ones.
    private func nearest(to seeds: [UInt32]) -> [Neighbour] {
        var sample = sample(sharing: seeds)
        for place in sample.indices {
            let session = Int(sample[place].session)
            let length = Double(Int(distinct[slot(of: session)]) * seeds.count)
            sample[place].similarity *= ages.weight(begun - 1 - session) / length.squareRoot()
        }
        guard sample.count > settings.neighboursMax else { return sample }
        var similarities = sample.map(\.similarity)
        let least = similarities.select(largest: settings.neighboursMax)
        // Of those that are just as alike the latest, which come first.
        var equal = settings.neighboursMax - sample.count { $0.similarity > least }
        return sample.filter { neighbour in
            guard neighbour.similarity == least else { return neighbour.similarity > least }
            equal -= 1
            return equal >= 0
        }
    }

    /// The latest sessions that hold any of these items, latest first, and the weight of what they share.
    ///
    /// Postings are read from their latest ends, a block of sessions at a time: what lies in it is
    /// summed up by place, which takes no comparison.
    private func sample(sharing seeds: [UInt32]) -> [Neighbour] {
        let lists = seeds.map { Int($0) < postings.count ? postings[Int($0)] : [] }
        var ends = lists.map(\.count)
        var shared = [Double](repeating: 0, count: 1 << Self.blockBits)
        var isHeld = [UInt64](repeating: 0, count: shared.count >> 6)
        var sample: [Neighbour] = []
        while sample.count < settings.sampleMax {
            var latest = -1
            for (list, end) in zip(lists, ends) where end > 0 {
                latest = max(latest, Int(list[end - 1]))
            }
            guard latest >= firstKept else { break }
            let start = (latest >> Self.blockBits) << Self.blockBits
            for (rank, list) in lists.enumerated() {
                while ends[rank] > 0, Int(list[ends[rank] - 1]) >= max(start, firstKept) {
                    ends[rank] -= 1
                    let place = Int(list[ends[rank]]) - start
                    shared[place] += positions[rank]
                    isHeld[place >> 6] |= 1 << UInt64(place & 63)
                }
            }
            for word in isHeld.indices.reversed() {
                while isHeld[word] != 0 {
                    let bit = 63 - isHeld[word].leadingZeroBitCount
                    isHeld[word] &= ~(1 << UInt64(bit))
                    let place = (word << 6) + bit
                    if sample.count < settings.sampleMax {
                        sample.append(
                            Neighbour(session: UInt32(start + place), similarity: shared[place]))
                    }
                    shared[place] = 0
                }
            }
        }
        return sample
    }

    /// Where a session last holds one of the items, and the item's rank among them.
    private static func lastMatch(
        of items: Span<UInt32>, with seeds: [UInt32], _ mask: UInt64
    ) -> (place: Int, rank: Int)? {
        for place in items.indices.reversed() where mask >> UInt64(items[place] & 63) & 1 == 1 {
            if let rank = seeds.firstIndex(of: items[place]) { return (place, rank) }
        }
        return nil
    }
}
