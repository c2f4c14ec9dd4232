import Commerce
import Policy
import Primitives

extension PolicyDesk {
    /// Answers on either side until an interval is believed.
    private static let answersMin = 30.0

    var report: PolicyReport {
        var report = PolicyReport()
        report.state = stage.mode.rawValue
        report.placements = configuration.placements.map(\.rawValue).sorted()
        report.serving = stage.licensed?.name
        report.live = stage.live.name
        report.candidate = stage.candidate?.name
        report.share = stage.share
        report.ball = stage.ball
        report.divergence = figures.divergence
        report.effectiveSample = judge.effectiveSample
        report.answers = answers
        report.waiting = waiting
        report.steps = learner.steps
        report.refused = learner.refused
        report.rewards = ledger.counts
        report.policy = judge.arms.candidate
        report.ranker = judge.arms.incumbent
        report.periods = figures.periods.map {
            PolicyReport.Period(from: $0.from, policy: $0.policy, ranker: $0.ranker)
        }
        report.exploration = exploration
        report.alarms = learner.drift.alarms
        report.shifts = figures.shifts
        report.calibration = figures.calibration.filter { $0.shown > 0 }.map {
            ($0.foretold / $0.shown, $0.observed / $0.shown, Int($0.shown))
        }
        report.newestReward = newestReward
        report.published = published
        report.versions = versions
        report.verdicts = verdicts
        return report
    }

    /// Who explores is drawn by lot, so the difference of the means is what it costs.
    private var exploration: PolicyReport.Exploration {
        let (some, others) = (figures.exploring, figures.others)
        let share = some.count / max(1, some.count + others.count)
        let mean = share * some.mean + (1 - share) * others.mean
        var result = PolicyReport.Exploration(share: share, answers: Int(some.count))
        guard mean > 0 else { return result }
        result.cost = share * (others.mean - some.mean) / mean
        guard some.count >= Self.answersMin, others.count >= Self.answersMin else { return result }
        result.halfWidth =
            share / mean
            * (some.halfWidth * some.halfWidth + others.halfWidth * others.halfWidth).squareRoot()
        return result
    }

    // MARK: By hand

    /// Has a version serve: the one named, or what learns now.
    func promote(_ name: String?, at now: Timestamp) throws {
        let policy: LivePolicy
        if let name {
            guard let read = try read(name) else {
                throw EngineError(.notFound, "there is no policy \(clipped(name))")
            }
            policy = read
        } else {
            policy = try freeze(at: now)
        }
        try note(
            PolicyVerdict(
                time: now, version: policy.name, .promote, by: .administrator, reason: "by hand"))
        try license(policy)
    }

    /// Has the version serve that was promoted before, or the ranker alone.
    func rollBack(at now: Timestamp) throws {
        guard let serving = stage.licensed else {
            throw EngineError(.notFound, "no policy serves")
        }
        try note(
            PolicyVerdict(
                time: now, version: serving.name, .rollBack, by: .administrator, reason: "by hand"))
        try registry.rollBack()
        try returnTo(registry.serving().last)
    }
}
