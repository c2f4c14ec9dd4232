import Commerce
import Engine
import Primitives
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A day is replayed: every feature that the engine has at a moment is counted again from the log up
/// to it, by plain sums.
@Suite("Features, counted by the engine and from the log")
struct FeatureTests {
    private static let start = 1_700_000_000.0
    private static let items = (0..<12).map { "i\($0)" }

    @Test(
        "late events, variants, links, consent, history from elsewhere, a restart",
        arguments: [1, 2, 3] as [UInt64])
    func replayedDay(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock(Self.start)
        var random = SeededRNG(seed: seed)
        var engine = try Engine(path: directory.path, clock: clock.clock)
        let shop = Self.shop(&random)
        try await engine.put(shop)
        var user = User(id: "u0")
        user.ageBand = "25-34"
        user.region = "GB"
        try await engine.put([user])
        var compared = 0
        for step in 0..<500 {
            clock.advance(86_400 / 500)
            let event = Self.event(step, at: clock, &random)
            _ = try await engine.append(
                [event], origin: random.chance(0.1) ? .imported : .live)
            if step == 250 {
                try await engine.close()
                engine = try Engine(path: directory.path, clock: clock.clock)
            }
            guard step % 25 == 24 else { continue }
            let log = try engine.events(from: 1, limit: 1000)
            for name in ["u0", "u1", "u2"] {
                let recount = FeatureRecount(log, shop, of: name, declares: [user])
                compared += try Self.compare(recount, of: name, engine, "step \(step)")
            }
        }
        #expect(compared > 20_000, "\(compared)")
        try await engine.close()
    }

    private static func compare(
        _ recount: FeatureRecount, of name: String, _ engine: Engine, _ comment: String
    ) throws -> Int {
        var request = RecommendRequest(placement: .home, asker: Asker(user: name))
        request.candidates = items
        request.limit = items.count
        request.isExplained = true
        var compared = 0
        for hit in engine.recommend(request).hits {
            let features = try #require(hit.explanation).features
            for (feature, wanted) in recount.features(of: hit.id) {
                let value = try #require(features.first { $0.name == feature }?.value, "\(feature)")
                #expect(
                    abs(value - wanted) <= 2e-3 * max(1, abs(wanted)),
                    "\(comment) \(name) \(hit.id) \(feature): \(value), counted \(wanted)")
                compared += 1
            }
        }
        return compared
    }

    /// A few brands, categories and prices, and things about which nothing is said.
    private static func shop(_ random: inout SeededRNG) -> [Item] {
        items.enumerated().map { number, id in
            var item = Item(id: id)
            item.brand = number % 4 == 0 ? nil : "b\(number % 3)"
            item.categories = number % 5 == 0 ? [] : [["Home", "c\(number % 2)"]]
            item.created = number % 3 == 0 ? nil : Timestamp(seconds: start - Double(number) * 1e5)
            if number % 6 != 5 {
                item.price = Currency("EUR").map {
                    Money(minor: Int64(200 + random.index(below: 9000)), currency: $0)
                }
            }
            return item
        }
    }

    private static func event(
        _ step: Int, at clock: ManualClock, _ random: inout SeededRNG
    ) -> Event {
        let isLink = step == 40
        let type = random.pick(
            [
                .view, .view, .click, .addToCart, .purchase, .impression, .impression, .rating,
                .return,
            ]
                as [EventType])
        var event = Event(id: "e\(step)", type: isLink ? .link : type)
        if isLink || random.chance(0.7) {
            event.user = isLink ? "u0" : "u\(random.index(below: 3))"
        }
        if isLink || event.user == nil { event.visitor = "v" }
        guard !isLink else { return event }
        event.item = random.pick(items)
        if type == .rating { event.value = Double(1 + random.index(below: 5)) }
        if random.chance(0.5) { event.request = "r\(step)" }
        let now = clock.clock.now()
        // No two at one time, or which came first would be a matter of how it is counted.
        if random.chance(0.2) { event.time = now + -20_000 * random.uniform() }
        if random.chance(0.1) {
            event.consent = Consent(personalise: random.chance(0.5), learn: random.chance(0.5))
        }
        return event
    }
}
