import Commerce
import Insights
import Primitives
import Testing

@Suite("what a log says of the business")
struct InsightsTests {
    @Test(
        "Wilson's interval, by published values",
        arguments: [
            (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
        ])
    func wilson(_ count: Int, _ of: Int, _ low: Double, _ high: Double) {
        let interval = Share(count, of: of).interval
        #expect(abs(interval.lowerBound - low) < 5e-4 && abs(interval.upperBound - high) < 5e-4)
    }

    @Test("a mean's interval narrows with the root of the count, and holds the value")
    func mean() {
        var mean = Mean()
        for number in 0..<400 { mean.add(Double(number % 2) * 10) }
        #expect(mean.value == 5 && mean.interval.contains(5))
        #expect(abs(mean.interval.upperBound - 5 - 1.96 * 5.00626 / 20) < 1e-3)
    }

    private static let start = Timestamp(seconds: 1_763_942_400)

    /// The events of a small log: type, session, and what else matters.
    private func tally(
        _ events: [(EventType, String, (inout Event) -> Void)],
        origin: LoggedEvent.Origin = .live
    ) -> BusinessTally {
        var tally = BusinessTally()
        for (number, (type, session, more)) in events.enumerated() {
            var event = Event(id: "e\(number)", type: type)
            event.session = session
            more(&event)
            tally.add(
                LoggedEvent(
                    offset: Int64(number + 1), received: Self.start + Double(number) * 3600,
                    origin: origin, event: event))
        }
        return tally
    }

    @Test("sessions are counted by how far they came, money by the first currency")
    func sessions() throws {
        let pounds = try #require(Currency("GBP"))
        let dollars = try #require(Currency("USD"))
        let tally = tally([
            (.view, "a", { _ in }), (.addToCart, "a", { _ in }),
            (
                .purchase, "a",
                { ($0.quantity, $0.price) = (2, Money(minor: 350, currency: pounds)) }
            ),
            (.view, "b", { _ in }),
            (.purchase, "c", { $0.price = Money(minor: 999, currency: dollars) }),
            (.search, "d", { $0.query = "lamp" }),
        ])
        let whole = tally.whole
        #expect(whole.sessions == 4 && whole.viewed == 2)
        #expect(whole.cartRate == Share(1, of: 4) && whole.conversion == Share(2, of: 4))
        #expect(whole.revenue.sum == 700 && tally.currency == pounds)
        #expect(tally.periods(seconds: 7200).map(\.sessions) == [1, 1, 2])
        #expect(tally.week.reduce(0, +) == 6 && tally.week[0] == 1)
        #expect(tally.offsets == (1, 6))
    }

    @Test("who comes again is returning, who bought before a customer, who has no name neither")
    func segments() {
        let tally = tally([
            (.view, "a1", { $0.visitor = "a" }), (.view, "b1", { $0.visitor = "b" }),
            (.view, "a2", { $0.visitor = "a" }), (.purchase, "a2", { $0.visitor = "a" }),
            (.view, "a3", { $0.visitor = "a" }), (.view, "c", { _ in }),
        ])
        let sessions = tally.segments.map { "\($0.segment) \($0.period.sessions)" }
        #expect(sessions == ["anonymous 1", "new 2", "returning 1", "customer 1"])
        #expect(tally.segments[2].period.bought == 1 && tally.segments[3].period.bought == 0)
    }

    @Test("cohorts are those who came first in one step, and who of them came later")
    func cohorts() {
        // An hour an event: the 24 of a day, then the next one.
        let visitors =
            ["a", "b", "a"] + [String](repeating: "a", count: 21) + ["a", "c", "b", "c"]
        let tally = tally(
            visitors.map { name in (.view, name, { (event: inout Event) in event.visitor = name }) }
        )
        let cohorts = tally.cohorts(days: 1, count: 12)
        #expect(cohorts.map(\.active) == [[2, 2], [1]])
        #expect(cohorts.map(\.start) == [Self.start, Self.start + 86_400])
        #expect(tally.cohorts(days: 7, count: 12).map(\.active) == [[3]])
        #expect(tally.cohorts(days: 1, count: 1).map(\.active) == [[1]])
    }

    @Test("a query is answered by the first click after it, once")
    func queries() {
        let tally = tally([
            (.search, "a", { $0.query = "lamp" }), (.click, "a", { _ in }), (.view, "a", { _ in }),
            (.search, "b", { $0.query = "lamp" }), (.search, "b", { $0.query = "vase" }),
            (.view, "b", { _ in }),
        ])
        #expect(tally.queries(max: 9).map(\.query) == ["lamp", "vase"])
        #expect(tally.queries(max: 9).map(\.clickRate) == [Share(1, of: 2), Share(1, of: 1)])
    }

    @Test("answers count once, and only those served from here")
    func clicks() {
        let events: [(EventType, String, (inout Event) -> Void)] = [
            (.impression, "a", { $0.request = "r1" }), (.impression, "a", { $0.request = "r1" }),
            (.click, "a", { ($0.request, $0.position) = ("r1", 3) }),
            (.click, "a", { ($0.request, $0.position) = ("r1", 400) }),
            (.impression, "b", { $0.request = "r2" }),
        ]
        #expect(tally(events).clickRate == Share(1, of: 2))
        #expect(tally(events).positions[3] == 1 && tally(events).positions.reduce(0, +) == 1)
        #expect(tally(events, origin: .imported).clickRate == Share(0, of: 0))
    }
}
