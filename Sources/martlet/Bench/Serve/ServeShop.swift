import Commerce
import Engine
import Primitives
import Simulation
import Storage

/// The shop that `bench serve` loads: made-up products, and people whose histories have geometric
/// lengths and keep to a few categories each.
struct ServeShop {
    /// Seconds that the past goes back.
    private static let past: Double = 28 * 86_400
    private static let batch = 4000
    /// Categories that a person keeps to.
    private static let interests = 3

    let items: [String]
    let users: Int
    /// One to four words of a title each.
    let queries: [String]
    private let shelves: [[UInt32]]
    private let goods: [Item]
    private let mean: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - items: At least one.
    ///   - users: People with a history.
    ///   - mean: Events of each.
    ///   - seed: Draws everything.
    init(items: Int, users: Int, mean: Int, seed: UInt64) {
        (self.users, self.mean, self.seed) = (users, mean, seed)
        goods = Shop(seed: seed, itemCount: items).items
        self.items = goods.map(\.id)
        var shelves: [[String]: [UInt32]] = [:]
        for (number, item) in goods.enumerated() {
            shelves[item.categories.first ?? [], default: []].append(UInt32(number))
        }
        self.shelves = shelves.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        var random = SeededRNG(seed: seed)
        queries = Self.queries(goods, &random)
    }

    private static func queries(_ goods: [Item], _ random: inout SeededRNG) -> [String] {
        (0..<10_000).compactMap { _ in
            let title = goods[random.index(below: goods.count)].title.text() ?? ""
            let words = title.split(separator: " ").filter { $0.utf8.count > 1 }
            guard !words.isEmpty else { return nil }
            let length = min(words.count, 1 + random.index(below: 4))
            let start = random.index(below: words.count - length + 1)
            return words[start..<start + length].joined(separator: " ")
        }
    }

    static func user(_ number: Int) -> String { "user-\(number)" }

    // MARK: Make

    /// Fills a data directory, and trains a model on it where one is wanted.
    func make(in folder: String, model: TrainingProfile?, passes: Int) throws {
        let loader = try BulkLoader(path: folder)
        for start in stride(from: 0, to: goods.count, by: Self.batch) {
            try loader.put(Array(goods[start..<min(start + Self.batch, goods.count)]))
        }
        let steps = steps().sorted { $0.time < $1.time }
        for start in stride(from: 0, to: steps.count, by: Self.batch) {
            let part = start..<min(start + Self.batch, steps.count)
            _ = try loader.append(part.map { event(steps[$0], $0) })
        }
        try loader.finish()
        guard let model else { return }
        var options = ModelTraining.Options()
        options.profile = model
        options.epochsMax = passes
        options.seed = seed
        let outcome = try ModelTraining(directory: folder, options: options).run { _ in }
        try ModelRegistry(directory: folder).promote(outcome.record.version)
    }

    private struct Step {
        /// Seconds since the past began.
        var time: Float
        var user: UInt32
        var item: UInt32
    }

    private func steps() -> [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(users * mean)
        var random = SeededRNG(seed: seed &+ 1)
        for user in 0..<users {
            let own = (0..<Self.interests).map { _ in random.pick(shelves) }
            var time = random.uniform() * Self.past
            repeat {
                let shelf = random.chance(0.85) ? random.pick(own) : random.pick(shelves)
                // What is known well is seen often: the rank has the density of a cube root.
                let rank = Int(Double(shelf.count) * power(random.uniform(), 3))
                steps.append(Step(time: Float(time), user: UInt32(user), item: shelf[rank]))
                time += random.chance(0.8) ? 90 * random.uniform() : 86_400 * random.uniform()
            } while time < Self.past && random.chance(1 - 1 / Double(mean))
        }
        return steps
    }

    private func event(_ step: Step, _ number: Int) -> Event {
        let kind: EventType = stableHash("kind \(number)") % 20 == 0 ? .purchase : .view
        var event = Event(id: "past-\(number)", type: kind)
        event.user = Self.user(Int(step.user))
        event.item = items[Int(step.item)]
        event.time = WallClock.system.now() + (Double(step.time) - Self.past)
        return event
    }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
}
