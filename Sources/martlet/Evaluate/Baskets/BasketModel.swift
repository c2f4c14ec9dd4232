import Companions
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A model that says what an order will hold.
protocol BasketModel: Sendable {
    /// Learns from the orders before `moment`, a list a customer, oldest first; then fits.
    mutating func learn(_ histories: [[Basket]], before moment: Timestamp) throws

    /// Scores all items for an order at `time`. Scores are 0 or more where a blend is to take them.
    func score(_ earlier: [Basket], at time: Timestamp, into scores: inout [Float])
}

/// What something weighs after some time: half after each half-life, 1 for ever where that is 0.
struct Fading {
    var halfLifeDays: Double

    func weight(of then: Timestamp, at now: Timestamp) -> Float {
        guard halfLifeDays > 0 else { return 1 }
        return Float(exp2(-(now - then) / 86_400 / halfLifeDays))
    }
}

/// What the shop sold most, lately; the same for everyone.
struct PopularBaskets: BasketModel {
    var fading: Fading
    private var counts: [UInt32: Float] = [:]

    init(halfLifeDays: Double) { fading = Fading(halfLifeDays: halfLifeDays) }

    mutating func learn(_ histories: [[Basket]], before moment: Timestamp) {
        for basket in histories.joined() {
            let weight = fading.weight(of: basket.time, at: moment)
            for item in basket.items { counts[item, default: 0] += weight }
        }
    }

    func score(_ earlier: [Basket], at time: Timestamp, into scores: inout [Float]) {
        for index in scores.indices { scores[index] = counts[UInt32(index)] ?? 0 }
    }
}

/// What the customer bought most themselves, late orders counting more.
struct OwnBaskets: BasketModel {
    var fading: Fading

    init(halfLifeDays: Double) { fading = Fading(halfLifeDays: halfLifeDays) }

    mutating func learn(_ histories: [[Basket]], before moment: Timestamp) {}

    func score(_ earlier: [Basket], at time: Timestamp, into scores: inout [Float]) {
        for index in scores.indices { scores[index] = 0 }
        for (item, weight) in ownWeights(earlier, fading, at: time) { scores[Int(item)] = weight }
    }
}

/// A model of sequences, taught orders or whole histories and asked with the last items bought.
struct SequenceBaskets: BasketModel {
    var model: any NextItemModel
    /// Whether a sequence is all that a customer bought; an order where not.
    var wholeHistories: Bool

    mutating func learn(_ histories: [[Basket]], before moment: Timestamp) throws {
        // In the order of their times, as models that look at the latest want them.
        let orders = wholeHistories ? histories : histories.joined().map { [$0] }
        let sorted = orders.enumerated().sorted {
            ($0.element[0].time, $0.offset) < ($1.element[0].time, $1.offset)
        }
        for (_, baskets) in sorted { model.learn(sequence: baskets.flatMap(\.items)) }
        try model.fit()
    }

    func score(_ earlier: [Basket], at time: Timestamp, into scores: inout [Float]) {
        model.score(earlier.flatMap(\.items), into: &scores)
    }
}

/// EASE on customers and products, where what was bought lately weighs more, learnt and asked.
struct LinearBaskets: BasketModel {
    var model: EASE
    var learning: Fading
    var asking: Fading

    mutating func learn(_ histories: [[Basket]], before moment: Timestamp) throws {
        for baskets in histories {
            var items: [UInt32] = []
            var weights: [Float] = []
            for basket in baskets {
                items += basket.items
                let weight = learning.weight(of: basket.time, at: moment)
                weights += basket.items.map { _ in weight }
            }
            model.learn(sequence: items, weights: weights)
        }
        try model.fit()
    }

    func score(_ earlier: [Basket], at time: Timestamp, into scores: inout [Float]) {
        // Often bought says no more than just bought: products that go together count, once.
        let asked = ownWeights(earlier, asking, at: time).map { (item: $0, weight: min(1, $1)) }
        model.score(weighted: asked, into: &scores)
    }
}

/// Each item of some orders, in the order of first sight, and the sum of its orders' weights.
private func ownWeights(
    _ earlier: [Basket], _ fading: Fading, at time: Timestamp
) -> [(item: UInt32, weight: Float)] {
    var places: [UInt32: Int] = [:]
    var result: [(item: UInt32, weight: Float)] = []
    for basket in earlier {
        let weight = fading.weight(of: basket.time, at: time)
        for item in basket.items {
            if let place = places[item] {
                result[place].weight += weight
            } else {
                places[item] = result.count
                result.append((item, weight))
            }
        }
    }
    return result
}
