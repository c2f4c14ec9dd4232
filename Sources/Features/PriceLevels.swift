package import Commerce
import HashTreeCollections

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The price of an item as a feature: its logarithm, imputed where the shop gave none.
package struct PriceLevel: Hashable, Sendable {
    package var logPrice: Double
    /// True where the item has no price and its category's mean stands in. The item itself is
    /// never changed.
    package var isImputed: Bool

    package init(logPrice: Double, isImputed: Bool) {
        self.logPrice = logPrice
        self.isImputed = isImputed
    }
}

/// Mean log prices by category, kept up with the catalogue.
///
/// Sums are whole micro-units of the logarithm, so that the order of the updates cannot matter.
package struct PriceLevels: Sendable {
    private struct Mean: Sendable {
        var sum: Int64 = 0
        var count: Int64 = 0
    }

    private var byCategory: TreeDictionary<[String], Mean> = [:]

    package init() {}

    package mutating func add(_ item: Item) { change(item, by: 1) }
    package mutating func remove(_ item: Item) { change(item, by: -1) }

    /// The mean logarithm of all prices; 0 where there is none.
    package var usual: Double {
        byCategory[[]].map { Double($0.sum) / Double($0.count) * 1e-6 } ?? 0
    }

    package func level(of item: Item) -> PriceLevel {
        if let price = item.price, price.minor > 0 {
            return PriceLevel(logPrice: log(price.major), isImputed: false)
        }
        let keys = item.categories + [[]]
        let mean = keys.lazy.compactMap { byCategory[$0] }.first
        let logPrice = mean.map { Double($0.sum) / Double($0.count) * 1e-6 }
        return PriceLevel(logPrice: logPrice ?? 0, isImputed: true)
    }

    private mutating func change(_ item: Item, by sign: Int64) {
        guard let price = item.price, price.minor > 0 else { return }
        let micro = Int64((log(price.major) * 1e6).rounded())
        for key in item.categories + [[]] {
            var mean = byCategory[key] ?? Mean()
            mean.sum += sign * micro
            mean.count += sign
            byCategory[key] = mean.count == 0 ? nil : mean
        }
    }
}
