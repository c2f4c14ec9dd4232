import Commerce
import Primitives

/// One shopper on the way through the shop: visit after visit, each question decided by the last
/// reaction. It has its own random numbers, so that what one shopper does depends on the answers
/// they get and not on who else is there.
struct Journey: Sendable {
    /// Something bought, until the shopper says how they like it.
    struct Purchase: Sendable {
        let item: Int
        let order: String
        let quantity: Int
    }

    var shopper: Shopper
    var visit: Visit
    var purchases: [Purchase] = []
    var rng: SeededRNG
    /// Sets the ids of this run apart from those of others.
    let run: String
    private var eventCount = 0
    private var orderCount = 0
    /// What has happened in the reaction under way.
    private var happened: [Event] = []

    init(_ index: Int, of shop: Shop, seed: UInt64, run: String) {
        let stream = stableHash("shopper \(index)", seed: seed)
        var persona = SeededRNG(seed: stream)
        shopper = Shopper(index, of: shop, &persona)
        rng = SeededRNG(seed: stableHash(run, seed: stream))
        self.run = run
        visit = Visit(number: 1, stepsLeft: 0)
        visit.stepsLeft = drawSteps()
    }

    var session: String { "s-\(run)-\(shopper.index)-\(visit.number)" }

    /// Ends the visit and starts the next with an empty cart.
    mutating func startVisit() {
        visit = Visit(number: visit.number + 1, stepsLeft: drawSteps())
    }

    /// From half the shopper's patience to one and a half of it.
    private mutating func drawSteps() -> Int {
        max(1, Int(shopper.patience * (0.5 + rng.uniform())))
    }

    // MARK: Events

    /// Notes an event of this shopper, now.
    mutating func tell(
        _ type: EventType, in session: String, _ fill: (inout Event) -> Void = { _ in }
    ) {
        eventCount += 1
        var event = Event(id: "e-\(run)-\(shopper.index)-\(eventCount)", type: type)
        event.session = session
        if shopper.isSignedIn { event.user = shopper.account?.id }
        if event.user == nil { event.visitor = shopper.visitor }
        fill(&event)
        happened.append(event)
    }

    mutating func takeEvents() -> [Event] {
        defer { happened = [] }
        return happened
    }

    mutating func newOrder() -> String {
        orderCount += 1
        return "o-\(run)-\(shopper.index)-\(orderCount)"
    }
}
