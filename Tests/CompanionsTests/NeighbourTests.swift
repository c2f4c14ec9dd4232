import Companions
import Primitives
import Testing

@Suite("Neighbours")
struct NeighbourTests {
    // MARK: Rows

    @Test("a row keeps every weight until it is full, then the heavier half", arguments: 1...12)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var row = NeighbourRow()
        var naive: [(item: UInt32, weight: Float)] = []
        var total: Float = 0
        for _ in 0..<3000 {
            // Low items often, few weights: so that ties are common.
            let item = UInt32(random.index(below: 1 + random.index(below: 900)))
            let weight = 1 / Float(1 + random.index(below: 4))
            row.add(item, weight: weight)
            total += weight
            if let index = naive.firstIndex(where: { $0.item == item }) {
                naive.append((item, naive.remove(at: index).weight + weight))
            } else {
                if naive.count == NeighbourRow.capacity {
                    let ranked = naive.indices.sorted {
                        (naive[$0].weight, $0) > (naive[$1].weight, $1)
                    }
                    let kept = Set(ranked.prefix(NeighbourRow.capacity / 2))
                    naive = naive.indices.filter(kept.contains).map { naive[$0] }
                }
                naive.append((item, weight))
            }
            #expect(row.neighbours.count <= NeighbourRow.capacity)
        }
        #expect(row.neighbours.map(\.item) == naive.map(\.item), "seed \(seed)")
        #expect(row.neighbours.map(\.weight) == naive.map(\.weight))
        #expect(row.total == total)
        #expect(NeighbourRow(neighbours: row.neighbours, total: row.total) == row)
        #expect(Set(row.neighbours.map(\.item)).count == row.neighbours.count)
    }

    @Test("item numbers play no part", arguments: 1...8)
    func relabelled(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let names = (0..<600 as Range<UInt32>).shuffled(using: &random)
        var row = NeighbourRow()
        var other = NeighbourRow()
        for _ in 0..<2000 {
            let item = random.index(below: names.count)
            row.add(UInt32(item), weight: 1)
            other.add(names[item], weight: 1)
        }
        #expect(row.neighbours.map { names[Int($0.item)] } == other.neighbours.map(\.item))
        #expect(row.neighbours.map(\.weight) == other.neighbours.map(\.weight))
        #expect(row.total == other.total)
    }

    @Test("among equals those seen latest stay, and what goes still counts in the total")
    func ties() {
        var row = NeighbourRow()
        for item in 0..<257 as Range<UInt32> { row.add(item, weight: 1) }
        #expect(row.neighbours.map(\.item) == Array(128...256))
        #expect(row.total == 257)
        row.add(130, weight: 0.5)
        #expect(row.neighbours.last == .init(item: 130, weight: 1.5))
        #expect(row.neighbours.count == 129)
    }

    @Test("of equal rules the one seen latest is before; weight comes first")
    func recency() {
        var rules = SequentialRules()
        for next in [1, 2, 3, 4, 1] as [UInt32] { rules.learn(next, after: [0]) }
        var scores = [Float](repeating: 9, count: 5)
        rules.score([0], into: &scores)
        #expect(scores.indices.sorted { scores[$0] > scores[$1] } == [1, 4, 3, 2, 0])
        #expect(abs(scores[1] - 2) < 2e-3)
        #expect(abs(scores[2] - 1) < 2e-3)
    }

    @Test("rules of the last items add up, earlier ones counting less")
    func asked() {
        var settings = SequentialRules.Settings()
        settings.recency = 0
        settings.askedMax = 2
        settings.carry = 0.5
        var rules = SequentialRules(settings)
        for (before, next) in [(0, 3), (1, 3), (1, 4), (2, 5)] as [(UInt32, UInt32)] {
            rules.learn(next, after: [before])
        }
        var scores = [Float](repeating: 9, count: 6)
        // Item 2 is the third from the end, item 0 is asked once.
        rules.score([2, 0, 1, 0], into: &scores)
        #expect(scores == [0, 0, 0, 1.5, 0.5, 0])
    }

    // MARK: Rules

    @Test("rules weigh the sum of 1 / distance over all sessions", arguments: 1...10)
    func rules(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var rules = SequentialRules()
        var naive: [[UInt32]: Float] = [:]
        for session in Self.sessions(&random, items: 100, length: 25) {
            for (place, item) in session.enumerated() {
                rules.learn(item, after: Array(session[..<place]))
                for distance in 1...10 where place - distance >= 0 {
                    let earlier = session[place - distance]
                    if earlier != item {
                        naive[[earlier, item], default: 0] += 1 / Float(distance)
                    }
                }
            }
        }
        Self.expect(naive, "seed \(seed)") { rules.row(of: $0) }
        #expect(rules.row(of: 1_000_000) == NeighbourRow())
    }

    // MARK: Orders

    @Test("what is bought together is so both ways, once an order", arguments: 1...10)
    func together(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var together = CoPurchases()
        var naive: [[UInt32]: Float] = [:]
        for order in Self.sessions(&random, items: 100, length: 45) {
            var distinct: [UInt32] = []
            for item in order where !distinct.contains(item) {
                together.learn(item, with: distinct)
                for other in distinct.suffix(CoPurchases.reach) {
                    naive[[item, other], default: 0] += 1
                    naive[[other, item], default: 0] += 1
                }
                distinct.append(item)
            }
        }
        Self.expect(naive, "seed \(seed)") { together.row(of: $0) }
        for item in 0..<100 as Range<UInt32> {
            for neighbour in together.row(of: item).neighbours {
                let back = together.row(of: neighbour.item).neighbours.first { $0.item == item }
                #expect(back?.weight == neighbour.weight)
            }
        }
    }

    @Test("nothing goes with itself or with what stands too far back")
    func bounds() {
        var together = CoPurchases()
        together.learn(3, with: [3])
        #expect(together.row(of: 3) == NeighbourRow())
        together.learn(99, with: Array(0..<50))
        #expect(together.row(of: 99).neighbours.map(\.item) == Array(20..<50))
        #expect(together.row(of: 19) == NeighbourRow())
        var rules = SequentialRules()
        rules.learn(3, after: [3, 3])
        #expect(rules.row(of: 3) == NeighbourRow())
        rules.learn(99, after: Array(0..<50))
        #expect(rules.row(of: 39) == NeighbourRow())
        #expect(rules.row(of: 40).neighbours == [.init(item: 99, weight: 0.1)])
        #expect(rules.row(of: 49).neighbours == [.init(item: 99, weight: 1)])
        #expect(rules.row(of: 99) == NeighbourRow())
    }

    @Test("what streams in gives what a rebuild gives, and copies stay", arguments: 1...6)
    func streaming(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sessions = Self.sessions(&random, items: 700, length: 30)
        func learn(_ sessions: some Sequence<[UInt32]>, _ state: inout State) {
            for session in sessions {
                for (place, item) in session.enumerated() {
                    state.rules.learn(item, after: Array(session[..<place]))
                    state.together.learn(item, with: Array(session[..<place]))
                }
            }
        }
        let half = sessions.count / 2
        var streamed = State()
        learn(sessions[..<half], &streamed)
        let copy = streamed
        learn(sessions[half...], &streamed)
        var rebuilt = State()
        learn(sessions, &rebuilt)
        var first = State()
        learn(sessions[..<half], &first)
        for item in 0..<700 as Range<UInt32> {
            #expect(streamed.rules.row(of: item) == rebuilt.rules.row(of: item))
            #expect(streamed.together.row(of: item) == rebuilt.together.row(of: item))
            #expect(copy.rules.row(of: item) == first.rules.row(of: item))
            #expect(copy.together.row(of: item) == first.together.row(of: item))
        }
    }

    private struct State {
        var rules = SequentialRules()
        var together = CoPurchases()
    }

    private static func sessions(
        _ random: inout SeededRNG, items: Int, length: Int
    ) -> [[UInt32]] {
        (0..<150).map { _ in
            (0..<1 + random.index(below: length)).map { _ in
                UInt32(random.index(below: 1 + random.index(below: items)))
            }
        }
    }

    private static func expect(
        _ naive: [[UInt32]: Float], _ comment: Comment, _ row: (UInt32) -> NeighbourRow
    ) {
        var found: [[UInt32]: Float] = [:]
        for item in Set(naive.keys.joined()) {
            let row = row(item)
            for neighbour in row.neighbours { found[[item, neighbour.item]] = neighbour.weight }
            let sum = row.neighbours.reduce(0) { $0 + $1.weight }
            #expect(abs(row.total - sum) < 1e-3 * max(1, sum), comment)
        }
        #expect(found.keys.sorted(by: isBefore) == naive.keys.sorted(by: isBefore), comment)
        for (pair, weight) in found { #expect(abs(weight - (naive[pair] ?? 0)) < 1e-4, comment) }
    }

    private static func isBefore(_ a: [UInt32], _ b: [UInt32]) -> Bool {
        a.lexicographicallyPrecedes(b)
    }
}
