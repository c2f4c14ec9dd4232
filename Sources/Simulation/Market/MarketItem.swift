import Primitives

/// An item of a market: what is known of it, what is not, and what happens to it. Moments are days
/// from the start.
struct MarketItem: Sendable {
    /// What a content model would know: random directions of its category, brand, style and
    /// colour, added up. Of length 1.
    let content: [Float]
    /// How much better it looks than it is, in the logarithm of appeal.
    private(set) var gloss: Double
    /// What shows once it is looked at closely, or used; 0...1.
    private(set) var quality: Double
    /// Price over the middle price of its kind.
    let price: Double
    /// When its category is most wanted, as a share of the year.
    let season: Double
    var arrival: Double
    var promotedUntil = -Double.infinity
    var surgingUntil = -Double.infinity
    var soldOutUntil = -Double.infinity

    static let contentCount = 16

    init(
        _ truth: Traits, _ parameters: MarketParameters, isBait: Bool, arrival: Double,
        _ rng: inout SeededRNG
    ) {
        var sum = [Float](repeating: 0, count: Self.contentCount)
        let parts: [(name: String, weight: Float)] = [
            ("leaf \(truth.leaf)", 1), ("department \(truth.department)", 0.7),
            ("brand \(truth.brand)", 0.6), ("style \(truth.style)", 0.6),
            ("colour \(truth.colour ?? -1)", 0.3),
        ]
        for part in parts {
            // The same direction in every market, so that a model of one reads another.
            var chance = SeededRNG(seed: stableHash(part.name, seed: 0))
            for place in sum.indices { sum[place] += part.weight * Float(chance.normal()) }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        content = sum.map { $0 / max(length, 1e-6) }
        // What is made to look good is, if anything, a little worse.
        gloss = parameters.gloss * (rng.normal() - (truth.quality - 0.5)) / 1.02
        quality = truth.quality
        if isBait {
            gloss += parameters.baitLift
            quality *= parameters.baitQuality
        }
        price = Real.exponential(0.4 * truth.priceLevel)
        season = Double(truth.leaf) * 0.618_034
        self.arrival = arrival
    }

    /// Arrives now, and draws more than nearly all others do.
    mutating func launch(at time: Double) {
        arrival = time
        gloss = 1.5
        quality = 1
    }
}
