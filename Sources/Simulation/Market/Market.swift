import Primitives

/// A shop over time, as an environment to learn in: `observe` says who asks for a slate and what
/// there is to choose from, `act` answers, and the shopper reacts.
///
/// Tastes drift, fashions come and go, shoppers tire of what they had, run out of budget, come back
/// sooner where they were pleased, buy later and send back. A value: a copy goes on as the original
/// would, so that two ways to choose can be compared on the same shoppers.
package struct Market: Sendable {
    /// Changes with whatever changes what a seed gives. Figures of learners are comparable within
    /// one version only, and learners are not tuned by changing it.
    package static let version = 1
    package let shop: Shop
    package let parameters: MarketParameters
    /// Days from the start.
    package internal(set) var time = 0.0
    package internal(set) var tally = MarketTally()
    /// Orders as a shop would book them; kept where `booksOrders` says so.
    package internal(set) var purchases: [MarketPurchase] = []
    package var booksOrders = false
    var items: [MarketItem]
    var shoppers: [MarketShopper]
    /// What each cohort finds fashionable, as a direction of content.
    var fashions: [[Double]]
    var agenda = Agenda()
    var rng: SeededRNG
    var feedback: [MarketFeedback] = []
    /// The question under way.
    var asked: MarketObservation?
    var requests = 0
    var orders = 0
    /// When the world was last moved on.
    var tickTime = 0.0
    let seed: UInt64
    let shelves: MarketShelves
    let busiest: Double

    /// - Parameters:
    ///   - shop: what is sold; its last quarter arrives with time.
    ///   - parameters: how shoppers and items behave.
    ///   - seed: everything drawn follows from it.
    package init(shop: Shop, parameters: MarketParameters = MarketParameters(), seed: UInt64) {
        self.shop = shop
        self.parameters = parameters
        self.seed = seed
        rng = SeededRNG(seed: stableHash("market", seed: seed))
        shelves = MarketShelves(shop, parameters)
        let early = shop.items.count - shop.items.count / 4
        items = []
        var luck = SeededRNG(seed: stableHash("bait", seed: seed))
        for (place, truth) in shop.traits.enumerated() {
            let arrival =
                place < early
                ? -1000 : Double(place - early + 1) / max(parameters.arrivals, 1e-9)
            let isBait = luck.chance(parameters.bait)
            items.append(
                MarketItem(truth, parameters, isBait: isBait, arrival: arrival, &rng))
        }
        var chance = rng
        fashions = (0..<MarketShopper.cohorts).map { _ in
            (0..<MarketItem.contentCount).map { _ in chance.normal() }
        }
        rng = chance
        busiest = (parameters.hours.max() ?? 1) * (parameters.weekdays.max() ?? 1)
        shoppers = []
        for _ in 0..<parameters.shoppers { admit(staying: true) }
    }

    /// The market as it was at its start, with other chance.
    package mutating func reset(seed: UInt64) {
        self = Market(shop: shop, parameters: parameters, seed: seed)
    }

    // MARK: The loop

    /// Who asks next, before a moment; nil where nobody does. The same question again until it is
    /// answered.
    package mutating func observe(before end: Double = .infinity) -> MarketObservation? {
        if let asked { return asked }
        while let next = agenda.nextTime, next < end, let (due, errand) = agenda.next() {
            time = due
            moveOn()
            switch errand {
            case .feedback(let late):
                feedback.append(late)
                tally.count(late)
            case .visit(let shopper):
                begin(shopper)
                asked = question(of: shopper, startsVisit: true)
                return asked
            case .slate(let shopper):
                asked = question(of: shopper, startsVisit: false)
                return asked
            }
        }
        return nil
    }

    /// Answers the question under way.
    ///
    /// - Parameter slate: places in the candidates of the observation, best first; those that are
    ///   out of range or repeated are passed over, as are those past the slate's length.
    /// - Returns: what the shopper does at once. An empty slate sends them home, without a grudge.
    package mutating func act(_ slate: [Int]) -> MarketReaction {
        guard let observation = asked else {
            return MarketReaction(clicked: [], bought: [], dwell: [])
        }
        asked = nil
        var places: [Int] = []
        for place in slate where observation.items.indices.contains(place) {
            guard places.count < parameters.slateLength else { break }
            if !places.contains(place) { places.append(place) }
        }
        return react(to: places, observation)
    }

    /// What came in late since the last call, in the order of time.
    package mutating func takeFeedback() -> [MarketFeedback] {
        defer { feedback = [] }
        return feedback
    }

    // MARK: Visits

    mutating func begin(_ index: Int) {
        tally.visits += 1
        let away = max(0, time - shoppers[index].lastVisit)
        let rest = Float(Real.power(0.5, away / parameters.satiationHalfLife))
        let refill = parameters.budget / 30 * away
        shoppers[index].begin(resting: rest, refill: refill, at: time)
        drift(index)
        drawIntent(index)
        if shoppers[index].rng.chance(parameters.plannedShare) { placeOrder(index) }
    }

    /// Replaces a part of a shopper's taste by that of somebody new.
    private mutating func drift(_ index: Int) {
        guard shoppers[index].rng.chance(20 * parameters.drift) else { return }
        let other = Taste.draw(
            shop.assortment, for: Profile.draw(&shoppers[index].rng), &shoppers[index].rng)
        shoppers[index].taste = shoppers[index].taste.mixed(with: other, share: 0.05)
    }

    private mutating func drawIntent(_ index: Int) {
        let isNew = shoppers[index].visits == 1 || shoppers[index].rng.chance(0.6)
        guard isNew else { return }
        let taste = shoppers[index].taste
        let kind = shop.kind(for: taste, &shoppers[index].rng)
        shoppers[index].intent = Wish(leaf: shop.assortment.kinds[kind].leaf, kind: kind)
    }

    /// Ends a visit and plans the next one, if there is one.
    mutating func leave(_ index: Int) {
        let discontent = 2 * (1 - shoppers[index].satisfaction)
        shoppers[index].lastVisit = time
        guard !shoppers[index].rng.chance(parameters.departure * discontent) else { return }
        let longing = parameters.loyalty * (0.5 - shoppers[index].satisfaction)
        let gap = interval(of: index, longing: longing)
        schedule(visitOf: index, at: time + gap)
    }

    private mutating func interval(of index: Int, longing: Double) -> Double {
        let noise = parameters.intervalNoise * shoppers[index].rng.normal()
        let factor = Real.exponential(shoppers[index].intervalFactor + noise + longing)
        return parameters.visitInterval * factor
    }

    /// Moves a visit on by the hour until the shop is busy enough for it: busy hours take more.
    private mutating func schedule(visitOf index: Int, at moment: Double) {
        var moment = moment
        for _ in 0..<1000 {
            let hour = Int(moment * 24)
            let demand = parameters.hours[hour % 24] * parameters.weekdays[hour / 24 % 7]
            if shoppers[index].rng.uniform() * busiest < demand { break }
            moment += shoppers[index].rng.uniform() / 8
        }
        agenda.schedule(.visit(shopper: index), at: moment)
    }

    /// Lets one more person know the shop; those who were there before come at any time of their
    /// interval, others at once.
    mutating func admit(staying: Bool) {
        let index = shoppers.count
        shoppers.append(
            MarketShopper(
                index, cohort: rng.index(below: MarketShopper.cohorts), arrival: time, of: shop,
                parameters, seed: seed))
        let share = staying ? shoppers[index].rng.uniform() : 0
        schedule(visitOf: index, at: time + share * interval(of: index, longing: 0))
    }
}
