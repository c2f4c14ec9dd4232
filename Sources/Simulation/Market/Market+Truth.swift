import Primitives

/// The truth that ways to choose are measured against.
///
/// - appeal: `worth · e^(fashion + gloss + season + promotion + surge − satiation)`, at most 1, where
///   worth is `Shop.worth`: what the shopper is after, and their taste.
/// - chance of a click: `look · attraction + trust`, where look falls with the position, attraction is
///   `Shopper.attraction` and trust goes to the first positions, by satisfaction.
/// - chance of a purchase after a click: `Shopper.desire`, a quarter where the budget is spent, none
///   where the item is sold out.
/// - pleasure, which satisfaction follows: `0.15 + 1.1 · quality · (0.5 + 0.5 · worth)`, at most 1, by
///   the quality that bait really has.
extension Market {
    func appeal(of item: Int, to index: Int) -> Double {
        let truth = shop.traits[item]
        let here = items[item]
        let shopper = shoppers[index]
        let worth = shop.worth(of: truth, to: shopper.taste, wish: shopper.intent)
        var lift = here.gloss
        var fashion = 0.0
        for (place, value) in fashions[shopper.cohort].enumerated() {
            fashion += value * Double(here.content[place])
        }
        lift += parameters.fashion * fashion
        lift += parameters.season * wave(time / 365 + here.season)
        if here.promotedUntil > time { lift += parameters.promotionLift }
        if here.surgingUntil > time { lift += parameters.surgeLift }
        lift -= Double(shopper.satiation[truth.leaf])
        return min(1, worth * Real.exponential(lift))
    }

    /// A smooth wave of period 1 between −1 and 1, without libm.
    private func wave(_ turns: Double) -> Double {
        let phase = turns - turns.rounded(.down)
        let half = phase < 0.5 ? phase : phase - 0.5
        return (phase < 0.5 ? 1 : -1) * 16 * half * (0.5 - half)
    }

    func clickChance(of appeal: Double, at position: Int, by index: Int) -> Double {
        let look = shoppers[index].examination[position]
        let trust = parameters.trustBias * shoppers[index].satisfaction * look
        return min(1, look * (Shopper.attraction(of: appeal) + trust))
    }

    func purchaseChance(of item: Int, appeal: Double, by index: Int) -> Double {
        guard items[item].soldOutUntil <= time else { return 0 }
        let desire = Shopper.desire(for: appeal, quality: shop.traits[item].quality)
        let isBroke = shoppers[index].spent + items[item].price > parameters.budget
        return isBroke ? desire / 4 : desire
    }

    func pleasure(of item: Int, to index: Int) -> Double {
        let truth = shop.traits[item]
        let worth = shop.worth(of: truth, to: shoppers[index].taste, wish: shoppers[index].intent)
        return (0.15 + 1.1 * items[item].quality * (0.5 + 0.5 * worth)).clamped
    }

    /// Bad things come back, good ones hardly.
    func returnChance(of item: Int) -> Double {
        let fault = 1 - items[item].quality
        return (4 * fault * fault * parameters.returnShare).clamped
    }

    // MARK: Regret

    /// Expected clicks and weighted purchases of a slate for the question under way, less what will
    /// come back; 0 where nothing is asked.
    ///
    /// - Parameter slate: places in the candidates of the observation.
    /// - Returns: the reward, in clicks.
    package func expectedReward(of slate: [Int]) -> Double {
        guard let asked else { return 0 }
        return slate.prefix(parameters.slateLength).enumerated().reduce(0) { sum, entry in
            let item = asked.items[entry.element]
            let appeal = appeal(of: item, to: asked.shopper)
            let click = clickChance(of: appeal, at: entry.offset, by: asked.shopper)
            let sold = purchaseChance(of: item, appeal: appeal, by: asked.shopper)
            let kept = sold * (1 - returnChance(of: item))
            return sum + click * (1 + parameters.purchaseWeight * kept)
        }
    }

    /// The best slate for the question under way, by the truth; the market's oracle.
    ///
    /// - Parameter patience: what a click's pleasure, less that of finding nothing, counts beside the
    ///   expected reward now; 0 makes the reward at once as large as can be.
    /// - Returns: places in the candidates; none where nothing is asked.
    package func bestSlate(patience: Double = 0) -> [Int] {
        guard let asked else { return [] }
        let values = asked.items.indices.map { place in
            let item = asked.items[place]
            let appeal = appeal(of: item, to: asked.shopper)
            let click = clickChance(of: appeal, at: 0, by: asked.shopper)
            let sold = purchaseChance(of: item, appeal: appeal, by: asked.shopper)
            let kept = sold * (1 - returnChance(of: item))
            let later = patience * (pleasure(of: item, to: asked.shopper) - 0.35)
            return click * (1 + parameters.purchaseWeight * kept + later)
        }
        let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
        return Array(order.prefix(parameters.slateLength))
    }

    /// How much less a slate is worth than the best one, in expected reward; at least 0. Counted in
    /// the tally.
    ///
    /// - Parameter slate: places in the candidates of the observation.
    /// - Returns: the difference, in clicks.
    package mutating func regret(of slate: [Int]) -> Double {
        let regret = max(0, expectedReward(of: bestSlate()) - expectedReward(of: slate))
        tally.regret += regret
        return regret
    }
}
