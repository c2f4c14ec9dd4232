import Commerce
import Dispatch
import Policy
import Primitives
import Synchronization

/// Brings answers and rewards to the policy's desk, which has a thread of its own, and what it learns to
/// the writer's next snapshot.
final class PolicyLoop: Sendable {
    /// Answers and rewards that wait for the desk; what is more is counted as lost.
    private static let waitingMax = 20_000
    /// Seconds between two copies of the weights on disk.
    private static let saveSeconds = 60.0

    private struct State {
        var traces: [PolicyTrace] = []
        var rewards: [PolicyReward] = []
        var lost = 0
        var forgotten: Set<Int> = []
        var isBusy = false
        var ready: PolicyStage?
        var report = PolicyReport()
        var error: (any Error)?
    }

    let rewards: [EventType: Double]
    private let desk: Lent<PolicyDesk>
    private let saved: Mutex<Timestamp>
    private let thread = DispatchQueue(label: "martlet.policy", qos: .utility)
    private let state = Mutex(State())
    private let clock: WallClock

    /// A version that is damaged is named by the first `poll`, and done without.
    ///
    /// - Throws: `StorageError`.
    init(_ configuration: PolicyConfiguration, directory: String, clock: WallClock) throws {
        let desk = try PolicyDesk(configuration, PolicyRegistry(directory: directory))
        self.desk = Lent(desk)
        self.clock = clock
        rewards = configuration.rewards
        saved = Mutex(clock.now())
        let report = desk.report
        state.withLock {
            $0.ready = desk.stage
            $0.report = report
            $0.error = desk.damage
        }
    }

    // MARK: What comes

    /// Takes an answer that is served.
    func note(_ trace: PolicyTrace) {
        state.withLock { state in
            if state.traces.count < Self.waitingMax {
                state.traces.append(trace)
            } else {
                state.lost += 1
            }
        }
    }

    /// Takes what a shopper did, where that is a reward of an answer.
    func note(_ logged: LoggedEvent, _ items: ItemNumbers) {
        if let reward = PolicyReward(logged, items, rewards) { note(reward) }
    }

    func note(_ reward: PolicyReward) {
        state.withLock { state in
            if state.rewards.count < Self.waitingMax {
                state.rewards.append(reward)
            } else {
                state.lost += 1
            }
        }
    }

    func forget(_ subjects: some Sequence<Subject>) {
        let people = Set(subjects.map(PolicyTrace.number))
        state.withLock { state in
            state.traces.removeAll { people.contains($0.decision.question.person) }
            state.forgotten.formUnion(people)
        }
    }

    // MARK: The desk

    /// Has the desk take what came; returns at once.
    ///
    /// - Throws: Once, what kept it from doing so.
    func poll() throws {
        let (isFree, error) = state.withLock { state in
            defer {
                state.error = nil
                state.isBusy = true
            }
            return (!state.isBusy, state.error)
        }
        if isFree { thread.async { self.step() } }
        if let error { throw error }
    }

    private func step() {
        let (traces, rewards, forgotten) = state.withLock { state in
            defer { (state.traces, state.rewards, state.forgotten) = ([], [], []) }
            return (state.traces, state.rewards, state.forgotten)
        }
        perform { desk in
            let now = clock.now()
            desk.forget(forgotten)
            let isChanged = try desk.step(traces, rewards, at: now)
            if isChanged, now - saved.withLock({ $0 }) >= Self.saveSeconds {
                saved.withLock { $0 = now }
                try desk.save(at: now)
            }
            return isChanged
        }
        state.withLock { $0.isBusy = false }
    }

    private func perform(_ body: (PolicyDesk) throws -> Bool) {
        let result = Result { (try body(desk.thing), desk.thing.report) }
        state.withLock { state in
            switch result {
            case .success(let (isChanged, report)):
                if isChanged { state.ready = desk.thing.stage }
                state.report = report
            case .failure(let error): state.error = error
            }
        }
    }

    /// Has a version serve: the one named, or what learns now.
    ///
    /// - Throws: `EngineError` `not_found` where there is no such version.
    func promote(_ version: String?) throws {
        try thread.sync {
            let result = Result { try desk.thing.promote(version, at: clock.now()) }
            perform { _ in true }
            try result.get()
        }
    }

    /// Has the version serve that was promoted before, or the ranker alone.
    ///
    /// - Throws: `EngineError` `not_found` where none serves.
    func rollBack() throws {
        try thread.sync {
            let result = Result { try desk.thing.rollBack(at: clock.now()) }
            perform { _ in true }
            try result.get()
        }
    }

    /// What was said last of how it stands.
    var report: PolicyReport {
        state.withLock { state in
            var report = state.report
            report.lost = state.lost
            return report
        }
    }

    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// What answers are to use from now on, where that changed since the last call.
    func take() -> PolicyStage? { state.withLock { $0.ready.take() } }

    /// Returns when all that came is taken.
    func finish() { thread.sync { step() } }

    /// Keeps what was learnt.
    func close() throws { try thread.sync { try desk.thing.save(at: clock.now()) } }
}
