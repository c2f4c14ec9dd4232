import Primitives

/// A person of a market: what they want, and what the shop remembers of them. Moments are days from
/// the start.
struct MarketShopper: Sendable {
    // MARK: Hidden

    var taste: Taste
    /// What they come for; drawn anew for each visit unless it was not found.
    var intent: Wish
    /// Of all experiences, the latest weighing most; 0...1.
    var satisfaction = 0.5
    /// Spent of the budget, which refills by the day; in middle prices.
    var spent = 0.0
    /// By leaf category, what is taken off the logarithm of appeal, as of the last visit.
    var satiation: [Float]
    /// The chance to look at each position.
    let examination: [Double]
    /// The logarithm of their own interval over the market's, and of their orders' size.
    let intervalFactor: Double
    let orderFactor: Double
    /// Items bought, the latest last; at most `boughtMax`.
    var bought: [Int] = []
    var rng: SeededRNG

    // MARK: Known

    let cohort: Int
    let isHasty: Bool
    var visits = 0
    var lastVisit: Double
    /// Mean content of what was clicked, over visits and in the present one.
    var interest = [Float](repeating: 0, count: MarketItem.contentCount)
    var session = [Float](repeating: 0, count: MarketItem.contentCount)
    /// Recent means: seconds read over 60, clicks and purchases a slate.
    var dwell: Float = 0.4
    var clickRate: Float = 0.3
    var purchaseRate: Float = 0.05
    /// Slates of the present visit.
    var steps = 0
    /// Items shown in the present visit.
    var shown: [Int] = []
    var stepsLeft = 0

    static let cohorts = 4
    static let boughtMax = 64
    static let shownMax = 64

    init(
        _ index: Int, cohort: Int, arrival: Double, of shop: Shop,
        _ parameters: MarketParameters, seed: UInt64
    ) {
        rng = SeededRNG(seed: stableHash("shopper \(index)", seed: seed))
        taste = Taste.draw(shop.assortment, for: Profile.draw(&rng), &rng)
        intent = Wish(leaf: 0)
        satiation = Array(repeating: 0, count: shop.assortment.leaves.count)
        isHasty = rng.chance(0.6)
        let bias = isHasty ? 1.1 + 0.5 * rng.uniform() : 0.6 + 0.4 * rng.uniform()
        examination = (0..<parameters.slateLength).map {
            Real.power(1 / (1 + 0.25 * Double($0)), bias)
        }
        intervalFactor = parameters.intervalSpread * rng.normal()
        orderFactor = parameters.orderSpread * 0.5.squareRoot() * rng.normal()
        self.cohort = cohort
        lastVisit = arrival
    }
}
