import Commerce
import Primitives

/// Plays visits through without an engine and gives their events times.
struct History {
    var journeys: [Journey]
    var rng: SeededRNG
    let end: Timestamp
    private(set) var events: [Event] = []

    /// How many items a shopper finds at once.
    private static let shelfCount = 12
    /// The longest that a visit can take.
    private static let visitSecondsMax = 3600.0

    init(journeys: [Journey], rng: SeededRNG, end: Timestamp) {
        self.journeys = journeys
        self.rng = rng
        self.end = end
    }

    /// Makes visits that begin at even chances over the days, and puts their events in order.
    mutating func make(_ sessions: Int, days: Double, _ shop: Shop) {
        let span = max(0, days * 86_400 - Self.visitSecondsMax)
        let begin = end + -(span + Self.visitSecondsMax)
        let step = span / Double(max(1, sessions))
        let count = journeys.count
        var free = Array(repeating: begin, count: count)
        for session in 0..<max(0, sessions) {
            let start = begin + step * (Double(session) + rng.uniform())
            let drawn = rng.index(below: count)
            // Nobody is in two visits at once, nor in two that a shop would take for one.
            let idle = (drawn..<drawn + count).first { free[$0 % count] <= start }
            let shopper = (idle ?? drawn) % count
            free[shopper] = play(shopper, from: start, shop) + 1800
        }
        events.sort { $0.time ?? end < $1.time ?? end }
    }

    /// Plays one visit; its last moment.
    private mutating func play(_ shopper: Int, from start: Timestamp, _ shop: Shop) -> Timestamp {
        let visit = journeys[shopper].visit.number
        let latest = min(end, start + Self.visitSecondsMax) + -1e-3
        var time = start
        while journeys[shopper].visit.number == visit {
            let request = journeys[shopper].ask(shop)
            let found = shelf(for: journeys[shopper].shopper, request.question, shop)
            let reaction = journeys[shopper].react(
                to: request, answer: found, requestID: "past", shop)
            for var event in reaction where Self.isKept(event.type) {
                // Distinct moments keep a visit's events in their order.
                time = min(latest, time + pause(before: event) + 1e-6)
                event.time = time
                event.request = nil
                event.position = nil
                events.append(event)
            }
        }
        return time
    }

    /// Nothing was served, so there is nothing to have seen, clicked or dismissed.
    private static func isKept(_ type: EventType) -> Bool {
        type != .impression && type != .click && type != .dismiss
    }

    /// What a shopper comes across by themselves: of things wanted, things that go with them and
    /// well-known things, those of most appeal, fame and luck.
    private mutating func shelf(
        for shopper: Shopper, _ question: ShopRequest.Question, _ shop: Shop
    ) -> [String] {
        var candidates: Set<Int> = []
        if let kind = shopper.mission.wish.kind {
            for kind in [kind] + shop.complements(of: kind) where !shop.itemsOfKind[kind].isEmpty {
                for _ in 0..<16 { candidates.insert(rng.pick(shop.itemsOfKind[kind])) }
            }
        }
        for _ in 0..<24 { candidates.insert(shop.famousItem(&rng)) }
        var best = TopK<(item: Int, score: Double)>(Self.shelfCount) {
            ($0.score, $1.item) > ($1.score, $0.item)
        }
        for item in candidates.sorted() {
            let appeal = shop.appeal(of: item, to: shopper, asking: question)
            let score = appeal + 0.4 * shop.traits[item].popularity + 0.3 * rng.uniform()
            best.push((item, score))
        }
        return best.sorted().map { shop.items[$0.item].id }
    }

    /// Seconds from the event before.
    private mutating func pause(before event: Event) -> Double {
        switch event.type {
        case .dwell: event.value ?? 0
        case .purchase, .link: 2 + 40 * rng.uniform()
        default: 2 + 12 * rng.uniform()
        }
    }
}
