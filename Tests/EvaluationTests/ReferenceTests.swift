import Evaluation
import Foundation
import TestSupport
import Testing

/// The figures of dumped score matrices against those that `Tests/Support/Evaluation/reference.py`
/// finds by sorting. Its output is kept beside it, so that no Python is needed.
@Suite("Reference")
struct ReferenceTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var seed: UInt64
        var items: Int
        var queries: Int
        var values: Int
        var targets: Int
        var masked: Bool
        var k: Int
        var nan: [[Int]]
        var figures: [String: Figure]

        var testDescription: String { "seed \(seed)" }
    }

    /// A number, or the name of the query that was refused.
    enum Figure: Decodable, Sendable {
        case number(Double)
        case query(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .query(try value.decode(String.self))
            }
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Support/Evaluation").standardized
    private static let script = folder.appending(path: "reference.py").path
    private static let fixture = folder.appending(path: "reference.json")

    private static func cases() throws -> [Case] {
        try JSONDecoder().decode([Case].self, from: Data(contentsOf: fixture))
    }

    @Test("every figure of every dump is the reference's", arguments: try cases())
    func figures(_ case: Case) throws {
        var numbers = SplitMix64(state: `case`.seed)
        var scores: [[Float]] = []
        var queries: [Query] = []
        for number in 0..<`case`.queries {
            scores.append(
                (0..<`case`.items).map { _ in Float(numbers.below(`case`.values)) / 8 - 3 })
            let history = (0..<numbers.below(8)).map { _ in UInt32(numbers.below(`case`.items)) }
            var targets: [UInt32] = []
            for _ in 0..<1 + numbers.below(`case`.targets) {
                let target = UInt32(numbers.below(`case`.items))
                if !targets.contains(target) { targets.append(target) }
            }
            queries.append(
                Query(
                    name: String(number), owner: number, history: history, targets: targets,
                    masksHistory: `case`.masked))
        }
        for place in `case`.nan { scores[place[0]][place[1]] = .nan }
        let evaluator = Evaluator(itemCount: `case`.items, listLength: `case`.k)
        if case .query(let name)? = `case`.figures["refused"] {
            let error = #expect(throws: EvaluationError.self) {
                _ = try evaluator.rank(scores, for: queries)
            }
            #expect(error?.code == .scoreNotANumber)
            #expect(error?.query == name)
            return
        }
        let outcomes = try evaluator.rank(scores, for: queries)
        let counts = (0..<`case`.items).map { ($0 * $0 * 7) % 11 }
        let k = `case`.k
        let metrics: [(String, Metric)] = [
            ("HR", .hitRate(k)), ("NDCG", .ndcg(k)), ("Recall", .recall(k)),
            ("Precision", .precision(k)), ("F1", .f1(k)), ("MRR", .reciprocalRank(k)),
            ("MAP", .averagePrecision(k)), ("AUC", .auc),
        ]
        var found = Dictionary(
            uniqueKeysWithValues: metrics.map { ($0, $1.ratio(outcomes, of: queries).value) })
        found["coverage"] = ListMeasures.coverage(outcomes, k: k, itemCount: `case`.items)
        let novelty = ListMeasures.novelty(outcomes, k: k, counts: counts)
        found["novelty"] = novelty.reduce(0, +) / Double(novelty.count)
        #expect(found.count == `case`.figures.count)
        for (name, value) in found {
            guard case .number(let expected)? = `case`.figures[name] else {
                Issue.record("the reference has no \(name)")
                continue
            }
            #expect(abs(value - expected) < 1e-6, "\(name), seed \(`case`.seed)")
        }
    }

    /// `python3`, or `$MARTLET_PYTHON`; nil where it is not there or has no numpy.
    private static let python: String? = {
        let given = ProcessInfo.processInfo.environment["MARTLET_PYTHON"] ?? "python3"
        return (try? Command.run(given, ["-c", "import numpy"]))?.code == 0 ? given : nil
    }()

    @Test(
        "the script still gives what is kept",
        .enabled(if: python != nil, "python3 with numpy is not there"))
    func script() throws {
        let result = try Command.run(try #require(Self.python), [Self.script])
        #expect(result.code == 0)
        #expect(Data(result.output) == (try Data(contentsOf: Self.fixture)))
    }
}

/// The generator of the script (Steele, Lea & Flood, 2014).
private struct SplitMix64 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
