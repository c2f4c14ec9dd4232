import Evaluation
import Primitives
import Testing

@Suite("Splits")
struct SplitTests {
    /// Foretells what it saw follow the exact history: perfect where a target leaks into learning,
    /// useless where none does.
    struct Memoriser: Scorer {
        var next: [[UInt32]: UInt32] = [:]

        init(_ sequences: some Sequence<[UInt32]>) {
            for sequence in sequences {
                for end in sequence.indices { next[Array(sequence[..<end])] = sequence[end] }
            }
        }

        func score(_ history: [UInt32], into scores: inout [Float]) {
            if let item = next[history] { scores[Int(item)] = 1 }
        }
    }

    private func hits(
        _ scorer: some Scorer, _ queries: [Query], items: Int
    ) async throws -> Double {
        let outcomes = try await Evaluator(itemCount: items).run(scorer, on: queries)
        return Metric.hitRate(1).ratio(outcomes, of: queries).value
    }

    /// Sequences that differ from their first event on, so that nothing is known by chance.
    private func distinct(_ count: Int, seed: UInt64) -> [[UInt32]] {
        var random = SeededRNG(seed: seed)
        return (0..<count).map { user in
            let count = 3 + random.index(below: 8)
            return [UInt32(user)] + (0..<count).map { _ in UInt32(random.index(below: 99)) }
        }
    }

    @Test("leave-one-out: nothing that is learnt tells a target", arguments: 1...3)
    func leaveOneOutLeaks(seed: UInt64) async throws {
        let sequences = distinct(80, seed: seed)
        let split = LeaveOneOut(names: sequences.indices.map(String.init), sequences: sequences)
        let honest = Memoriser(split.training)
        #expect(try await hits(honest, split.validation, items: 99) == 0)
        #expect(try await hits(honest, split.test, items: 99) == 0)
        // The same model with the whole sequences knows everything: the check can fail.
        let leaking = Memoriser(sequences)
        #expect(try await hits(leaking, split.validation, items: 99) == 1)
        #expect(try await hits(leaking, split.test, items: 99) == 1)
        // Learning from the validation event helps validation alone.
        let refitted = Memoriser(sequences.map { Array($0.dropLast()) })
        #expect(try await hits(refitted, split.validation, items: 99) == 1)
        #expect(try await hits(refitted, split.test, items: 99) == 0)
    }

    @Test("leave-one-out asks for the last event with all before it")
    func leaveOneOut() {
        let split = LeaveOneOut(
            names: ["a", "b", "c"], sequences: [[1, 2, 3, 4], [1, 2], [5, 6, 5]])
        #expect(split.training == [[1, 2], [5]])
        #expect(split.validation.map(\.history) == [[1, 2], [5]])
        #expect(split.validation.map(\.targets) == [[3], [6]])
        #expect(split.test.map(\.history) == [[1, 2, 3], [5, 6]])
        #expect(split.test.map(\.targets) == [[4], [5]])
        #expect(split.test.map(\.name) == ["a", "c"])
        #expect(split.test.map(\.masksHistory) == [true, true])
    }

    @Test("sessions: the last tenth is held out, whole", arguments: 1...3)
    func sessionLeaks(seed: UInt64) async throws {
        let sessions = distinct(99, seed: seed)
        let split = SessionSplit(training: sessions, test: [])
        #expect(split.training == sessions)
        #expect(Array(split.early) == Array(sessions.prefix(90)))
        #expect(split.validation.count == sessions.suffix(9).reduce(0) { $0 + $1.count - 1 })
        #expect(split.validation.allSatisfy { !$0.masksHistory })
        #expect(try await hits(Memoriser(split.early), split.validation, items: 99) == 0)
        #expect(try await hits(Memoriser(split.training), split.validation, items: 99) == 1)
    }

    @Test("test lines of one session have one owner, in either order")
    func sessionOwners() {
        let lines: [([UInt32], UInt32)] = [
            ([1, 2, 3], 4), ([1, 2], 3), ([1], 2), ([1], 2), ([7], 8), ([7, 8], 9), ([5], 6),
        ]
        let split = SessionSplit(
            training: [], test: lines.map { SessionSplit.Line(prefix: $0.0, next: $0.1) })
        #expect(split.test.map(\.owner) == [0, 0, 0, 1, 2, 2, 3])
        #expect(split.test.map(\.name).first == "line 1")
        #expect(split.validation.isEmpty)
    }

    @Test("temporal: learning ends where the test begins")
    func temporal() async throws {
        let at = { (seconds: Int64) in Timestamp(microseconds: seconds * 1_000_000) }
        var events: [TemporalSplit.Event] = []
        for (user, item, second) in [
            (1, 10, 5), (1, 11, 1), (1, 12, 10), (1, 13, 11), (1, 12, 12), (1, 10, 13),
            (2, 20, 3), (3, 30, 20), (1, 14, 9),
        ] as [(Int, UInt32, Int64)] {
            events.append(TemporalSplit.Event(user: user, item: item, time: at(second)))
        }
        let split = TemporalSplit(events, at: at(10), masksHistory: true)
        #expect(split.training == [[11, 10, 14], [20]])
        #expect(split.test.map(\.history) == [[11, 10, 14]])
        // Each item once; one that was bought before is a target all the same.
        #expect(split.test.map(\.targets) == [[12, 13, 10]])
        #expect(split.newUsers == 1)
        let memoriser = Memoriser(split.training)
        #expect(try await hits(memoriser, split.test, items: 31) == 0)
        let outcome = try await Evaluator(itemCount: 31).run(memoriser, on: split.test)[0]
        #expect(outcome.candidates == 29)
    }

    @Test("prequential: all is learnt or asked once, in its order", arguments: [1, 7, 100])
    func prequentialCoversTheStream(portion: Int) {
        let sessions = distinct(50, seed: 5)
        let split = PrequentialSplit(sessions, share: 0.6, portion: portion)
        #expect(Array(split.before) == Array(sessions[..<30]))
        #expect(split.portions.flatMap(\.sessions) == Array(sessions[30...]))
        #expect(split.portions.dropLast().allSatisfy { $0.sessions.count == portion })
        for portion in split.portions {
            let events = portion.sessions.reduce(0) { $0 + $1.count - 1 }
            #expect(portion.queries.count == events)
        }
        let first = split.portions[0].queries[0]
        #expect(first.history == [sessions[30][0]] && first.targets == [sessions[30][1]])
        #expect(!first.masksHistory)
    }
}
