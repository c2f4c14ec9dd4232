package import Commerce
package import Primitives

/// Drives the shoppers of a shop: says what each asks next, and how they react to what they get.
///
/// A value without I/O: the same seed and the same answers give the same requests and events.
package struct Simulator: Sendable {
    package let shop: Shop
    private let seed: UInt64
    private let run: Int
    private var journeys: [Journey]
    /// Whether a shopper waits for an answer.
    private var isWaiting: [Bool]
    private var rng: SeededRNG

    /// - Parameters:
    ///   - shop: where they shop.
    ///   - shopperCount: how many people there are; at least one.
    ///   - seed: says who the shoppers are.
    ///   - run: says what they do this time. Ids of events, sessions and orders differ between
    ///     runs, so that a log can take several.
    package init(shop: Shop, shopperCount: Int, seed: UInt64, run: Int = 0) {
        self.init(shop, shopperCount, seed, run, label: "\(String(seed, radix: 36)).\(run)")
    }

    private init(_ shop: Shop, _ count: Int, _ seed: UInt64, _ run: Int, label: String) {
        self.shop = shop
        self.seed = seed
        self.run = run
        journeys = (0..<max(1, count)).map { Journey($0, of: shop, seed: seed, run: label) }
        isWaiting = Array(repeating: false, count: journeys.count)
        rng = SeededRNG(seed: stableHash(label, seed: seed))
    }

    /// The shoppers as they are now, their present missions included.
    package var shoppers: [Shopper] { journeys.map(\.shopper) }

    /// The accounts, with what their owners declare.
    package var users: [User] { journeys.compactMap(\.shopper.account) }

    /// Who asks; the shopper to measure the answer against, before they react to it.
    package func shopper(of request: ShopRequest) -> Shopper { journeys[request.shopper].shopper }

    /// The next thing that some shopper wants to ask of the shop.
    ///
    /// A shopper asks again only after reacting, unless all are waiting.
    package mutating func nextRequest() -> ShopRequest {
        let count = journeys.count
        let drawn = rng.index(below: count)
        let free = (drawn..<drawn + count).first { !isWaiting[$0 % count] }
        let index = (free ?? drawn) % count
        isWaiting[index] = true
        return journeys[index].ask(shop)
    }

    /// The shopper reads the answer and reacts. An answer that never came is an empty one.
    ///
    /// - Parameters:
    ///   - request: what they asked.
    ///   - answer: ids of items, best first; unknown ones are looked past.
    ///   - requestID: the id of the answer, which the events name.
    /// - Returns: the events to send, in this order and without a time. One `impression` that names
    ///   the request comes before the clicks.
    package mutating func react(
        to request: ShopRequest, answer: [String], requestID: String
    ) -> [Event] {
        isWaiting[request.shopper] = false
        return journeys[request.shopper].react(
            to: request, answer: answer, requestID: requestID, shop)
    }
}

// MARK: - History

extension Simulator {
    /// What the shoppers did before any engine was there, in the order of time: each session finds
    /// what the shopper would find by leafing through well-known items, and names no request.
    ///
    /// Leaves the simulator as it is; the same shoppers give the same history.
    ///
    /// - Parameters:
    ///   - sessions: how many visits to make.
    ///   - days: how far back the first may lie.
    ///   - end: the moment before which all of it happened.
    /// - Returns: events with times.
    package func history(sessions: Int, days: Double = 30, before end: Timestamp) -> [Event] {
        let past = Simulator(
            shop, journeys.count, seed, run, label: "\(String(seed, radix: 36)).past")
        var history = History(journeys: past.journeys, rng: past.rng, end: end)
        history.make(sessions, days: days, shop)
        return history.events
    }
}
