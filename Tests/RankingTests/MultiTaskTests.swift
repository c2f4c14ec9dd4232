import Neural
import Primitives
import Ranking
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Outcomes of showings, learnt together")
struct MultiTaskTests {
    /// Who is clicked is planted: a line, two features that count together, and how deep it stood.
    /// What stood high was mostly good, so that a learner who takes the place for the item's worth errs.
    private struct World {
        static let features = 6
        var random: SeededRNG

        init(seed: UInt64) { random = SeededRNG(seed: seed) }

        static func worth(_ row: [Float]) -> Float { row[0] + 1.5 * row[1] * row[2] - 1 }

        static func chance(_ logit: Float) -> Double { 1 / (1 + exp(-Double(logit))) }

        mutating func row() -> [Float] {
            (0..<Self.features).map { $0 == 5 ? 1 : Float(random.normal()) }
        }

        mutating func examples(_ count: Int) -> TaskExamples {
            var examples = TaskExamples(features: Self.features)
            for _ in 0..<count / 10 {
                let rows = (0..<10).map { _ in row() }.sorted { $0[0] > $1[0] }
                for (position, row) in rows.enumerated() {
                    let logit = Self.worth(row) - 1.2 * log(Float(1 + position))
                    var outcomes: Set<RankingTask> = []
                    if random.chance(Self.chance(logit)) {
                        outcomes.insert(.click)
                        if random.chance(Self.chance(2 * row[3])) { outcomes.insert(.purchase) }
                    }
                    examples.add(row, position: position, outcomes: outcomes)
                }
            }
            return examples
        }
    }

    @Test("chances come true, without the place; figures and importance say what was planted")
    func learns() throws {
        var world = World(seed: 1)
        let examples = world.examples(20_000)
        let outcome = try #require(
            MultiTaskTraining(examples, learntEnd: 14_000, heldEnd: 17_000, seed: 1).fit())
        #expect(outcome.figures.map(\.task) == [.click, .purchase])
        for figures in outcome.figures {
            #expect(figures.auc > 0.75, "\(figures)")
            #expect(figures.logLoss < 0.95 * figures.logLossOfRate, "\(figures)")
            #expect(figures.calibrationError < 0.05, "\(figures)")
        }
        let importance = outcome.importance
        #expect(importance[1] > 5 * abs(importance[4]) && importance[2] > 5 * abs(importance[4]))
        #expect(importance[5] == 0)

        // In the first place everything has the chance that its worth alone gives it.
        let rows = (0..<2000).map { _ in world.row() }
        let chances = outcome.ranker.chances(of: Self.table(rows))
        let error = rows.indices.reduce(0.0) { sum, row in
            sum + abs(Double(chances[row, 0]) - World.chance(World.worth(rows[row])))
        }
        #expect(error / 2000 < 0.1, "\(error / 2000), \(outcome.figures), \(importance)")
        #expect(rows.indices.allSatisfy { chances[$0, 1] == 0 && chances[$0, 3] == 0 })
    }

    @Test("parts add up to the chance, and a file gives the same chances")
    func partsAndFile() throws {
        var world = World(seed: 2)
        let examples = world.examples(4000)
        let ranker = try #require(
            MultiTaskTraining(examples, learntEnd: 2400, heldEnd: 3200, seed: 2).fit()
        ).ranker
        let directory = TemporaryDirectory()
        let path = directory.file("ranker.safetensors")
        var writer = SafetensorsWriter()
        ranker.add(to: &writer, as: "ranker")
        try writer.write(to: path)
        let file = try SafetensorsFile(path: path)
        let again = try #require(
            try MultiTaskRanker(from: file, named: "ranker", features: World.features))
        #expect(try MultiTaskRanker(from: file, named: "ranker", features: 5) == nil)
        for _ in 0..<50 {
            let row = world.row()
            let chances = ranker.chances(of: Self.table([row])).array
            #expect(again.chances(of: Self.table([row])).array == chances)
            for task in RankingTask.allCases {
                guard let parts = ranker.parts(of: row, task) else {
                    #expect(chances[task.rawValue] == 0)
                    continue
                }
                let logit = parts.features.reduce(0, +) + parts.together + parts.base
                #expect(abs(World.chance(logit) - Double(chances[task.rawValue])) < 1e-5)
            }
        }
    }

    @Test("what was hardly ever clicked teaches nothing")
    func tooLittle() {
        var examples = TaskExamples(features: 2)
        for number in 0..<1000 {
            examples.add(
                [1, Float(number % 7)], position: number % 5,
                outcomes: number % 50 == 0 ? [.click] : [])
        }
        #expect(
            MultiTaskTraining(examples, learntEnd: 600, heldEnd: 800, seed: 1).fit() == nil)
    }

    private static func table(_ rows: [[Float]]) -> Tensor {
        let table = Tensor(rows: rows.count, columns: World.features)
        table.array = rows.flatMap(\.self)
        return table
    }
}
