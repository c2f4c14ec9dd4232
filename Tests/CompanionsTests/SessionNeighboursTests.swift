import Companions
import Foundation
import Primitives
import Testing

@Suite("Session neighbours")
struct SessionNeighboursTests {
    /// Random sessions, never empty: popular items in common, repeats included.
    private static func sessions(_ count: Int, _ random: inout SeededRNG) -> [[UInt32]] {
        (0..<count).map { _ in
            (0...random.index(below: 8)).map { _ in
                UInt32(random.index(below: 1 + random.index(below: 40)))
            }
        }
    }

    private static func settings(_ random: inout SeededRNG) -> SessionNeighbours.Settings {
        let decays: [Decay] = [
            .none, .inverse, .quadratic, .logarithmic, .linear(slope: 0.2), .exponential(length: 3),
        ]
        var settings = SessionNeighbours.Settings()
        settings.itemsMax = 1 + random.index(below: 6)
        settings.postingMax = 1 + random.index(below: 60)
        settings.sampleMax = 1 + random.index(below: 120)
        settings.neighboursMax = 1 + random.index(below: 40)
        settings.position = random.pick(decays)
        settings.match = random.pick(decays)
        settings.distance = random.pick(decays)
        settings.before = random.chance(0.5) ? 1 : random.uniform()
        settings.age = random.chance(0.5) ? .none : .exponential(length: 50)
        settings.rarity = random.pick([.none, .factor, .added(weight: 2)])
        return settings
    }

    /// The usual program, sentence by sentence, with all settings; sessions of one item left out.
    private struct Naive {
        var settings: SessionNeighbours.Settings
        var sessions: [[UInt32]]

        /// The sessions that hold an item, oldest first.
        var holding: [UInt32: [Int]] = [:]
        var lone: Set<Int> = []

        init(settings: SessionNeighbours.Settings, sessions: [[UInt32]]) {
            self.settings = settings
            self.sessions = sessions
            for (session, items) in sessions.enumerated() {
                for item in Set(items) { holding[item, default: []].append(session) }
            }
            lone = Set(sessions.indices.filter { Set(sessions[$0]).count == 1 })
        }

        func posting(_ item: UInt32) -> ArraySlice<Int> {
            holding[item, default: []].filter { !lone.contains($0) }.suffix(settings.postingMax)
        }

        func seeds(_ history: [UInt32]) -> [UInt32] {
            var seen: Set<UInt32> = []
            let distinct = history.reversed().filter { seen.insert($0).inserted }
            return Array(distinct.prefix(settings.itemsMax))
        }

        func neighbours(_ history: [UInt32]) -> [(session: Int, similarity: Double)] {
            let seeds = seeds(history)
            var sample: Set<Int> = []
            for item in seeds { sample.formUnion(posting(item)) }
            let scored = sample.sorted().suffix(settings.sampleMax).map { session in
                // What the posting of an item has dropped is not seen through it.
                var shared = 0.0
                for (rank, item) in seeds.enumerated() where posting(item).contains(session) {
                    shared += settings.position.weight(rank)
                }
                let length = Double(Set(sessions[session]).count * seeds.count).squareRoot()
                let age = settings.age.weight(sessions.count - 1 - session)
                return (session: session, similarity: shared / length * age)
            }
            return Array(
                scored.sorted { ($0.similarity, $0.session) > ($1.similarity, $1.session) }
                    .prefix(settings.neighboursMax))
        }

        func scores(_ history: [UInt32], items: Int) -> [Double] {
            var scores = [Double](repeating: 0, count: items)
            let seeds = seeds(history)
            for (session, similarity) in neighbours(history) {
                let held = sessions[session]
                guard let last = held.lastIndex(where: { seeds.contains($0) }),
                    let rank = seeds.firstIndex(of: held[last])
                else { continue }
                for (place, item) in held.enumerated() {
                    let ratio = Double(sessions.count) / Double(holding[item]?.count ?? 0)
                    let rarity =
                        switch settings.rarity {
                        case .none: 1.0
                        case .factor: log(1 + ratio)
                        case .added(let weight): 1 + weight * log(ratio)
                        }
                    scores[Int(item)] +=
                        similarity * settings.match.weight(rank)
                        * settings.distance.weight(abs(place - last))
                        * (place < last ? settings.before : 1) * rarity
                }
            }
            return scores
        }
    }

    @Test("neighbours and scores are those of a naive search", arguments: 1...16)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let settings = Self.settings(&random)
        let sessions = Self.sessions(150, &random)
        var model = SessionNeighbours(settings)
        for session in sessions { model.learn(sequence: session) }
        let naive = Naive(settings: settings, sessions: sessions)
        var scores = [Float](repeating: 99, count: 41)
        for history in Self.sessions(12, &random) {
            let found = model.neighbours(after: history)
            let expected = naive.neighbours(history)
            #expect(found.count == expected.count, "seed \(seed)")
            // Equals up to rounding may change places.
            for (a, b) in zip(found, expected) {
                #expect(abs(a.similarity - b.similarity) < 1e-12, "seed \(seed)")
            }
            guard found.map({ Int($0.session) }) == expected.map(\.session) else { continue }
            model.score(history, into: &scores)
            for (a, b) in zip(scores, naive.scores(history, items: 41)) {
                #expect(abs(Double(a) - b) < 1e-5 * max(1, abs(b)), "seed \(seed)")
            }
        }
    }

    @Test(
        "events of many sessions, mixed, make the index that whole sessions make", arguments: 1...6)
    func streaming(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var settings = Self.settings(&random)
        settings.sessionsMax = 100
        let sessions = Self.sessions(150, &random)
        var rebuilt = SessionNeighbours(settings)
        for session in sessions { rebuilt.learn(sequence: session) }

        // Up to eight sessions are open at once; they begin in their order.
        var streamed = SessionNeighbours(settings)
        var open: [(numbers: UInt32?, rest: ArraySlice<UInt32>)] = []
        var waiting = sessions[...]
        while !waiting.isEmpty || !open.isEmpty {
            if open.count < 8, let next = waiting.first, open.isEmpty || random.chance(0.5) {
                waiting = waiting.dropFirst()
                var number: UInt32?
                streamed.learn(next[0], in: &number)
                if next.count > 1 { open.append((number, next.dropFirst())) }
                continue
            }
            let chosen = random.index(below: open.count)
            let item = open[chosen].rest.removeFirst()
            streamed.learn(item, in: &open[chosen].numbers)
            if open[chosen].rest.isEmpty { open.remove(at: chosen) }
        }
        #expect(streamed.begun == rebuilt.begun)
        for history in Self.sessions(40, &random) {
            #expect(streamed.neighbours(after: history) == rebuilt.neighbours(after: history))
            let ours = streamed.candidates(after: history)
            let theirs = rebuilt.candidates(after: history)
            #expect(ours.items == theirs.items, "seed \(seed)")
            #expect(ours.scores == theirs.scores, "seed \(seed)")
        }
    }

    /// Stored halfway and read again, with open sessions and dropped ones, it goes on as if it
    /// had not been.
    @Test("a restart from the stored form changes nothing", arguments: 1...8)
    func restart(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        var settings = Self.settings(&random)
        settings.sessionsMax = random.pick([100, 1000])
        settings.postingMax = random.pick([10, 1000])
        var streamed = SessionNeighbours(settings)
        var restarted = streamed
        var numbers = [UInt32?](repeating: nil, count: 400)
        for round in 0..<6 {
            for _ in 0..<300 {
                // Late events too: sessions that began long ago go on.
                let session = random.index(below: 60 * (round + 1))
                let item = UInt32(random.index(below: 1 + random.index(below: 40)))
                var number = numbers[session]
                restarted.learn(item, in: &number)
                streamed.learn(item, in: &numbers[session])
                #expect(number == numbers[session])
            }
            var writer = BinaryWriter()
            restarted.write(to: &writer)
            var reader = BinaryReader(writer.bytes)
            restarted = try SessionNeighbours(settings, from: &reader)
            #expect(reader.atEnd)
            for history in Self.sessions(20, &random) {
                let ours = restarted.candidates(after: history)
                let theirs = streamed.candidates(after: history)
                #expect(ours.items == theirs.items && ours.scores == theirs.scores, "seed \(seed)")
            }
        }
        #expect(restarted.begun == streamed.begun)
    }

    @Test("stored bytes that were cut are refused")
    func damaged() {
        var random = SeededRNG(seed: 3)
        var model = SessionNeighbours()
        for session in Self.sessions(30, &random) { model.learn(sequence: session) }
        var writer = BinaryWriter()
        model.write(to: &writer)
        for count in writer.bytes.indices {
            var reader = BinaryReader(writer.bytes[..<count])
            #expect(throws: BinaryError.self) {
                _ = try SessionNeighbours(.vectorised, from: &reader)
            }
        }
    }

    @Test("a copy does not change under its reader")
    func snapshots() {
        var random = SeededRNG(seed: 7)
        var model = SessionNeighbours()
        for session in Self.sessions(100, &random) { model.learn(sequence: session) }
        let snapshot = model
        let history: [UInt32] = [1, 2, 3]
        let before = snapshot.candidates(after: history).scores
        for session in Self.sessions(100, &random) { model.learn(sequence: session) }
        #expect(snapshot.candidates(after: history).scores == before)
        #expect(model.candidates(after: history).scores != before)
        #expect(snapshot.begun == 100)
    }

    @Test("sessions, their length and what is kept of each item are bounded")
    func bounds() {
        var settings = SessionNeighbours.Settings()
        settings.sessionsMax = 3
        settings.lengthMax = 2
        var model = SessionNeighbours(settings)
        var session: UInt32?
        for item in [1, 2, 3, 4] as [UInt32] { model.learn(item, in: &session) }
        #expect(session == 1)
        #expect(model.neighbours(after: [3]).map(\.session) == [1])
        for item in 10..<13 as Range<UInt32> { model.learn(sequence: [item]) }
        // The first two sessions are forgotten, and a late event begins a new one.
        #expect(model.neighbours(after: [1, 2, 3, 4]).isEmpty)
        for item in [4, 5] as [UInt32] { model.learn(item, in: &session) }
        #expect(session == 5)
        #expect(model.begun == 6)
        #expect(model.neighbours(after: [4]).map(\.session) == [5])
        #expect(model.neighbours(after: [12]).isEmpty, "it held nothing else")
    }

    @Test("without a neighbour, what most sessions hold")
    func fallback() {
        var model = SessionNeighbours()
        model.learn(sequence: [1, 1, 1])
        model.learn(sequence: [2])
        model.learn(sequence: [2])
        var scores = [Float](repeating: 9, count: 4)
        model.score([3], into: &scores)
        #expect(scores == [0, 1, 2, 0])
        model.score([], into: &scores)
        #expect(scores == [0, 1, 2, 0])
        #expect(model.candidates(after: [77]).items.isEmpty)
    }

    @Test("sums by item, in the order of first sight", arguments: 1...4)
    func itemScores(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var scores = ItemScores()
        var order: [UInt32] = []
        var naive: [UInt32: Double] = [:]
        for _ in 0..<20_000 {
            let item = UInt32(truncatingIfNeeded: random.index(below: 4000)) &* 0x10_0001
            if naive[item] == nil { order.append(item) }
            naive[item, default: 0] += 1
            scores.add(1, to: item)
        }
        #expect(scores.items == order, "seed \(seed)")
        #expect(scores.scores == order.map { naive[$0] ?? 0 })
        let expected = order.indices.sorted {
            (scores.scores[$0], -$0) > (scores.scores[$1], -$1)
        }
        #expect(scores.best(50).map(\.item) == expected.prefix(50).map { order[$0] })
    }
}
