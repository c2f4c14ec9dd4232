import Primitives
import Simulation
import Testing

struct MarketTests {
    static let shop = Shop(seed: 7, itemCount: 300)

    static func parameters(_ shoppers: Int = 300) -> MarketParameters {
        var parameters = MarketParameters()
        parameters.shoppers = shoppers
        return parameters
    }

    static func market(seed: UInt64 = 1) -> Market {
        Market(shop: shop, parameters: parameters(), seed: seed)
    }

    @Test func seedDecidesEverything() {
        func days(_ market: Market) -> [MarketTally] {
            var market = market
            var agent = RandomAgent(length: 6, seed: 4)
            return (1...3).map { day in
                market.run(&agent, until: Double(day), measured: true)
                return market.tally
            }
        }
        let first = days(Self.market())
        #expect(first == days(Self.market()))
        #expect(first != days(Self.market(seed: 2)))
        var again = Self.market(seed: 2)
        again.reset(seed: 1)
        #expect(first == days(again))
    }

    /// Learners are measured in this market, so it stays as it is: whoever changes it on purpose gives
    /// it a new version, and measures them all again.
    @Test func aDayOfTheFrozenVersion() {
        var parameters = MarketParameters()
        parameters.shoppers = 300
        let shop = Shop(seed: 1, itemCount: 200)
        var market = Market(shop: shop, parameters: parameters, seed: 1)
        var agent = PopularAgent(itemCount: 200, length: parameters.slateLength)
        market.run(&agent, until: 1, measured: true)
        let tally = market.tally
        let day =
            "\(tally.visits) \(tally.slates) \(tally.clicks) \(tally.purchases) \(tally.returns) "
            + "\(tally.reward) \(tally.regret.bitPattern) \(parameters.figures)"
        #expect(Market.version == 1)
        #expect(stableHash(day) == 16_468_651_005_220_237_752, "\(day)")
    }

    @Test func aCopyGoesOnAsTheOriginal() {
        var market = Self.market()
        var agent = PopularAgent(itemCount: 300, length: 6, exploration: 0.1)
        market.run(&agent, until: 1)
        var (copy, same) = (market, agent)
        market.run(&agent, until: 2)
        copy.run(&same, until: 2)
        #expect(market.tally == copy.tally)
    }

    @Test func observationsAreWhole() throws {
        var market = Self.market()
        var rng = SeededRNG(seed: 2)
        var last = 0.0
        for _ in 0..<2000 {
            let next = market.observe()
            let observation = try #require(next)
            let again = market.observe()
            #expect(again?.request == observation.request)
            #expect(observation.state.count == MarketObservation.stateCount)
            #expect(observation.items.count == 24)
            #expect(Set(observation.items).count == 24)
            #expect(observation.candidates.count == 24 * MarketObservation.candidateCount)
            let numbers = observation.state + observation.candidates
            #expect(numbers.allSatisfy { $0.isFinite })
            #expect(observation.time >= last)
            last = observation.time
            let slate = (0..<6).map { _ in rng.index(below: 24) }
            let reaction = market.act(slate)
            #expect(reaction.clicked.count == Set(slate).count)
            for position in reaction.clicked.indices where reaction.bought[position] {
                #expect(reaction.clicked[position])
            }
        }
    }

    @Test func nothingInASlateTraps() {
        var market = Self.market()
        let unasked = market.act([1])
        #expect(unasked.clicked.isEmpty)
        for slate in [[], [-1, 99, 3, 3, 3], Array(0..<1000), [.max, .min]] {
            _ = market.observe()
            let reaction = market.act(slate)
            #expect(reaction.clicked.count <= 6)
        }
    }

    @Test func theOracleEarnsMoreAndRegretsNothing() {
        var market = Self.market()
        var other = market
        var agent = RandomAgent(length: 6, seed: 1)
        other.run(&agent, until: 2, measured: true)
        while market.observe(before: 2) != nil {
            let best = market.bestSlate()
            let regret = market.regret(of: best)
            #expect(regret == 0)
            _ = market.act(best)
        }
        #expect(market.tally.reward > 1.8 * other.tally.reward)
        #expect(other.tally.regret > 0)
        #expect(market.tally.regret == 0)
    }

    /// What is expected is what comes: expected rewards add up to those had, within chance.
    @Test func expectedRewardsComeTrue() {
        var market = Market(shop: Self.shop, parameters: Self.parameters(2000), seed: 3)
        var expected = 0.0
        while market.observe(before: 2) != nil {
            let best = market.bestSlate()
            expected += market.expectedReward(of: best)
            _ = market.act(best)
        }
        let reward = market.tally.reward
        #expect(abs(reward / expected - 1) < 0.08, "\(reward) of \(expected)")
    }

    @Test func whoIsPleasedComesBackSooner() {
        func visits(_ patience: Double) -> Int {
            var market = Market(shop: Self.shop, parameters: Self.parameters(1000), seed: 1)
            while market.observe(before: 10) != nil {
                _ = market.act(market.bestSlate(patience: patience))
            }
            return market.tally.visits
        }
        #expect(visits(100) > visits(-100))
    }

    @Test func lateRewardsNameTheirSlate() {
        var market = Self.market()
        var seen = 0
        var kinds: Set<MarketFeedback.Kind> = []
        while let observation = market.observe(before: 12) {
            seen = max(seen, observation.request)
            for late in market.takeFeedback() {
                kinds.insert(late.kind)
                #expect(late.request < observation.request)
                #expect(late.time <= observation.time)
                #expect((late.reward < 0) == (late.kind == .return))
            }
            _ = market.act(market.bestSlate())
        }
        #expect(kinds == [.purchase, .return])
    }

    @Test func overturnedFashionCostsAFrozenChoice() {
        var market = Market(shop: Self.shop, parameters: Self.parameters(1000), seed: 5)
        _ = market.observe()
        let best = market.bestSlate()
        let before = market.expectedReward(of: best)
        market.overturnFashion(ofCohorts: 0..<Market.cohortCount)
        #expect(market.expectedReward(of: best) < before)
    }

    @Test func figuresOfOrdersByHand() throws {
        let purchases = [
            MarketPurchase(shopper: 0, order: 0, item: 0, time: 0),
            MarketPurchase(shopper: 0, order: 0, item: 1, time: 0),
            MarketPurchase(shopper: 0, order: 1, item: 0, time: 4),
            MarketPurchase(shopper: 1, order: 2, item: 2, time: 8),
        ]
        let statistics = MarketStatistics(purchases, itemCount: 3)
        func figure(_ name: String) -> Double? {
            statistics.figures.first { $0.name == name }?.value
        }
        #expect(figure("orders a shopper, mean") == 1.5)
        #expect(figure("share that orders again") == 0.5)
        #expect(figure("days between orders, middle") == 4)
        #expect(figure("lines bought before, share") == 1)
        #expect(figure("bought of the top 1 % of items, share") == 0.5)
        #expect(statistics.distance(to: statistics) == 0)
        #expect(statistics.weekdays[0] == 7.0 / 3)
    }

    @Test func aFitComesNearer() {
        var hidden = MarketParameters()
        hidden.shoppers = 200
        hidden.orderLines = 5
        hidden.visitInterval = 0.6
        var market = Market(shop: Self.shop, parameters: hidden, seed: 9)
        let purchases = market.orders(days: 60)
        var fit = MarketFit(purchases, returned: purchases.count / 50)
        let before = fit.real.distance(to: fit.simulated)
        fit.search(rounds: 1) { _ in }
        #expect(fit.real.distance(to: fit.simulated) < before / 2)
        #expect(abs(fit.parameters.returnShare - 0.02) < 0.005)
    }
}
