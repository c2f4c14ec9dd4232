import Evaluation
import Primitives
import Testing

@Suite("Ranking")
struct RankingTests {
    private func query(
        _ name: String = "u1", history: [UInt32] = [], targets: [UInt32], masks: Bool = true
    ) -> Query {
        Query(name: name, owner: 0, history: history, targets: targets, masksHistory: masks)
    }

    private func ranks(_ scores: [Float], _ query: Query) async throws -> [Int] {
        let fixed = FunctionScorer { _, places in places = scores }
        let evaluator = Evaluator(itemCount: scores.count)
        return try await evaluator.run(fixed, on: [query])[0].ranks
    }

    @Test("ties count against the model")
    func ties() async throws {
        #expect(try await ranks([1, 1, 1, 1], query(targets: [0])) == [4])
        #expect(try await ranks([1, 3, 2, 2], query(targets: [2])) == [3])
        #expect(try await ranks([1, 3, 2, 2], query(targets: [1])) == [1])
        // Two targets of one score are both after the other item, and one after the other.
        #expect(try await ranks([5, 5, 5, 1], query(targets: [0, 2])) == [2, 3])
        #expect(try await ranks([-.infinity, -.infinity, 0], query(targets: [0])) == [3])
    }

    @Test("the asked history is masked, the target never")
    func masking() async throws {
        let scores: [Float] = [9, 8, 7, 6, 5]
        let history: [UInt32] = [0, 2, 0]
        #expect(try await ranks(scores, query(history: history, targets: [3])) == [2])
        #expect(try await ranks(scores, query(history: history, targets: [3], masks: false)) == [4])
        // The target was bought before: it stays, the rest of the history goes.
        #expect(try await ranks(scores, query(history: [0, 2], targets: [2])) == [2])
        let outcome = try await Evaluator(itemCount: 5, listLength: 3).run(
            FunctionScorer { _, places in places = scores },
            on: [query(history: history, targets: [3])])[0]
        #expect(outcome.candidates == 3)
        #expect(outcome.list == [1, 3, 4])
    }

    @Test("the list holds the best, ties by number", arguments: 1...10)
    func lists(seed: UInt64) async throws {
        var random = SeededRNG(seed: seed)
        let scores = (0..<60).map { _ in Float(random.index(below: 8)) }
        let history = (0..<20).map { _ in UInt32(random.index(below: 60)) }
        let query = query(history: history, targets: [UInt32(random.index(below: 60))])
        let shown = (0..<60 as Range<UInt32>).filter {
            !history.contains($0) || query.targets.contains($0)
        }
        let expected = shown.sorted {
            (-scores[Int($0)], $0) < (-scores[Int($1)], $1)
        }
        let outcome = try await Evaluator(itemCount: 60, listLength: 10).run(
            FunctionScorer { _, places in places = scores }, on: [query])[0]
        #expect(outcome.list == Array(expected.prefix(10)))
    }

    @Test("a score that is not a number fails the run, with the first such query's name")
    func notANumber() async throws {
        let queries = (0..<1000).map {
            query("u\($0)", history: [UInt32($0 % 7)], targets: [UInt32($0 % 3)])
        }
        let scorer = FunctionScorer { history, scores in
            // Nothing wrong with a target, nor among the first: a far item is enough.
            if history[0] == 5 { scores[8] = .nan }
        }
        let error = await #expect(throws: EvaluationError.self) {
            _ = try await Evaluator(itemCount: 9, threads: 2).run(scorer, on: queries)
        }
        #expect(error?.code == .scoreNotANumber)
        #expect(error?.query == "u5")
        #expect(error?.description.contains("u5") == true)
    }

    @Test("a masked item may not be without a number either")
    func maskedNotANumber() async {
        await #expect(throws: EvaluationError.self) {
            _ = try await ranks([.nan, 1, 2], query(history: [0], targets: [1]))
        }
    }

    @Test("what cannot be ranked is an error")
    func wrongQueries() async {
        let codes: [(Query?, EvaluationError.Code)] = [
            (query(targets: []), .noTarget), (query(targets: [3]), .unknownItem),
            (query(history: [3], targets: [1]), .unknownItem), (nil, .noQueries),
        ]
        for (query, code) in codes {
            let error = await #expect(throws: EvaluationError.self) {
                _ = try await Evaluator(itemCount: 3).run(
                    FunctionScorer { _, _ in }, on: query.map { [$0] } ?? [])
            }
            #expect(error?.code == code)
        }
        let error = await #expect(throws: EvaluationError.self) {
            _ = try await Evaluator(itemCount: 3).run(
                FunctionScorer { _, scores in scores = [1] }, on: [query(targets: [1])])
        }
        #expect(error?.code == .wrongScoreCount)
    }

    @Test("a long history is shown from its end, and masked whole")
    func historyMax() async throws {
        let scorer = FunctionScorer { history, scores in
            #expect(history == [4, 5])
            for item in scores.indices { scores[item] = Float(10 - item) }
        }
        let outcome = try await Evaluator(itemCount: 8, historyMax: 2).run(
            scorer, on: [query(history: [0, 1, 4, 5], targets: [6])])[0]
        #expect(outcome.ranks == [3])
    }

    @Test("the number of threads changes nothing, and each has its own scratch")
    func threads() async throws {
        /// Keeps what it was asked: wrong answers if threads shared it.
        struct Scratch: Scorer {
            var memory: [UInt32] = []
            mutating func score(_ history: [UInt32], into scores: inout [Float]) {
                #expect(scores.allSatisfy { $0 == 0 })
                memory = history
                for item in scores.indices {
                    scores[item] = Float((Int(memory[0]) * 37 + item * item) % 50)
                }
            }
        }
        let queries = (0..<700).map {
            query("q\($0)", history: [UInt32($0 % 40)], targets: [UInt32($0 * 7 % 40)])
        }
        let one = try await Evaluator(itemCount: 40, listLength: 5, threads: 1)
            .run(Scratch(), on: queries)
        let four = try await Evaluator(itemCount: 40, listLength: 5, threads: 4)
            .run(Scratch(), on: queries)
        #expect(one == four)
        // In the order of the queries, each by its own history.
        for (query, outcome) in zip(queries, one) {
            let scores = (0..<40).map { (Int(query.history[0]) * 37 + $0 * $0) % 50 }
            let target = Int(query.targets[0])
            let masked = Int(query.history[0])
            let others = (0..<40).count {
                $0 != target && $0 != masked && scores[$0] >= scores[target]
            }
            #expect(outcome.ranks == [others + 1])
        }
        #expect(one.count == queries.count)
    }
}
