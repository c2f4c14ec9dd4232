import Commerce
import Primitives
import Simulation
import Testing

@Suite struct SimulatorTests {
    static let shop = Shop(seed: 7, itemCount: 400)

    /// Lets shoppers ask and react `rounds` times, answered by `engine`.
    static func run(
        rounds: Int, seed: UInt64 = 1, run: Int = 0, shoppers: Int = 60,
        engine: (ShopRequest, Shopper) -> [String]
    ) -> (requests: [ShopRequest], events: [Event]) {
        var simulator = Simulator(shop: shop, shopperCount: shoppers, seed: seed, run: run)
        var requests: [ShopRequest] = []
        var events: [Event] = []
        for round in 0..<rounds {
            let request = simulator.nextRequest()
            let answer = engine(request, simulator.shopper(of: request))
            requests.append(request)
            events += simulator.react(to: request, answer: answer, requestID: "r-\(round)")
        }
        return (requests, events)
    }

    /// The truly best items.
    static func oracle(_ request: ShopRequest, _ shopper: Shopper) -> [String] {
        let scored = shop.items.indices.map {
            ($0, shop.appeal(of: $0, to: shopper, asking: request.question))
        }
        return scored.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(request.limit)
            .map { shop.items[$0.0].id }
    }

    static func randomEngine() -> (ShopRequest, Shopper) -> [String] {
        var rng = SeededRNG(seed: 99)
        return { request, _ in (0..<request.limit).map { _ in rng.pick(shop.items).id } }
    }

    @Test func seedDecidesEverything() {
        let first = Self.run(rounds: 200, engine: Self.oracle)
        let again = Self.run(rounds: 200, engine: Self.oracle)
        #expect(first.requests == again.requests)
        #expect(first.events == again.events)
        #expect(Self.run(rounds: 200, seed: 2, engine: Self.oracle).requests != first.requests)
    }

    @Test func anotherRunHasTheSamePeopleAndOtherIDs() {
        let first = Simulator(shop: Self.shop, shopperCount: 50, seed: 1, run: 0)
        let second = Simulator(shop: Self.shop, shopperCount: 50, seed: 1, run: 1)
        #expect(first.shoppers == second.shoppers)
        let ids = Self.run(rounds: 200, run: 0, engine: Self.oracle).events.map(\.id)
        let others = Self.run(rounds: 200, run: 1, engine: Self.oracle).events.map(\.id)
        #expect(Set(ids).isDisjoint(with: others))
    }

    @Test func eventsAreValid() throws {
        let events = Self.run(rounds: 1000, engine: Self.oracle).events
        #expect(Set(events.map(\.id)).count == events.count)
        #expect(try events.allSatisfy { try Event(fields: $0.fields, fallbackID: "") == $0 })
        #expect(events.allSatisfy { $0.time == nil })
        #expect(
            events.allSatisfy { ($0.user == nil) != ($0.visitor == nil) || $0.type == .link })
        let types = Set(events.map(\.type))
        for type in [
            EventType.search, .impression, .click, .view, .dwell, .addToCart, .purchase, .rating,
            .removeFromCart, .link,
        ] {
            #expect(types.contains(type), "\(type)")
        }
    }

    @Test func feedbackNamesItsAnswer() throws {
        var simulator = Simulator(shop: Self.shop, shopperCount: 30, seed: 4)
        for round in 0..<600 {
            let request = simulator.nextRequest()
            let answer = Self.oracle(request, simulator.shopper(of: request))
            let events = simulator.react(to: request, answer: answer, requestID: "r-\(round)")
            #expect(events.count { $0.type == .impression } == 1)
            #expect(events.allSatisfy { $0.session == request.session })
            let impression = try #require(events.firstIndex { $0.type == .impression })
            for (index, event) in events.enumerated() where event.type == .click {
                #expect(index > impression)
                #expect(event.request == "r-\(round)")
                #expect(event.item == answer[try #require(event.position)])
            }
        }
    }

    @Test func placementsGetTheItemsTheyNeed() {
        let requests = Self.run(rounds: 1000, engine: Self.oracle).requests
        var placements: Set<Placement> = []
        for case .recommend(let placement, let items) in requests.map(\.question) {
            placements.insert(placement)
            #expect(items.isEmpty != placement.needsItems)
            #expect(items.allSatisfy { Self.shop.number(of: $0) != nil })
        }
        // No page of the simulated shop offers what was bought before.
        #expect(placements == Set(Placement.allCases).subtracting([.again]))
    }

    @Test func nothingInAnAnswerTraps() {
        let shop = Shop(seed: 1, itemCount: 3)
        var simulator = Simulator(shop: shop, shopperCount: 2, seed: 1)
        let answers = [[], ["nothing"], ["", shop.items[0].id, shop.items[0].id, "?"]]
        for round in 0..<3000 {
            let request = simulator.nextRequest()
            _ = simulator.react(to: request, answer: answers[round % 3], requestID: "r")
        }
        // Several questions may be open at once, and some are never answered.
        let open = (0..<5).map { _ in simulator.nextRequest() }
        for request in open.reversed() {
            _ = simulator.react(to: request, answer: [shop.items[1].id], requestID: "r")
        }
    }

    @Test func nobodyAsksTwiceBeforeReacting() {
        var simulator = Simulator(shop: Self.shop, shopperCount: 20, seed: 3)
        let asking = (0..<20).map { _ in simulator.nextRequest().shopper }
        #expect(Set(asking).count == 20)
    }

    @Test func clicksFallWithThePosition() {
        // The same item at every position: what differs is the position alone.
        let events = Self.run(rounds: 4000, shoppers: 300) { _, shopper in
            let wanted = Self.shop.traits.firstIndex { $0.kind == shopper.mission.wish.kind }
            return Array(repeating: Self.shop.items[wanted ?? 0].id, count: 12)
        }.events
        var clicks = Array(repeating: 0, count: 12)
        for case let position? in events.filter({ $0.type == .click }).map(\.position) {
            clicks[position] += 1
        }
        #expect(clicks[0] > clicks[2] && clicks[2] > clicks[5] && clicks[5] > clicks[11])
        #expect(Double(clicks[4]) < 0.7 * Double(clicks[0]))
    }

    @Test func relevanceSells() {
        func sold(_ engine: (ShopRequest, Shopper) -> [String]) -> Int {
            Self.run(rounds: 800, engine: engine).events.count { $0.type == .purchase }
        }
        #expect(sold(Self.oracle) > 5 * max(1, sold(Self.randomEngine())))
    }

    @Test func visitorsBecomeUsersByALink() {
        let events = Self.run(rounds: 1000, engine: Self.oracle).events
        var linked: Set<String> = []
        for event in events {
            if event.type == .link, let visitor = event.visitor {
                #expect(linked.insert(visitor).inserted)
                #expect(event.user?.dropFirst() == visitor.dropFirst())
            } else if let visitor = event.visitor {
                #expect(!linked.contains(visitor))
            }
        }
        #expect(linked.count > 5)
    }

    @Test func intentsDrift() {
        var simulator = Simulator(shop: Self.shop, shopperCount: 20, seed: 3)
        let before = simulator.shoppers.map(\.mission.wish)
        for _ in 0..<1000 {
            let request = simulator.nextRequest()
            _ = simulator.react(to: request, answer: [], requestID: "r")
        }
        let after = simulator.shoppers.map(\.mission.wish)
        #expect(zip(before, after).count { $0 != $1 } >= 18)
    }
}
