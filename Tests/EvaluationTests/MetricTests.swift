import Evaluation
import Primitives
import Testing

@Suite("Metrics")
struct MetricTests {
    struct Worked: CustomTestStringConvertible, Sendable {
        var metric: Metric
        var ranks: [Int]
        var expected: Double

        init(_ metric: Metric, _ ranks: [Int], _ expected: Double) {
            self.metric = metric
            self.ranks = ranks
            self.expected = expected
        }

        var testDescription: String { "\(metric) of \(ranks)" }
    }

    // Worked by hand; 21 candidates. 1/log₂(3) = 0.6309298, 1/log₂(4) = 0.5, 1/log₂(11) = 0.2890648.
    static let worked = [
        Worked(.hitRate(10), [10], 1), Worked(.hitRate(10), [11], 0),
        Worked(.hitRate(10), [3, 12], 1),
        Worked(.ndcg(10), [1], 1), Worked(.ndcg(10), [2], 0.6309298),
        Worked(.ndcg(10), [10], 0.2890648), Worked(.ndcg(10), [11], 0),
        // (1 + 0.5) / (1 + 0.6309298)
        Worked(.ndcg(10), [1, 3], 0.9197207),
        // Three targets, two places: the best possible is (1 + 0.6309298).
        Worked(.ndcg(2), [1, 3, 4], 0.6131472),
        Worked(.recall(10), [4], 1), Worked(.recall(3), [1, 3, 4, 9], 0.5),
        Worked(.precision(10), [4], 0.1), Worked(.precision(3), [1, 3, 4, 9], 2.0 / 3),
        Worked(.f1(3), [1, 3, 4, 9], 4.0 / 7), Worked(.f1(10), [11], 0),
        Worked(.f1(10), [4], 2.0 / 11),
        Worked(.reciprocalRank(10), [4], 0.25), Worked(.reciprocalRank(10), [11], 0),
        Worked(.reciprocalRank(10), [2, 4], 0.5),
        Worked(.averagePrecision(10), [4], 0.25),
        // (1/1 + 2/3) / 2, and with a third target past k: still over three.
        Worked(.averagePrecision(10), [1, 3], 5.0 / 6),
        Worked(.averagePrecision(10), [1, 3, 11], 5.0 / 9),
        Worked(.auc, [1], 1), Worked(.auc, [21], 0), Worked(.auc, [6], 0.75),
        // 19 others; above the first none, above the second one of them.
        Worked(.auc, [1, 3], 1 - 1.0 / 38),
    ]

    @Test("values worked by hand", arguments: worked)
    func byHand(_ case: Worked) {
        let value = `case`.metric.value(of: Outcome(ranks: `case`.ranks, candidates: 21))
        #expect(abs(value - `case`.expected) < 1e-6)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var items: Int
        var queries: Int
        var modulus: Int
        var targets: Int
        var masks: Bool
        var k: Int
        var gamma: Double
        /// HR, NDCG, recall, precision, F1, MRR, MAP, AUC, IPS-HR, IPS-NDCG, coverage, novelty,
        /// diversity.
        var expected: [Double]

        var testDescription: String { "\(items) items, \(targets) targets, top \(k)" }
    }

    // Written by a numpy script that sorts all candidates (by falling score, targets last among
    // equals) and takes the metrics from the sorted list: another way than counting.
    static let cases = [
        Case(
            items: 30, queries: 40, modulus: 101, targets: 1, masks: false, k: 5,
            gamma: 0.5,
            expected: [
                0.27500000, 0.14286119, 0.27500000, 0.05500000, 0.09166667,
                0.10041667, 0.10041667, 0.55431034, 0.19858263, 0.10368717,
                1.00000000, 5.21889763, 0.76000000,
            ]),
        Case(
            items: 30, queries: 40, modulus: 7, targets: 1, masks: true, k: 5,
            gamma: 1.0,
            expected: [
                0.05000000, 0.02153383, 0.05000000, 0.01000000, 0.01666667,
                0.01250000, 0.01250000, 0.38183317, 0.01433692, 0.00617457,
                0.76666667, 5.19739162, 0.86000000,
            ]),
        Case(
            items: 50, queries: 60, modulus: 13, targets: 4, masks: true, k: 10,
            gamma: 0.5,
            expected: [
                0.36666667, 0.06509514, 0.14861111, 0.04000000, 0.06094461,
                0.05201058, 0.02148148, 0.44369143, 0.36121547, 0.06558193,
                1.00000000, 5.95344083, 0.80481481,
            ]),
        Case(
            items: 12, queries: 25, modulus: 3, targets: 6, masks: false, k: 10,
            gamma: 0.25,
            expected: [
                0.80000000, 0.28652280, 0.42666667, 0.14400000, 0.21304029,
                0.25333333, 0.16444444, 0.31896296, 0.77134513, 0.27550572,
                1.00000000, 3.86396754, 0.82222222,
            ]),
        Case(
            items: 80, queries: 70, modulus: 29, targets: 3, masks: true, k: 20,
            gamma: 1.5,
            expected: [
                0.35714286, 0.08248051, 0.22380952, 0.02214286, 0.03967089,
                0.04615859, 0.03033264, 0.48298569, 0.29196263, 0.06823903,
                1.00000000, 6.58436204, 0.77556391,
            ]),
    ]

    @Test("agrees with an independent reference, several targets included", arguments: cases)
    func againstReference(_ case: Case) async throws {
        let k = `case`.k
        let modulus = `case`.modulus
        let queries = (0..<`case`.queries).map { Self.query($0, `case`) }
        var outcomes: [Outcome] = []
        for (number, query) in queries.enumerated() {
            let evaluator = Evaluator(itemCount: `case`.items, listLength: k)
            outcomes += try await evaluator.run(
                FunctionScorer { _, scores in
                    for item in scores.indices {
                        let sum = number * number * 31 + item * item * 17 + number * item * 7
                        scores[item] = Float((sum + item * 5) % modulus) / 4 - 3
                    }
                }, on: [query])
        }
        let counts = (0..<`case`.items).map { ($0 * $0 * 7) % 11 }
        let weights = PopularityWeights(counts: counts, gamma: `case`.gamma).weights(of: queries)
        let metrics: [Metric] = [
            .hitRate(k), .ndcg(k), .recall(k), .precision(k), .f1(k), .reciprocalRank(k),
            .averagePrecision(k), .auc,
        ]
        var values = metrics.map { $0.ratio(outcomes, of: queries).value }
        for metric in metrics.prefix(2) {
            values.append(metric.ratio(outcomes, of: queries, weights: weights).value)
        }
        values.append(ListMeasures.coverage(outcomes, k: k, itemCount: `case`.items))
        values.append(mean(ListMeasures.novelty(outcomes, k: k, counts: counts)))
        let categories = (0..<`case`.items).map { $0 % 4 }
        values.append(mean(ListMeasures.diversity(outcomes, k: k, categories: categories)))
        #expect(values.count == `case`.expected.count)
        for (value, expected) in zip(values, `case`.expected) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    private static func query(_ number: Int, _ case: Case) -> Query {
        var targets: [UInt32] = []
        for place in 0..<(1 + number % `case`.targets) {
            let target = UInt32((number * 5 + place * 3 + place * place) % `case`.items)
            if !targets.contains(target) { targets.append(target) }
        }
        let history = (0..<number % 6).map { UInt32((number * 3 + $0 * 2) % `case`.items) }
        return Query(
            name: String(number), owner: number, history: history, targets: targets,
            masksHistory: `case`.masks)
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }
}
