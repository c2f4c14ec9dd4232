import Primitives

/// Any slate, with equal chances.
package struct RandomAgent: MarketAgent {
    package let name = "random"
    private let length: Int
    private var rng: SeededRNG

    package init(length: Int, seed: UInt64) {
        self.length = length
        rng = SeededRNG(seed: seed)
    }

    package mutating func choose(_ observation: MarketObservation) -> [Int] {
        var places = Array(observation.items.indices)
        for place in 0..<min(length, places.count) {
            places.swapAt(place, place + rng.index(below: places.count - place))
        }
        return Array(places.prefix(length))
    }
}

/// What pleased most shoppers of late, whoever asks; in a share of answers each position is filled
/// by chance instead (ε-greedy). Counts lose half of their weight in two days.
package struct PopularAgent: MarketAgent {
    package let name: String
    private let length: Int
    private let exploration: Double
    private var rewards: [Double]
    private var views: [Double]
    private var rng: SeededRNG

    /// - Parameters:
    ///   - itemCount: items of the shop.
    ///   - length: of a slate.
    ///   - exploration: the share of positions that chance fills.
    ///   - seed: of that chance.
    package init(itemCount: Int, length: Int, exploration: Double = 0, seed: UInt64 = 1) {
        name = exploration > 0 ? "ε-greedy" : "popular"
        self.length = length
        self.exploration = exploration
        rewards = Array(repeating: 0, count: itemCount)
        views = Array(repeating: 0, count: itemCount)
        rng = SeededRNG(seed: seed)
    }

    package mutating func choose(_ observation: MarketObservation) -> [Int] {
        let items = observation.items
        let scores = items.map { (rewards[$0] + 0.5) / (views[$0] + 5) }
        var order = items.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        for place in 0..<min(length, order.count) where rng.chance(exploration) {
            order.swapAt(place, place + rng.index(below: order.count - place))
        }
        return Array(order.prefix(length))
    }

    package mutating func learn(
        _ observation: MarketObservation, _ slate: [Int], _ reaction: MarketReaction
    ) {
        for (position, place) in slate.enumerated() {
            let item = observation.items[place]
            // Later positions are looked at less.
            views[item] += 1 / (1 + 0.25 * Double(position))
            rewards[item] += reaction.clicked[position] ? 1 : 0
            rewards[item] += reaction.bought[position] ? 5 : 0
        }
    }

    package mutating func endDay() {
        for item in views.indices {
            views[item] *= 0.5.squareRoot()
            rewards[item] *= 0.5.squareRoot()
        }
    }
}

/// LinUCB with one model for all items (Li et al., "A contextual-bandit approach to personalized news
/// article recommendation", 2010), on the candidates' features.
package struct LinUCBAgent: MarketAgent {
    package let name = "LinUCB"
    private let length: Int
    private let width: Double
    private let count = MarketObservation.candidateCount + 1
    /// The inverse of the ridge matrix, row after row, and what it is multiplied by.
    private var inverse: [Double]
    private var target: [Double]
    private var weights: [Double]

    /// - Parameters:
    ///   - length: of a slate.
    ///   - width: of the confidence bound, in standard deviations.
    package init(length: Int, width: Double = 0.3) {
        self.length = length
        self.width = width
        inverse = Array(repeating: 0, count: count * count)
        for place in 0..<count { inverse[place * count + place] = 1 }
        target = Array(repeating: 0, count: count)
        weights = target
    }

    package mutating func choose(_ observation: MarketObservation) -> [Int] {
        let scores = observation.items.indices.map { place in
            let features = features(observation, place)
            let spread = zip(features, times(features)).reduce(0) { $0 + $1.0 * $1.1 }
            let mean = zip(features, weights).reduce(0) { $0 + $1.0 * $1.1 }
            return mean + width * spread.squareRoot()
        }
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        return Array(order.prefix(length))
    }

    package mutating func learn(
        _ observation: MarketObservation, _ slate: [Int], _ reaction: MarketReaction
    ) {
        for (position, place) in slate.enumerated() {
            var reward = reaction.clicked[position] ? 1.0 : 0
            reward += reaction.bought[position] ? 5 : 0
            // What stands lower is looked at less: it counts less, and its reward for more.
            update(features(observation, place), reward, weight: 1 / (1 + 0.25 * Double(position)))
        }
        for place in 0..<count {
            let row = inverse[place * count..<(place + 1) * count]
            weights[place] = zip(row, target).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// Sherman-Morrison.
    private mutating func update(_ features: [Double], _ reward: Double, weight: Double) {
        let product = times(features)
        let spread = zip(features, product).reduce(0) { $0 + $1.0 * $1.1 }
        let factor = weight / (1 + weight * spread)
        for row in 0..<count {
            let share = factor * product[row]
            for column in 0..<count { inverse[row * count + column] -= share * product[column] }
            target[row] += reward * features[row]
        }
    }

    private func features(_ observation: MarketObservation, _ place: Int) -> [Double] {
        let start = place * (count - 1)
        return observation.candidates[start..<start + count - 1].map(Double.init) + [1]
    }

    private func times(_ features: [Double]) -> [Double] {
        (0..<count).map { row in
            var sum = 0.0
            for column in 0..<count { sum += inverse[row * count + column] * features[column] }
            return sum
        }
    }
}
