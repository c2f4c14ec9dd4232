import ArgumentParser
import Engine
import Evaluation
import JSON
import Policy

struct EvaluatePolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "What a policy would have earned, from the log of another one.",
        discussion: """
            A log is CSV, plain or gzip, with a header and one shown item a line: item_id, position, \
            click or reward, and propensity_score, the chance with which the policy that made the \
            log put that item there. What is evaluated is the policy of the log's column \
            target_propensity, or that of --target: a log of its own, from which its shares of \
            items by position are read, whoever asked, and beside whose own mean reward the \
            estimates are shown; or, with --uniform, every item of the log with equal chances. The \
            model of dm, dr and switch knows the mean reward of each item, learnt from the other half \
            of the log. Intervals hold 95 %.

            With --data, the log is the shop's own: each policy that was judged while others answered is
            estimated from the answers that judged it and what came of them.
            """)

    enum Choice: String, CaseIterable, ExpressibleByArgument {
        case ips, snips, dm, dr, `switch`, all
    }

    @Option(name: .customLong("log"), parsing: .singleValue, help: "A log; several add up.")
    var logs: [String] = []
    @Option(help: "A shop's data directory.") var data: String?
    @Option(help: "A log of the policy to be evaluated.") var target: String?
    @Flag(help: "Evaluate the policy that shows every item equally often.") var uniform = false
    @Option(help: "ips, snips, dm, dr, switch or all.") var estimator = Choice.all
    @Option(help: "Weights above it make switch trust the model.") var weightMax = 5.0
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Option(help: "Draws the intervals.") var seed: UInt64 = 1
    @Flag(help: "Print one line of JSON.") var json = false

    func validate() throws {
        guard logs.isEmpty != (data == nil) else {
            throw ValidationError("name a --log or a --data directory")
        }
        guard !(uniform && target != nil) else {
            throw ValidationError("--uniform and --target exclude each other")
        }
        guard weightMax > 0, resamples > 0 else {
            throw ValidationError("--weight-max and --resamples must be more than 0")
        }
    }

    private var estimators: [Estimator] {
        let all: [Estimator] = [
            .ips, .snips, .directMethod, .doublyRobust, .switchDR(weightMax: weightMax),
        ]
        return estimator == .all ? all : all.filter { $0.name == estimator.rawValue }
    }

    func run() throws {
        if let data { return try runOnShop(data) }
        let read = try logs.map { try PropensityLog($0) }
        let targetLog = try target.map { try PropensityLog($0) }
        let log = try OffPolicyLog(decisions(read, targetLog))
        let estimates = estimators.map { log.estimate($0, resamples: resamples, seed: seed) }
        if json {
            printValue(log, estimates, targetLog)
        } else {
            printText(log, estimates, targetLog)
        }
    }

    private func runOnShop(_ data: String) throws {
        let configuration = try ConfigurationFile(nil, data: data).engine.policy
        let judged = try JudgedSlates(directory: data, configuration ?? PolicyConfiguration())
        guard !judged.decisions.isEmpty else {
            print(
                "no answer of \(data) judged a policy; `policy.enabled` in settings.json makes them"
            )
            return
        }
        for (candidate, decisions) in judged.decisions.sorted(by: { $0.key < $1.key }) {
            let log = try OffPolicyLog(decisions)
            let estimates = estimators.map { log.estimate($0, resamples: resamples, seed: seed) }
            print("\(candidate):")
            if json { printValue(log, estimates, nil) } else { printText(log, estimates, nil) }
        }
    }

    /// Each row is a decision of its own, and predicted by what the other half of its log taught.
    private func decisions(
        _ logs: [PropensityLog], _ targetLog: PropensityLog?
    ) throws -> [LoggedDecision] {
        let items = Set(logs.flatMap { $0.rows.map(\.item) }).sorted()
        let shares = targetLog?.shares
        var decisions: [LoggedDecision] = []
        for log in logs {
            let halves = [1, 0].map { parity in
                RewardTable(log.rows.enumerated().filter { $0.offset % 2 == parity }.map(\.element))
            }
            var expected: [String: [Double]] = [:]
            for (place, row) in log.rows.enumerated() {
                func chance(_ item: String) -> Double {
                    shares.map { $0[.init(item: item, position: row.position)] ?? 0 }
                        ?? 1 / Double(items.count)
                }
                guard shares != nil || uniform || row.target != nil else {
                    throw SequenceFileError(
                        log.file, row.line,
                        "has no target_propensity: name --target or --uniform")
                }
                let known =
                    expected[row.position]
                    ?? halves.map { table in
                        items.reduce(0) { $0 + chance($1) * table.prediction($1) }
                    }
                expected[row.position] = known
                let predicted = halves[place % 2].prediction(row.item)
                let isGiven = shares == nil && !uniform
                decisions.append(
                    LoggedDecision(
                        [
                            LoggedDecision.Shown(
                                reward: row.reward, propensity: row.propensity,
                                target: isGiven ? row.target ?? 0 : chance(row.item),
                                predicted: predicted, expected: known[place % 2])
                        ], line: row.line))
            }
        }
        return decisions
    }

    private func printText(
        _ log: OffPolicyLog, _ estimates: [OffPolicyEstimate], _ targetLog: PropensityLog?
    ) {
        let overlap = log.overlap
        print("\(grouped(log.decisions.count)) decisions, value logged \(short(log.loggedValue))")
        print(
            "effective sample \(grouped(Int(overlap.effectiveSample))), mean weight "
                + "\(short(overlap.meanWeight)), largest \(short(overlap.weightMax)), never shown "
                + "by the target \(short(100 * overlap.zeroShare)) %")
        for estimate in estimates {
            let name = estimate.estimator.padding(to: 8)
            print(
                "\(name)\(short(estimate.value))   \(text(estimate.bootstrap)) resampled   "
                    + "\(text(estimate.bernstein)) Bernstein")
        }
        if let targetLog {
            print(
                "on-policy \(short(targetLog.meanReward)), mean of "
                    + "\(grouped(targetLog.rows.count)) decisions of the target's own log")
        }
    }

    private func text(_ interval: Interval) -> String {
        "[\(short(interval.low)), \(short(interval.high))]"
    }

    private func short(_ value: Double) -> String { String((value * 1e5).rounded() / 1e5) }

    private func printValue(
        _ log: OffPolicyLog, _ estimates: [OffPolicyEstimate], _ targetLog: PropensityLog?
    ) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("decisions", log.decisions.count)
            writer.field("logged", log.loggedValue)
            writer.field("effective_sample", log.overlap.effectiveSample)
            writer.field("mean_weight", log.overlap.meanWeight)
            writer.field("weight_max", log.overlap.weightMax)
            writer.field("zero_share", log.overlap.zeroShare)
            if let targetLog { writer.field("on_policy", targetLog.meanReward) }
            for estimate in estimates {
                writer.field(estimate.estimator, estimate.value)
                writer.field("\(estimate.estimator)_low", estimate.bootstrap.low)
                writer.field("\(estimate.estimator)_high", estimate.bootstrap.high)
                writer.field("\(estimate.estimator)_bernstein_low", estimate.bernstein.low)
                writer.field("\(estimate.estimator)_bernstein_high", estimate.bernstein.high)
            }
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
