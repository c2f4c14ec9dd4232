package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a ranker sees of an item, a shopper and a moment: named numbers in a fixed order. Made by this
/// one definition, whether an answer is asked for or an old one is made again to learn from.
///
/// Counts stand as log(1 + count), so that the first counts more than the hundredth.
package struct FeatureVector: Sendable {
    /// The name of each number; `Features.md` says what they are.
    package static let names: [String] = {
        let nobody = ShopperFacts(
            recent: WindowCounts(), steps: [], inVain: [:], declared: [])
        let item = ItemFacts(
            number: 0, counters: ItemCounters(),
            price: PriceLevel(logPrice: 0, isImputed: true))
        let vector = FeatureVector(
            nobody, rates: ShopRates(), time: Timestamp(microseconds: 0))
        var names = Names()
        vector.put(item, into: &names)
        Self.put(nobody, at: vector.time, into: &names)
        return names.all
    }()

    private static let declaredCount: UInt64 = 8

    private let shopper: ShopperFacts
    private let rates: ShopRates
    private let time: Timestamp
    /// What is the same for every item.
    private let common: [Float]

    /// - Parameters:
    ///   - shopper: Who asks.
    ///   - rates: What is usual in the shop.
    ///   - time: Of the latest event that the counts know.
    package init(_ shopper: ShopperFacts, rates: ShopRates, time: Timestamp) {
        self.shopper = shopper
        self.rates = rates
        self.time = time
        var values = Values()
        Self.put(shopper, at: time, into: &values)
        common = values.all
    }

    /// The numbers of an item, in the order of the names.
    package func values(of item: ItemFacts) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(Self.names.count)
        append(item, to: &values)
        return values
    }

    /// Appends them to others.
    package func append(_ item: ItemFacts, to values: inout [Float]) {
        var sink = Values()
        swap(&sink.all, &values)
        put(item, into: &sink)
        swap(&sink.all, &values)
        values += common
    }

    // MARK: The definition

    private func put(_ item: ItemFacts, into sink: inout some FeatureSink) {
        sink.put(item.counters.recent, of: "", at: time)
        sink.put("click_rate", Float(rates.clicked.smoothed(item.counters.clicked)))
        sink.put("purchase_rate", Float(rates.bought.smoothed(item.counters.bought)))
        sink.put("rating", Float(rates.rating(of: item.counters)))
        sink.put("ratings", log1p(Float(item.counters.ratingCount)))
        sink.put("price", Float(item.price.logPrice))
        sink.put("price_imputed", item.price.isImputed ? 1 : 0)
        let age = item.created.map { max(0, time - $0) / 86_400 }
        sink.put("age", log1p(Float(age ?? 0)))
        sink.put("age_unknown", age == nil ? 1 : 0)
        let distance = shopper.priceDistance(of: item.price)
        sink.put("price_above", min(max(distance, -4), 4))
        sink.put("price_distance", min(abs(distance), 4))
        sink.put("brand_share", shopper.share(ofBrand: item.brand))
        sink.put("category_share", shopper.share(ofCategory: item.category))
        sink.put("in_vain", log1p(Float(shopper.inVain[item.number] ?? 0)))
        let touched = shopper.touched[item.number]
        for kind in [WindowCounts.Kind.clicks, .carts, .purchases] {
            sink.put("own_\(kind)", log1p(touched?.counts[kind.rawValue] ?? 0))
        }
        let days = touched.map { max(0, time - $0.last) / 86_400 }
        sink.put("own_recency", days.map { 1 / Float(1 + $0) } ?? 0)
    }

    private static func put(
        _ shopper: ShopperFacts, at time: Timestamp, into sink: inout some FeatureSink
    ) {
        sink.put(shopper.recent, of: "shopper_", at: time)
        sink.put("shopper_steps", log1p(Float(shopper.steps)))
        let day = time.seconds / 86_400
        // 1 January 1970 was a Thursday.
        for (name, turn) in [("hour", day), ("weekday", (day + 3) / 7)] {
            let angle = 2 * Double.pi * (turn - turn.rounded(.down))
            sink.put("\(name)_sine", Float(sin(angle)))
            sink.put("\(name)_cosine", Float(cos(angle)))
        }
        let buckets = Set(shopper.declared.map { $0 % declaredCount })
        for bucket in 0..<declaredCount {
            sink.put("declared_\(bucket)", buckets.contains(bucket) ? 1 : 0)
        }
    }
}

/// Takes features as they are made: their names, or their values.
private protocol FeatureSink {
    mutating func put(_ name: @autoclosure () -> String, _ value: Float)
}

extension FeatureSink {
    fileprivate mutating func put(
        _ counts: WindowCounts, of owner: @autoclosure () -> String, at time: Timestamp
    ) {
        for window in WindowCounts.Window.allCases {
            let values = counts.counts(in: window, at: time)
            for kind in WindowCounts.Kind.allCases {
                put("\(owner())\(kind)_\(window)", log1p(values[kind.rawValue]))
            }
        }
    }
}

private struct Values: FeatureSink {
    var all: [Float] = []

    mutating func put(_ name: @autoclosure () -> String, _ value: Float) { all.append(value) }
}

private struct Names: FeatureSink {
    var all: [String] = []

    mutating func put(_ name: @autoclosure () -> String, _ value: Float) { all.append(name()) }
}
