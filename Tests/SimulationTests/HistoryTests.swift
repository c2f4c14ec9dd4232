import Commerce
import Primitives
import Simulation
import Testing

@Suite struct HistoryTests {
    static let shop = Shop(seed: 7)
    static let simulator = Simulator(shop: shop, shopperCount: 300, seed: 1)
    static let end = Timestamp(seconds: 1_800_000_000)
    static let events = simulator.history(sessions: 1000, days: 20, before: end)

    @Test func seedDecidesEverything() {
        let again = Self.simulator.history(sessions: 1000, days: 20, before: Self.end)
        #expect(again == Self.events)
        let other = Simulator(shop: Self.shop, shopperCount: 300, seed: 2)
        #expect(other.history(sessions: 1000, days: 20, before: Self.end) != Self.events)
    }

    @Test func liesWithinItsDaysInOrder() throws {
        let times = try Self.events.map { try #require($0.time) }
        #expect(times == times.sorted())
        let first = try #require(times.first)
        let last = try #require(times.last)
        #expect(last < Self.end)
        #expect(Self.end - first <= 20 * 86_400)
        #expect(Self.end - first > 19 * 86_400)
    }

    @Test func isValidAndNamesNoRequest() throws {
        #expect(Set(Self.events.map(\.id)).count == Self.events.count)
        #expect(try Self.events.allSatisfy { try Event(fields: $0.fields, fallbackID: "") == $0 })
        #expect(Self.events.allSatisfy { $0.request == nil && $0.position == nil })
    }

    @Test func sellsEnoughToLearnFrom() {
        let purchases = Self.events.filter { $0.type == .purchase }
        #expect(Self.events.count > 10_000)
        #expect(purchases.count > 500)
        #expect(purchases.allSatisfy { $0.order != nil && $0.price != nil && $0.quantity != nil })
    }

    @Test func complementsAreBoughtTogether() {
        var orders: [String: [Int]] = [:]
        for event in Self.events where event.type == .purchase {
            guard let order = event.order, let item = event.item.flatMap(Self.shop.number) else {
                continue
            }
            orders[order, default: []].append(Self.shop.traits[item].kind)
        }
        let kinds = Set(Self.shop.traits.map(\.kind)).count
        var pairs = 0
        var complementary = 0
        for order in orders.values {
            for (place, first) in order.enumerated() {
                for second in order[(place + 1)...] where second != first {
                    pairs += 1
                    let go =
                        Self.shop.complements(of: first).contains(second)
                        || Self.shop.complements(of: second).contains(first)
                    if go { complementary += 1 }
                }
            }
        }
        #expect(pairs > 100)
        // Of pairs made by chance, about three in the number of kinds would go together.
        #expect(Double(complementary) / Double(pairs) > 0.3)
        #expect(3.0 / Double(kinds) < 0.03)
    }

    @Test func emptyHistoryIsEmpty() {
        #expect(Self.simulator.history(sessions: 0, before: Self.end).isEmpty)
        #expect(Self.simulator.history(sessions: -1, days: -1, before: Self.end).isEmpty)
    }
}
