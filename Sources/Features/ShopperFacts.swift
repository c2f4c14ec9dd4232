package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is known of a shopper when items are ranked for them: what they did lately, and what that
/// says of their taste.
package struct ShopperFacts: Sendable {
    /// One of the last things that they did.
    package struct Step: Sendable {
        package var item: UInt32
        /// Nil of what is counted nowhere.
        package var kind: WindowCounts.Kind?
        package var time: Timestamp
        /// How strongly it says "this is what I want"; nothing is learnt of taste at 0.
        package var interest: Float
        /// Nil where the shop states no price.
        package var logPrice: Double?
        package var brand: UInt64?
        package var category: UInt64?

        /// - Parameters:
        ///   - item: Its number.
        ///   - kind: What was done.
        ///   - time: When.
        ///   - interest: 0 or more.
        package init(item: UInt32, kind: WindowCounts.Kind?, time: Timestamp, interest: Float) {
            self.item = item
            self.kind = kind
            self.time = time
            self.interest = interest
        }
    }

    /// What they did with one item.
    struct Touched {
        var counts = SIMD4<Float>()
        var last: Timestamp
    }

    /// Steps that are looked at, the latest.
    package static let stepsMax = 64
    /// Prices that are a factor of e^0.3 off are told apart, also by who always paid the same.
    private static let priceDeviationMin = 0.3

    let recent: WindowCounts
    let steps: Int
    let inVain: [UInt32: Int]
    let declared: Set<UInt64>
    private(set) var touched: [UInt32: Touched] = [:]
    private var brands: [UInt64: Float] = [:]
    private var categories: [UInt64: Float] = [:]
    private var brandSum: Float = 0
    private var categorySum: Float = 0
    private var prices: (mean: Double, deviation: Double)?

    /// - Parameters:
    ///   - recent: What they did and were shown.
    ///   - steps: Oldest first; the last `stepsMax` count.
    ///   - inVain: How often they were shown items since they last did anything with them.
    ///   - declared: What they declared of themselves, as hashes.
    package init(
        recent: WindowCounts, steps: [Step], inVain: [UInt32: Int], declared: Set<UInt64>
    ) {
        self.recent = recent
        self.steps = min(steps.count, Self.stepsMax)
        self.inVain = inVain
        self.declared = declared
        let latest = steps.suffix(Self.stepsMax)
        for step in latest { add(step) }
        let known = latest.filter { $0.interest > 0 }.compactMap(\.logPrice)
        guard !known.isEmpty else { return }
        let mean = known.reduce(0, +) / Double(known.count)
        let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
        prices = (mean, max(variance.squareRoot(), Self.priceDeviationMin))
    }

    private mutating func add(_ step: Step) {
        if let kind = step.kind {
            var item = touched[step.item] ?? Touched(last: step.time)
            item.counts[kind.rawValue] += 1
            item.last = max(item.last, step.time)
            touched[step.item] = item
        }
        guard step.interest > 0 else { return }
        if let brand = step.brand {
            brands[brand, default: 0] += step.interest
            brandSum += step.interest
        }
        if let category = step.category {
            categories[category, default: 0] += step.interest
            categorySum += step.interest
        }
    }

    /// How far a price is above those that they turn to, in deviations of these; 0 where either is
    /// not known.
    func priceDistance(of price: PriceLevel) -> Float {
        guard let prices, !price.isImputed else { return 0 }
        return Float((price.logPrice - prices.mean) / prices.deviation)
    }

    /// The share of their interest that went to a brand.
    func share(ofBrand brand: UInt64?) -> Float {
        brandSum > 0 ? brand.flatMap { brands[$0] }.map { $0 / brandSum } ?? 0 : 0
    }

    /// The share of their interest that went to a category.
    func share(ofCategory category: UInt64?) -> Float {
        categorySum > 0 ? category.flatMap { categories[$0] }.map { $0 / categorySum } ?? 0 : 0
    }
}
