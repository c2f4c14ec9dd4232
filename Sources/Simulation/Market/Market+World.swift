import Primitives

/// What changes whether or not anybody shops.
extension Market {
    /// Days between two looks at the world.
    private static let tick = 1.0 / 24

    /// Moves fashions, promotions, sudden fame, stock and newcomers on to the present.
    mutating func moveOn() {
        while tickTime + Self.tick <= time {
            tickTime += Self.tick
            turnFashions()
            for item in items.indices where items[item].arrival <= tickTime {
                happen(to: item)
            }
            let newcomers = parameters.newcomers * Double(parameters.shoppers) * Self.tick
            let whole = Int(newcomers) + (rng.chance(newcomers - newcomers.rounded(.down)) ? 1 : 0)
            for _ in 0..<whole { admit(staying: false) }
        }
    }

    /// An Ornstein-Uhlenbeck step: fashions forget, and their spread stays 1.
    private mutating func turnFashions() {
        let kept = Real.power(0.5, Self.tick / parameters.fashionHalfLife)
        let fresh = (1 - kept * kept).squareRoot()
        for cohort in fashions.indices {
            for place in fashions[cohort].indices {
                fashions[cohort][place] = kept * fashions[cohort][place] + fresh * rng.normal()
            }
        }
    }

    private mutating func happen(to item: Int) {
        let draws = [
            (parameters.promotions, parameters.promotionDays, \MarketItem.promotedUntil),
            (parameters.surges, parameters.surgeDays, \.surgingUntil),
            (parameters.stockouts, parameters.stockoutDays, \.soldOutUntil),
        ]
        for (rate, days, end) in draws where rng.chance(rate * Self.tick) {
            items[item][keyPath: end] = tickTime - days * Real.logarithm(1 - rng.uniform())
        }
    }

    /// An abrupt change of taste: what the shoppers of these cohorts found fashionable they now
    /// find dated.
    ///
    /// - Parameter cohorts: below `cohortCount`.
    package mutating func overturnFashion(ofCohorts cohorts: Range<Int>) {
        for cohort in cohorts { fashions[cohort] = fashions[cohort].map { -$0 } }
    }

    /// Puts an item on sale now, brand new, that looks as good as any and is.
    ///
    /// - Parameter item: its place in the shop.
    package mutating func launch(_ item: Int) {
        items[item].launch(at: time)
    }

    /// Groups of shoppers with fashions of their own, about equally large.
    package static var cohortCount: Int { MarketShopper.cohorts }

    // MARK: Planned orders

    /// Buys what was decided on before the visit, out of habit or by fame: nothing of it comes from
    /// a slate.
    mutating func placeOrder(_ index: Int) {
        orders += 1
        let spread = parameters.orderSpread * 0.5.squareRoot() * shoppers[index].rng.normal()
        let size = parameters.orderLines * Real.exponential(shoppers[index].orderFactor + spread)
        var taken: [Int] = []
        for _ in 0..<Int(min(200, max(1, size.rounded()))) {
            let item = plannedItem(index)
            if items[item].arrival > time || taken.contains(item) { continue }
            taken.append(item)
            shoppers[index].remember(bought: item)
            shoppers[index].learn(items[item].content, rate: 0.02)
            book(item, by: index)
        }
    }

    private mutating func plannedItem(_ index: Int) -> Int {
        let bought = shoppers[index].bought
        if !bought.isEmpty, shoppers[index].rng.chance(parameters.habit) {
            return shoppers[index].rng.pick(bought)
        }
        return shelves.famousItem(&shoppers[index].rng)
    }

    mutating func book(_ item: Int, by shopper: Int) {
        guard booksOrders else { return }
        purchases.append(
            MarketPurchase(shopper: shopper, order: orders, item: item, time: time))
    }
}
