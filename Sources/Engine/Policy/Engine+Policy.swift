import Commerce
import Policy
import Primitives

extension Engine {
    /// What the policy made of an answer goes into its slate, and to the one who learns.
    func note(
        _ found: Recommender.Recommendation, _ page: some Sequence<Recommender.Scored>,
        _ slate: inout Slate
    ) {
        guard let opinion = found.policy, let policies else { return }
        slate.versions["policy"] = .string(opinion.version ?? PolicyReport.ranker)
        let trace = PolicyTrace(
            opinion, request: slate.request, page,
            duration: found.stages.reduce(.zero) { $0 + $1.duration },
            countMax: PolicyDesk.positions)
        slate.policy = opinion.record(trace)
        // Further pages of an answer begin where positions are not known.
        if slate.firstPosition == 0, let trace { policies.note(trace) }
    }

    /// How the policy stands; nil where the shop has none.
    package var policy: PolicyReport? {
        guard var report = policies?.report else { return nil }
        let now = clock.now()
        func age(_ time: Timestamp?) -> Double? { time.map { max(0, now - $0) } }
        let latest = snapshot().state.behaviour.latest
        report.ages = (
            age(latest.microseconds > 0 ? latest : nil), age(report.newestReward),
            age(report.published)
        )
        return report
    }

    /// Has a version of the policy serve: the one named, or what learns now.
    ///
    /// - Parameter version: Its name.
    /// - Throws: `EngineError` `not_found` where there is none, `no_policy` where the shop has none, or
    ///   `StorageError`.
    package func promotePolicy(_ version: String?) async throws {
        try await changePolicy { try $0.promote(version) }
    }

    /// Has the version of the policy serve that was promoted before, or the ranker alone.
    ///
    /// - Throws: `EngineError` `not_found` where none serves, `no_policy` where the shop has none, or
    ///   `StorageError`.
    package func rollBackPolicy() async throws {
        try await changePolicy { try $0.rollBack() }
    }

    private func changePolicy(_ change: @escaping @Sendable (PolicyLoop) throws -> Void)
        async throws
    {
        guard let policies else {
            throw EngineError(
                .noPolicy, "the shop has no policy; its settings enable one with `policy.enabled`")
        }
        try await onMaintenanceThread { try change(policies) }
        _ = try await submit(.publication, weight: 0)
    }
}
