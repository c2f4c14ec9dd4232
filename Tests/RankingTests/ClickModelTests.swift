import Primitives
import Ranking
import Testing

/// Click models on clicks that were drawn as they suppose, and queries that are alike.
struct ClickModelTests {
    /// How clicks of made-up answers come about: queries with items of known attraction, in an order
    /// that knows it somewhat and moves.
    private struct Shoppers {
        static let looks: [Double] = (0..<10).map { 1 / (1 + 0.4 * Double($0)) }

        let attraction: [[Double]]
        var random: SeededRNG

        init(seed: UInt64, queries: Int = 40) {
            var random = SeededRNG(seed: seed)
            attraction = (0..<queries).map { _ in
                (0..<10).map { _ in 0.05 + 0.6 * random.uniform() * random.uniform() }
            }
            self.random = random
        }

        mutating func answer() -> (query: Int, items: [Int]) {
            let query = random.index(below: attraction.count)
            let order = attraction[query].indices.map { item in
                (item: item, score: attraction[query][item] + 0.2 * random.normal())
            }
            return (query, order.sorted { $0.score > $1.score }.map(\.item))
        }

        mutating func session(_ clicks: (Int, [Int], inout SeededRNG) -> [Bool]) -> SearchSession {
            let (query, items) = answer()
            return SearchSession(
                query: UInt32(query), items: items.map(UInt32.init),
                clicked: clicks(query, items, &random))
        }
    }

    /// The mean distance of a model's values from what attracts.
    private func error(
        _ model: ClickModel, _ sessions: [SearchSession], _ attraction: [[Double]]
    ) -> Double {
        let relevance = model.relevance(in: sessions)
        var sum = 0.0
        for (query, items) in attraction.enumerated() {
            for (item, value) in items.enumerated() {
                let signal = relevance.signal(UInt32(query), UInt32(item))
                sum += abs(Double(signal.value(beside: relevance.mean)) - value)
            }
        }
        return sum / Double(10 * attraction.count)
    }

    @Test(
        "positions' looks and items' attraction are told apart", arguments: [1, 2, 3] as [UInt64])
    func position(seed: UInt64) {
        var shoppers = Shoppers(seed: seed)
        let attraction = shoppers.attraction
        let sessions = (0..<40_000).map { _ in
            shoppers.session { query, items, random in
                items.enumerated().map { position, item in
                    random.chance(Shoppers.looks[position] * attraction[query][item])
                }
            }
        }
        for (found, real) in zip(PositionModel(sessions).looks, Shoppers.looks) {
            #expect(abs(found - real) < 0.06, "seed \(seed): \(found), \(real)")
        }
        let (debiased, raw) = (
            error(.position, sessions, attraction), error(.raw, sessions, attraction)
        )
        #expect(debiased < 0.04 && debiased < raw / 1.5, "seed \(seed): \(debiased), raw \(raw)")
    }

    @Test("who ends at the first click", arguments: [1, 2, 3] as [UInt64])
    func cascade(seed: UInt64) {
        var shoppers = Shoppers(seed: seed)
        let attraction = shoppers.attraction
        let sessions = (0..<20_000).map { _ in
            shoppers.session { query, items, random in
                var isDone = false
                return items.map { item in
                    let isClicked = !isDone && random.chance(attraction[query][item])
                    isDone = isDone || isClicked
                    return isClicked
                }
            }
        }
        let found = error(.cascade, sessions, attraction)
        #expect(found < 0.05, "seed \(seed): \(found)")
        #expect(found < error(.raw, sessions, attraction) / 1.2)
    }

    @Test("who goes on until satisfied or tired", arguments: [1, 2, 3] as [UInt64])
    func dynamic(seed: UInt64) {
        var shoppers = Shoppers(seed: seed)
        let attraction = shoppers.attraction
        let satisfaction = 0.6
        let sessions = (0..<40_000).map { _ in
            shoppers.session { query, items, random in
                var goesOn = true
                return items.map { item in
                    guard goesOn else { return false }
                    let isClicked = random.chance(attraction[query][item])
                    if isClicked && random.chance(satisfaction) { goesOn = false }
                    goesOn = goesOn && random.chance(0.8)
                    return isClicked
                }
            }
        }
        let worth = attraction.map { $0.map { $0 * satisfaction } }
        let found = error(.dynamic, sessions, worth)
        #expect(found < 0.06, "seed \(seed): \(found)")
    }

    @Test("without clicks, without items, without sessions", arguments: ClickModel.allCases)
    func nothing(model: ClickModel) {
        let none = model.relevance(in: [])
        #expect(none.signal(1, 1) == .none)
        let silent = model.relevance(in: [
            SearchSession(query: 0, items: [], clicked: []),
            SearchSession(query: 0, items: [1, 2], clicked: [false, false]),
        ])
        #expect(silent.mean == 0)
        let value = silent.signal(0, 1).value(beside: silent.mean)
        #expect(value == 0)
        #expect(silent.items(of: 0) == [1, 2])
    }

    @Test("queries that share rare words say something of each other")
    func likeness() throws {
        let likeness = QueryLikeness([
            ["blue", "teapot"], ["teapot", "ceramic"], ["blue", "lamp"], ["lamp"],
        ])
        let found = likeness.queries(like: ["blue", "teapot", "large"], limit: 10)
        #expect(found.first?.query == 0)
        #expect(found.allSatisfy { $0.likeness > 0 && $0.likeness <= 1 })
        #expect(!found.contains { $0.query == 3 })
        #expect(likeness.queries(like: ["blue", "teapot"], limit: 1, without: 0).count == 1)
        #expect(likeness.queries(like: ["chair"], limit: 10).isEmpty)
        #expect(likeness.queries(like: [], limit: 10).isEmpty)

        let relevance = ClickModel.raw.relevance(in: [
            SearchSession(query: 0, items: [7], clicked: [true]),
            SearchSession(query: 1, items: [7, 8], clicked: [false, true]),
        ])
        let shared = relevance.shared(by: [(0, 1), (1, 0.5)])
        #expect(shared[7] == ClickSignal(clicks: 1, looks: 1.5))
        #expect(shared[8] == ClickSignal(clicks: 0.5, looks: 0.5))
    }
}
