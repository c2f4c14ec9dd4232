/// Figures of a shop's orders, to see whether a market behaves as a real shop does.
package struct MarketStatistics: Hashable, Sendable {
    /// By name, in the order in which they are shown.
    package private(set) var figures: [(name: String, value: Double)] = []
    /// How busy each hour of the day and day of the week (Thursday first) is: means of 1.
    package private(set) var hours: [Double]
    package private(set) var weekdays: [Double]

    package static func == (a: Self, b: Self) -> Bool {
        a.hours == b.hours && a.weekdays == b.weekdays
            && a.figures.elementsEqual(b.figures) { $0.name == $1.name && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        for figure in figures { hasher.combine(figure.value) }
    }

    /// - Parameters:
    ///   - purchases: bought lines, in any order; days are since 1970.
    ///   - itemCount: how many items there were to buy.
    package init(_ purchases: [MarketPurchase], itemCount: Int) {
        let orders = Dictionary(grouping: purchases, by: \.order).values
            .sorted { ($0[0].time, $0[0].order) < ($1[0].time, $1[0].order) }
        let byShopper = Dictionary(grouping: orders) { $0[0].shopper }.values.map(\.self)
        hours = Self.profile(orders.map { Int($0[0].time * 24) }, 24)
        weekdays = Self.profile(orders.map { Int($0[0].time.rounded(.down)) }, 7)
        let sizes = orders.map { Double(Set($0.map(\.item)).count) }
        let counts = byShopper.map { Double($0.count) }
        var gaps: [Double] = []
        var lines = 0.0
        var repeats = 0.0
        for history in byShopper {
            var seen = Set(history[0].map(\.item))
            for (earlier, later) in zip(history, history.dropFirst()) {
                gaps.append(later[0].time - earlier[0].time)
                let items = Set(later.map(\.item))
                lines += Double(items.count)
                repeats += Double(items.count(where: seen.contains))
                seen.formUnion(items)
            }
        }
        add("lines an order, lower quarter", Self.quantile(0.25, sizes))
        add("lines an order, middle", Self.quantile(0.5, sizes))
        add("lines an order, upper tenth", Self.quantile(0.9, sizes))
        add("orders a shopper, mean", counts.reduce(0, +) / max(1, Double(counts.count)))
        add("orders a shopper, upper tenth", Self.quantile(0.9, counts))
        add("share that orders again", Self.share(counts) { $0 > 1 })
        add("days between orders, lower quarter", Self.quantile(0.25, gaps))
        add("days between orders, middle", Self.quantile(0.5, gaps))
        add("days between orders, upper tenth", Self.quantile(0.9, gaps))
        add("lines bought before, share", lines > 0 ? repeats / lines : 0)
        addPopularity(orders, itemCount)
        addNewcomers(byShopper, orders)
    }

    private mutating func add(_ name: String, _ value: Double) { figures.append((name, value)) }

    /// How much of all that is bought falls on the items bought most.
    private mutating func addPopularity(_ orders: [[MarketPurchase]], _ itemCount: Int) {
        var counts: [Int: Int] = [:]
        for order in orders { for item in Set(order.map(\.item)) { counts[item, default: 0] += 1 } }
        let sorted = counts.values.sorted(by: >)
        let all = Double(sorted.reduce(0, +))
        for percent in [1, 10, 50] {
            let top = sorted.prefix(max(1, itemCount * percent / 100)).reduce(0, +)
            add("bought of the top \(percent) % of items, share", all > 0 ? Double(top) / all : 0)
        }
    }

    private mutating func addNewcomers(
        _ byShopper: [[[MarketPurchase]]], _ orders: [[MarketPurchase]]
    ) {
        guard let first = orders.first?[0].time, let last = orders.last?[0].time else {
            return add("first order in the first eighth, share", 0)
        }
        let early = first + (last - first) / 8
        let firsts = byShopper.map { $0[0][0].time }
        add("first order in the first eighth, share", Self.share(firsts) { $0 < early })
    }

    private static func quantile(_ share: Double, _ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        return values.sorted()[Int(share * Double(values.count - 1))]
    }

    private static func share(_ values: [Double], _ holds: (Double) -> Bool) -> Double {
        values.isEmpty ? 0 : Double(values.count(where: holds)) / Double(values.count)
    }

    private static func profile(_ moments: [Int], _ period: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: period)
        for moment in moments { counts[(moment % period + period) % period] += 1 }
        let mean = Double(moments.count) / Double(period)
        return counts.map { mean > 0 ? $0 / mean : 1 }
    }

    /// How far another shop's figures are from these: the mean square of the logarithms of their
    /// ratios. A figure of nothing counts as a hundredth.
    package func distance(to other: MarketStatistics) -> Double {
        let squares = zip(figures, other.figures).map { own, theirs in
            let ratio = Real.logarithm(max(0.01, own.value) / max(0.01, theirs.value))
            return ratio * ratio
        }
        return squares.reduce(0, +) / Double(max(1, squares.count))
    }
}
