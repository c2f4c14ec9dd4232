import Neural
import Primitives
import Ranking
import TestSupport
import Testing

/// Blends on made-up queries of which it is known what a good order is.
struct BlendTests {
    private static let items = 40

    /// A query whose answer one source knows in half of the cases and the other in the rest: by
    /// the parity of the history's length.
    private struct Question {
        var history: [UInt32]
        var answer: UInt32
        var list: CandidateList
    }

    private func questions(_ count: Int, seed: UInt64) -> [Question] {
        var random = SeededRNG(seed: seed)
        return (0..<count).map { _ in
            let length = 1 + random.index(below: 2) * 9
            let answer = UInt32(random.index(below: Self.items))
            let history = (0..<length).map { _ in UInt32(random.index(below: Self.items)) }
            let knowing = length == 1 ? 0 : 1
            let scores = (0..<2).map { source in
                (0..<Self.items).map { item in
                    let signal: Float = source == knowing && item == answer ? 2 : 0
                    return signal + Float(random.normal())
                }
            }
            return Question(
                history: history, answer: answer,
                list: CandidateList(scores: scores, scales: [.logits, .logits], depth: 20))
        }
    }

    private static func frequency(_ questions: [Question]) -> ItemFrequency {
        ItemFrequency(questions.map(\.history), itemCount: items)
    }

    private func trained(on questions: [Question], seed: UInt64 = 1) -> Blend? {
        let frequency = Self.frequency(questions)
        var training = BlendTraining(CandidateFeatures(sources: 2), seed: seed)
        for (owner, question) in questions.enumerated() {
            training.add(
                question.list, history: question.history, frequency: frequency,
                answers: [question.answer], owner: owner)
        }
        return training.fit()
    }

    /// The mean of one over the answer's rank among the candidates.
    private func figure(
        _ questions: [Question], _ scores: (Question) -> [Float]
    ) -> Double {
        let values = questions.map { question -> Double in
            guard let place = question.list.items.firstIndex(of: question.answer) else { return 0 }
            let scores = scores(question)
            return 1 / Double(1 + scores.count { $0 > scores[place] })
        }
        return values.reduce(0, +) / Double(values.count)
    }

    @Test func itLearnsWhichSourceToTrustWhen() throws {
        let blend = try #require(trained(on: questions(3000, seed: 1)))
        let asked = questions(1000, seed: 2)
        let frequency = Self.frequency(asked)
        let blended = figure(asked) {
            blend.scores(of: $0.list, history: $0.history, frequency: frequency)
        }
        // An order that trusts both alike at all times.
        let first = figure(asked) { question in
            question.list.items.indices.map { Float(-$0) }
        }
        #expect(blended > 0.35, "\(blended)")
        #expect(blended > 1.3 * first, "\(blended) against \(first)")
    }

    @Test func oneSeedGivesTheSameBlend() throws {
        let questions = questions(300, seed: 3)
        let (first, second) = (trained(on: questions), trained(on: questions))
        let other = trained(on: questions, seed: 2)
        let asked = questions[0]
        let scores = [first, second, other].map {
            $0?.scores(of: asked.list, history: asked.history, frequency: Self.frequency(questions))
        }
        #expect(scores[0] == scores[1])
        #expect(scores[0] != scores[2])
    }

    @Test func scoresAreNumbersWhateverTheSourcesSay() throws {
        let blend = try #require(trained(on: questions(300, seed: 4)))
        let nothing = [Float](repeating: 0, count: Self.items)
        var one = nothing
        one[3] = .greatestFiniteMagnitude
        for rows in [[nothing, one], [one, nothing], [one, one]] {
            let list = CandidateList(scores: rows, scales: [.weights, .weights], depth: 10)
            let scores = blend.scores(
                of: list, history: [], frequency: ItemFrequency([], itemCount: Self.items))
            #expect(scores.count == list.count)
            #expect(scores.allSatisfy { $0.isFinite }, "\(scores)")
        }
    }

    @Test func aFileKeepsIt() throws {
        let directory = TemporaryDirectory()
        let questions = questions(300, seed: 6)
        let blend = try #require(trained(on: questions))
        let path = directory.file("blends")
        var writer = SafetensorsWriter()
        blend.add(to: &writer, as: "home")
        try writer.write(to: path)
        let file = try SafetensorsFile(path: path)
        let read = try #require(try Blend(from: file, named: "home", sources: 2))
        let asked = questions[0]
        let scores = [blend, read].map {
            $0.scores(
                of: asked.list, history: asked.history, frequency: Self.frequency(questions))
        }
        #expect(scores[0] == scores[1])
        #expect(try Blend(from: file, named: "home", sources: 3) == nil)
        #expect(throws: SafetensorsError.self) {
            try Blend(from: file, named: "cart", sources: 2)
        }
    }

    @Test func withoutQueriesThereIsNoBlend() {
        #expect(trained(on: []) == nil)
        let few = questions(1, seed: 5)
        #expect(trained(on: few) == nil)
    }
}
