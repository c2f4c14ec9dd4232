import Evaluation
import Policy
import Primitives
import Testing

/// Slates of three drawn from eight items by a known policy, with known chances of a click.
struct SlateWorld {
    static let itemCount = 8
    static let length = 3

    /// The logging policy's scores; the target's are half as steep and turned around in part.
    let logging: [Double]
    let target: [Double]
    let clicks: [Double]

    init(seed: UInt64) {
        var rng = SeededRNG(seed: seed)
        logging = (0..<Self.itemCount).map { _ in 0.5 * rng.normal() }
        target = logging.map { 0.5 * $0 + 0.5 * rng.normal() }
        clicks = (0..<Self.itemCount).map { _ in 0.05 + 0.4 * rng.uniform() }
    }

    private func look(_ position: Int) -> Double { 1 / (1 + 0.3 * Double(position)) }

    /// The target's value, by all slates there are.
    var truth: Double {
        var sum = 0.0
        for first in 0..<Self.itemCount {
            for second in 0..<Self.itemCount where second != first {
                for third in 0..<Self.itemCount where third != first && third != second {
                    let slate = [first, second, third]
                    let chance = PlackettLuce.propensities(of: slate, target).reduce(1, *)
                    sum +=
                        chance
                        * slate.enumerated().reduce(0) {
                            $0 + look($1.offset) * clicks[$1.element]
                        }
                }
            }
        }
        return sum
    }

    /// A log of the logging policy, with a reward model that is right up to `error`.
    func log(_ count: Int, error: Double, _ rng: inout SeededRNG) -> [LoggedDecision] {
        let model = clicks.enumerated().map { $1 * (1 + error * ($0 % 2 == 0 ? 1 : -1)) }
        return (0..<count).map { line in
            let draw = PlackettLuce.draw(logging, length: Self.length, &rng)
            let wanted = PlackettLuce.propensities(of: draw.slate, target)
            var above: [Int] = []
            let shown = draw.slate.enumerated().map { position, item in
                let left = (0..<Self.itemCount).filter { !above.contains($0) }
                let chances = PlackettLuce.softmax(left.map { target[$0] })
                let expected = zip(left, chances).reduce(0) {
                    $0 + $1.1 * look(position) * model[$1.0]
                }
                above.append(item)
                return LoggedDecision.Shown(
                    reward: rng.chance(look(position) * clicks[item]) ? 1 : 0,
                    propensity: draw.propensities[position], target: wanted[position],
                    predicted: look(position) * model[item], expected: expected)
            }
            return LoggedDecision(shown, line: line + 1)
        }
    }
}

struct OffPolicyTests {
    /// The measures of estimation: intervals hold as often as they say, and a model never hurts much.
    @Test func intervalsHoldOverTwoHundredLogs() throws {
        let world = SlateWorld(seed: 5)
        let truth = world.truth
        let estimators: [Estimator] = [.ips, .snips, .doublyRobust, .switchDR(weightMax: 20)]
        var held: [String: Int] = [:]
        var squares: [String: Double] = [:]
        for seed in 0..<200 {
            var rng = SeededRNG(seed: UInt64(seed) + 1000)
            let log = try OffPolicyLog(world.log(1500, error: 0.3, &rng), weighting: .cascade)
            for estimator in estimators {
                let estimate = log.estimate(estimator, resamples: 200, seed: UInt64(seed))
                let interval = estimate.bootstrap
                if interval.low <= truth, truth <= interval.high {
                    held[estimator.name, default: 0] += 1
                }
                squares[estimator.name, default: 0] +=
                    (estimate.value - truth) * (estimate.value - truth)
                #expect(estimate.bernstein.low <= interval.low)
                #expect(estimate.bernstein.high >= interval.high)
            }
        }
        for name in ["ips", "snips", "dr"] {
            #expect((184...198).contains(held[name] ?? 0), "\(name) held \(held[name] ?? 0) of 200")
        }
        let errors = squares.mapValues { ($0 / 200).squareRoot() }
        let robust = try #require(errors["dr"])
        let weighted = try #require(errors["ips"])
        #expect(robust <= weighted, "\(errors)")
    }

    @Test func aPerfectModelNeedsNoWeights() throws {
        let world = SlateWorld(seed: 8)
        var rng = SeededRNG(seed: 1)
        let log = try OffPolicyLog(world.log(4000, error: 0, &rng), weighting: .cascade)
        let direct = log.estimate(.directMethod).value
        let robust = log.estimate(.doublyRobust).value
        #expect(abs(direct - world.truth) < 0.02)
        #expect(abs(robust - world.truth) < 0.05)
    }

    @Test func evaluatingThePolicyOnItselfIsItsMean() throws {
        let decisions = (0..<100).map { number in
            LoggedDecision([
                .init(reward: Double(number % 7), propensity: 0.25, target: 0.25)
            ])
        }
        let log = try OffPolicyLog(decisions)
        for estimator in [Estimator.ips, .snips, .doublyRobust] {
            #expect(abs(log.estimate(estimator).value - log.loggedValue) < 1e-12)
        }
        #expect(log.overlap.effectiveSample == 100)
        #expect(log.overlap.meanWeight == 1)
        #expect(log.overlap.zeroShare == 0)
    }

    @Test func twoDecisionsByHand() throws {
        let log = try OffPolicyLog([
            LoggedDecision([
                .init(reward: 1, propensity: 0.5, target: 1, predicted: 0.5, expected: 0.4)
            ]),
            LoggedDecision([
                .init(reward: 0, propensity: 0.5, target: 0, predicted: 0.2, expected: 0.4)
            ]),
        ])
        #expect(log.estimate(.ips).value == 1)
        #expect(log.estimate(.snips).value == 1)
        #expect(log.estimate(.directMethod).value == 0.4)
        #expect(abs(log.estimate(.doublyRobust).value - 0.9) < 1e-12)
        #expect(abs(log.estimate(.switchDR(weightMax: 1)).value - 0.4) < 1e-12)
        #expect(log.overlap.effectiveSample == 1)
        #expect(log.overlap.weightMax == 2)
        #expect(log.overlap.zeroShare == 0.5)
    }

    @Test(
        "numbers that nothing can be estimated with are refused with their line",
        arguments: [
            (LoggedDecision.Shown(reward: .nan, propensity: 1, target: 1), "reward"),
            (.init(reward: 1, propensity: 0, target: 1), "propensity"),
            (.init(reward: 1, propensity: 1.5, target: 1), "propensity"),
            (.init(reward: 1, propensity: .nan, target: 1), "propensity"),
            (.init(reward: 1, propensity: 0.5, target: -0.1), "target propensity"),
            (.init(reward: 1, propensity: 0.5, target: 1, predicted: .infinity), "predicted"),
        ])
    func refused(shown: LoggedDecision.Shown, field: String) {
        let good = LoggedDecision([.init(reward: 1, propensity: 1, target: 1)], line: 2)
        let error = #expect(throws: OffPolicyError.self) {
            try OffPolicyLog([good, LoggedDecision([shown], line: 3)])
        }
        #expect(error?.line == 3)
        #expect(error?.description.contains(field) == true)
    }

    @Test func anEmptyLogIsRefused() {
        let error = #expect(throws: OffPolicyError.self) { try OffPolicyLog([]) }
        #expect(error?.code == .noDecisions)
    }
}
