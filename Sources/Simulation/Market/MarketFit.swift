import Primitives

/// Finds the parameters under which a market orders as a real shop did: what can be counted is
/// taken over, the rest is found by coordinate search on the distance of simulated figures from real
/// ones (the simulated method of moments of McFadden, 1989), always on the same chance.
package struct MarketFit: Sendable {
    package private(set) var parameters: MarketParameters
    package let real: MarketStatistics
    /// Figures under `parameters`.
    package private(set) var simulated: MarketStatistics
    /// What has been tried.
    package private(set) var trials = 0
    private let shop: Shop
    private let days: Double
    private let seed: UInt64

    /// The factors by which the search changes a parameter.
    private static let steps = [1.5, 1.2, 1.07]

    /// - Parameters:
    ///   - purchases: a real shop's lines; days are since 1970.
    ///   - returned: how many of its lines came back.
    ///   - start: what the search starts from, and what it leaves as it is.
    ///   - seed: of the simulated shops.
    package init(
        _ purchases: [MarketPurchase], returned: Int, from start: MarketParameters = .init(),
        seed: UInt64 = 1
    ) {
        let itemCount = Set(purchases.map(\.item)).count
        real = MarketStatistics(purchases, itemCount: itemCount)
        let times = purchases.map(\.time)
        days = (times.max() ?? 0) - (times.min() ?? 0)
        shop = Shop(seed: seed, itemCount: max(1, itemCount))
        self.seed = seed
        parameters = start
        parameters.hours = real.hours
        parameters.weekdays = real.weekdays
        parameters.returnShare = Double(returned) / Double(max(1, purchases.count))
        simulated = real
        simulated = statistics(of: parameters)
    }

    /// Orders of a market without slates. The shop is a small one, since figures are of one shopper
    /// or shares; it has been open for a while, as the real one had.
    private func statistics(of parameters: MarketParameters) -> MarketStatistics {
        var parameters = parameters
        parameters.shoppers = 500
        parameters.arrivals = 1e9
        var market = Market(shop: shop, parameters: parameters, seed: seed)
        return MarketStatistics(market.orders(days: days), itemCount: shop.items.count)
    }

    /// Searches, `rounds` times over all parameters.
    ///
    /// - Parameters:
    ///   - rounds: at most; the search ends where none helps.
    ///   - show: told of each better distance.
    package mutating func search(rounds: Int, show: (String) -> Void) {
        let searched: [(String, WritableKeyPath<MarketParameters, Double>)] = [
            ("visitInterval", \.visitInterval), ("orderLines", \.orderLines),
            ("intervalSpread", \.intervalSpread), ("departure", \.departure),
            ("newcomers", \.newcomers), ("orderSpread", \.orderSpread), ("habit", \.habit),
            ("fameExponent", \.fameExponent), ("fameOffset", \.fameOffset),
            ("intervalNoise", \.intervalNoise),
        ]
        var best = real.distance(to: simulated)
        for step in Self.steps {
            for _ in 0..<rounds {
                let before = best
                for (name, path) in searched {
                    for factor in [step, 1 / step] {
                        var trial = parameters
                        trial[keyPath: path] *= factor
                        trial.habit = min(trial.habit, 0.95)
                        trials += 1
                        let figures = statistics(of: trial)
                        let distance = real.distance(to: figures)
                        guard distance < best else { continue }
                        (best, parameters, simulated) = (distance, trial, figures)
                        show("\(name) \(trial[keyPath: path]), distance \(best)")
                        break
                    }
                }
                if best > 0.97 * before { break }
            }
        }
    }
}

extension Market {
    /// Lets shoppers order what they plan to, for some days, and shows them no slates.
    ///
    /// - Parameter days: from now.
    /// - Returns: what was bought, in the order of time.
    package mutating func orders(days: Double) -> [MarketPurchase] {
        let end = time + days
        booksOrders = true
        while let next = agenda.nextTime, next < end, let (due, errand) = agenda.next() {
            time = due
            moveOn()
            guard case .visit(let shopper) = errand else { continue }
            begin(shopper)
            leave(shopper)
        }
        defer { purchases = [] }
        return purchases
    }
}
