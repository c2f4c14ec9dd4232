import Primitives

/// What the shop knows at a question. Retrieval is the market's own, so that ways to rank are
/// compared on the same candidates.
extension Market {
    mutating func question(of index: Int, startsVisit: Bool) -> MarketObservation {
        requests += 1
        let found = candidates(for: index)
        var features: [Float] = []
        features.reserveCapacity(found.count * MarketObservation.candidateCount)
        for item in found { append(item, for: index, to: &features) }
        return MarketObservation(
            request: requests, shopper: index, startsVisit: startsVisit, time: time,
            state: state(of: index), items: found, candidates: features)
    }

    /// Half around what the shopper looks for and likes, the rest well known, new, or by chance.
    private mutating func candidates(for index: Int) -> [Int] {
        let count = min(parameters.candidates, shop.items.count)
        var found: [Int] = []
        var draws = 0
        while found.count < count, draws < 20 * count {
            draws += 1
            let item = candidate(for: index, place: Double(found.count) / Double(count))
            guard items[item].arrival <= time, !found.contains(item) else { continue }
            found.append(item)
        }
        return found
    }

    private mutating func candidate(for index: Int, place: Double) -> Int {
        switch place {
        case ..<0.35:
            let shelf = shelves.itemsOfLeaf[shoppers[index].intent.leaf]
            guard !shelf.isEmpty, shoppers[index].rng.chance(0.8) else { fallthrough }
            return shoppers[index].rng.pick(shelf)
        case ..<0.65: return shelves.famousItem(&shoppers[index].rng)
        case ..<0.75:
            // The latest tenth of those that are there: arrivals are numbered in their order.
            let early = shop.items.count - shop.items.count / 4
            let arrived = early + Int(max(0, time) * parameters.arrivals)
            let last = min(arrived, shop.items.count)
            return last - 1 - shoppers[index].rng.index(below: max(1, last / 10))
        default: return shoppers[index].rng.index(below: shop.items.count)
        }
    }

    func state(of index: Int) -> [Float] {
        let shopper = shoppers[index]
        var state = shopper.interest + shopper.session
        state.reserveCapacity(MarketObservation.stateCount)
        for cohort in 0..<MarketShopper.cohorts { state.append(cohort == shopper.cohort ? 1 : 0) }
        // A triangle wave and its shift stand in for sine and cosine of the hour.
        let hour = time - time.rounded(.down)
        state += [
            min(1, Float(shopper.visits) / 20), shopper.dwell, shopper.clickRate,
            shopper.purchaseRate, Float(shopper.steps) / 5, shopper.isHasty ? 1 : 0,
            Float(4 * abs(hour - 0.5) - 1),
            Float(4 * abs((hour + 0.25).truncatingRemainder(dividingBy: 1) - 0.5) - 1),
        ]
        return state
    }

    private func append(_ item: Int, for index: Int, to features: inout [Float]) {
        let here = items[item]
        features += here.content
        let age = Float(time - here.arrival)
        features += [
            Float(here.price) - 1, here.promotedUntil > time ? 1 : 0,
            here.soldOutUntil > time ? 0 : 1, 1 / (1 + age),
            2 * dot(here.content, shoppers[index].interest),
            dot(here.content, shoppers[index].session),
            Float(shoppers[index].shown.count { $0 == item }) / 2,
            shoppers[index].bought.contains(item) ? 1 : 0,
        ]
    }

    private func dot(_ a: [Float], _ b: [Float]) -> Float {
        var sum: Float = 0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }
}
