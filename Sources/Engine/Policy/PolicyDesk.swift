import Commerce
import Neural
import Policy
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Learns from answers and rewards, and decides what serves. A reference: one thread at a time.
final class PolicyDesk {
    private struct Pending {
        var trace: PolicyTrace
        /// Whether it is already learnt from what was clicked.
        var isLearnt = false
    }

    /// Positions of an answer that are learnt from.
    static let positions = 24
    /// Answers that wait for rewards.
    private static let openMax = 20_000

    let configuration: PolicyConfiguration
    let registry: PolicyRegistry
    private(set) var stage: PolicyStage
    private(set) var learner: PolicyLearner
    private(set) var ledger: RewardLedger
    private(set) var judge: PolicyJudge
    private(set) var figures = PolicyFigures()
    private(set) var answers = 0
    private(set) var newestReward: Timestamp?
    /// Of the newest answer or reward that the published weights know.
    private(set) var published: Timestamp?
    /// What kept a version from being read: no reason not to serve without it.
    private(set) var damage: SafetensorsError?
    /// As the registry has them, newest first.
    private(set) var versions: [PolicyVersion] = []
    private(set) var verdicts: [PolicyVerdict] = []
    /// Decisions that are told.
    private static let verdictsMax = 100
    private var pending: [String: Pending] = [:]
    /// Answers whose clicks are not learnt from yet, oldest first.
    private var undecided: [(request: String, time: Double)] = []
    private var stepsLicensed = 0
    private var answersAtCandidate = 0

    /// - Throws: `StorageError`.
    init(_ configuration: PolicyConfiguration, _ registry: PolicyRegistry) throws {
        self.configuration = configuration
        self.registry = registry
        learner = Self.learner(configuration)
        ledger = RewardLedger(window: configuration.window / 86_400, openMax: Self.openMax)
        judge = PolicyJudge(answers: configuration.gateAnswers)
        stage = PolicyStage(
            configuration: configuration,
            live: LivePolicy(
                name: "p-0+0", learner.weights, sharpness: configuration.sharpness))
        if let live = try weights(of: PolicyRegistry.live) {
            learner.take(live)
            stage.live = learnt(as: "p-0+0")
        }
        if let version = try registry.serving().last { stage.licensed = try read(version) }
        stage.mode = stage.licensed == nil ? .shadow : .serving
        if let kept = try registry.candidate(), let candidate = try read(kept.version) {
            stage.candidate = candidate
            if kept.isCanary { stage.mode = .canary }
        }
        versions = try registry.versions()
        verdicts = try registry.verdicts(last: Self.verdictsMax)
        publish()
    }

    private static func learner(_ configuration: PolicyConfiguration) -> PolicyLearner {
        var settings = PolicySettings()
        settings.slateLength = positions
        settings.learningRate = Float(configuration.learningRate)
        settings.sharpness = configuration.sharpness
        settings.trustRadius = configuration.ball
        settings.replayMax = 4000
        settings.recentMax = 2000
        let learner = PolicyLearner(
            state: PolicyInputs.state.count,
            candidate: PolicyInputs.item.count - ItemEvidence.count, settings: settings,
            seed: configuration.seed)
        learner.network.silence()
        return learner
    }

    /// Nil where there is no such version, or where it is damaged.
    func read(_ version: String) throws -> LivePolicy? {
        try weights(of: version).map {
            LivePolicy(name: version, $0, sharpness: configuration.sharpness)
        }
    }

    private func weights(of version: String) throws -> PolicyWeights? {
        do {
            return try registry.read(version, like: learner.weights)
        } catch let error as SafetensorsError {
            damage = error
            return nil
        }
    }

    /// What was learnt until now.
    private func learnt(as name: String) -> LivePolicy {
        LivePolicy(name: name, learner.weights, sharpness: configuration.sharpness)
    }

    var waiting: Int { ledger.waiting }

    // MARK: A step

    /// Takes answers and rewards, learns, and decides.
    ///
    /// - Returns: whether anything changed that answers depend on.
    func step(
        _ traces: [PolicyTrace], _ rewards: [PolicyReward], at now: Timestamp
    ) throws -> Bool {
        for trace in traces { open(trace) }
        for reward in rewards { credit(reward) }
        let time = now.seconds / 86_400
        let due = undecided.prefix { $0.time + configuration.delay / 86_400 <= time }
        for entry in due { learn(entry.request) }
        undecided.removeFirst(due.count)
        for decision in ledger.close(at: time) { close(decision, at: now) }
        let isChanged = learner.learnFromStream()
        if isChanged {
            publish()
            published = now
        }
        return try decide(at: now) || isChanged
    }

    private func open(_ trace: PolicyTrace) {
        let question = trace.decision.question
        guard pending[question.request] == nil else { return }
        ledger.open(trace.decision)
        pending[question.request] = Pending(trace: trace)
        undecided.append((question.request, question.time))
    }

    private func credit(_ reward: PolicyReward) {
        let time = reward.time.seconds / 86_400
        guard let decision = ledger.decision(of: reward.request) else {
            _ = ledger.credit(
                id: reward.id, request: reward.request, item: reward.item,
                reward: reward.amount, time: time)
            return
        }
        let hours = max(0, (time - decision.question.time) * 24)
        let isCredited = ledger.credit(
            id: reward.id, request: reward.request, item: reward.item,
            reward: reward.amount * pow(configuration.discount, hours), time: time)
        guard isCredited else { return }
        newestReward = max(newestReward ?? reward.time, reward.time)
        learn(reward.request)
    }

    /// Learns what was clicked: at the first reward, or when the delay is over. So each answer teaches
    /// once, and those that were clicked a little earlier than the others.
    private func learn(_ request: String) {
        guard pending[request]?.isLearnt == false, let decision = ledger.decision(of: request)
        else { return }
        pending[request]?.isLearnt = true
        if learner.learn(shown: clicked(decision)) { answers += 1 }
    }

    private func close(_ decision: PolicyDecision, at now: Timestamp) {
        guard let entry = pending.removeValue(forKey: decision.question.request) else { return }
        let decision = clicked(decision)
        if !entry.isLearnt, learner.learn(shown: decision) { answers += 1 }
        learner.learn(complete: decision)
        figures.add(entry.trace, decision, at: now)
        judge.add(entry.trace, decision, candidate: stage.candidate?.name)
    }

    private func clicked(_ decision: PolicyDecision) -> PolicyDecision {
        var decision = decision
        decision.clicked = decision.rewards.map { $0 > 0 }
        return decision
    }

    private func publish() {
        let base = stage.licensed?.name ?? "p-0"
        stage.live = learnt(as: "\(base)+\(learner.steps - stepsLicensed)")
        stage.isOutdated = learner.isOutdated
    }

    // MARK: Decide

    private func decide(at now: Timestamp) throws -> Bool {
        if stage.mode != .shadow, let finding = judge.verdict(isCanary: stage.mode == .canary) {
            try carryOut(finding, at: now)
            return true
        }
        if stage.mode != .canary, let (finding, isLast) = judge.verdict() {
            try carryOut(finding, isLast: isLast, at: now)
            return true
        }
        guard stage.candidate == nil,
            answers - answersAtCandidate >= configuration.gateAnswers
        else { return false }
        try propose(at: now)
        return true
    }

    /// Freezes what was learnt as a candidate.
    private func propose(at now: Timestamp) throws {
        answersAtCandidate = answers
        stage.candidate = try freeze(at: now)
        judge.beginJudgement()
        try keepCandidate()
    }

    private func keepCandidate() throws {
        try registry.keep(candidate: stage.candidate?.name, isCanary: stage.mode == .canary)
    }

    /// Keeps what was learnt as a version.
    func freeze(at now: Timestamp) throws -> LivePolicy {
        let version = PolicyVersion(
            version: try registry.newName(), created: now, parent: stage.licensed?.name,
            answers: answers, steps: learner.steps)
        try registry.save(learner.weights, as: version)
        versions = try registry.versions()
        return learnt(as: version.version)
    }

    private func carryOut(
        _ finding: PolicyJudge.Finding, isLast: Bool = true, at now: Timestamp
    ) throws {
        let subject =
            stage.mode == .serving && finding.outcome == .rollBack
            ? stage.licensed : stage.candidate
        guard let subject else { return }
        try note(
            PolicyVerdict(
                time: now, version: subject.name, finding.outcome, by: finding.author,
                reason: finding.reason, evidence: finding.evidence))
        switch finding.outcome {
        case .promote where configuration.promotes: try license(subject)
        case .canary where configuration.promotes && configuration.canary > 0:
            enter(.canary)
        case .rollBack where stage.mode == .serving:
            // What served before was not compared with: the ranker is what is known to be better.
            try registry.rollBack(all: true)
            try returnTo(nil)
        case .rollBack: dropCandidate()
        default: if isLast { dropCandidate() }
        }
        try keepCandidate()
    }

    /// Keeps a decision.
    func note(_ verdict: PolicyVerdict) throws {
        try registry.note(verdict)
        verdicts = try registry.verdicts(last: Self.verdictsMax)
    }

    private func enter(_ mode: PolicyStage.Mode) {
        stage.mode = mode
        judge.beginArms()
    }

    private func dropCandidate() {
        stage.candidate = nil
        enter(stage.licensed == nil ? .shadow : .serving)
    }

    /// Has a version serve; learning goes on from where it is.
    func license(_ policy: LivePolicy) throws {
        try registry.promote(policy.name)
        stage.licensed = policy
        stage.candidate = nil
        stepsLicensed = learner.steps
        learner.license()
        enter(.serving)
        publish()
        try keepCandidate()
    }

    /// Has an earlier version serve, or the ranker alone, and learns on from there.
    func returnTo(_ version: String?) throws {
        stage.licensed = try version.flatMap(read)
        if let licensed = stage.licensed {
            learner.take(licensed.weights)
            learner.license()
        } else {
            learner = Self.learner(configuration)
        }
        stepsLicensed = learner.steps
        dropCandidate()
        publish()
        try keepCandidate()
    }

    // MARK: Care

    /// Keeps what was learnt.
    func save(at now: Timestamp) throws {
        try registry.save(
            learner.weights,
            as: PolicyVersion(
                version: PolicyRegistry.live, created: now, parent: stage.licensed?.name,
                answers: answers, steps: learner.steps))
    }

    /// Drops what is held of people; what the weights learnt stays, as in every model.
    func forget(_ people: Set<Int>) {
        for person in people {
            ledger.forget(person: person)
            learner.forget(person: person)
        }
        pending = pending.filter { !people.contains($0.value.trace.decision.question.person) }
    }
}
