import Commerce
package import Policy
import Primitives
import Storage

/// What a shop's stored answers say of the policies that were judged while others answered: each slate keeps
/// what the candidate of its time would have done, and the log has what came of it.
package struct JudgedSlates: Sendable {
    /// The latest answers that are read.
    private static let answersMax = 200_000
    private static let pageEvents = 10_000

    /// By candidate, the decisions that judge it, newest first; values are rewards.
    package private(set) var decisions: [String: [LoggedDecision]] = [:]

    /// Reads them; a server may be using the directory.
    ///
    /// - Parameters:
    ///   - path: The data directory.
    ///   - configuration: What events are worth, and how long they are waited for.
    /// - Throws: `StorageError`.
    package init(directory path: String, _ configuration: PolicyConfiguration) throws {
        let directory = try DataDirectory(reading: path)
        let rewards = try Self.rewards(directory.log, configuration)
        try directory.slates.forEach(latest: Self.answersMax) { fields in
            guard let slate = Slate(fields), let candidate = slate.policy["candidate"]?.string
            else { return }
            let came = rewards[slate.request] ?? []
            let shown = slate.judgements.enumerated().map { position, judgement in
                let entry = slate.entries[position]
                return LoggedDecision.Shown(
                    reward: came.reduce(0) { sum, reward in
                        let isOwn = reward.item == entry.item
                        let isInTime = reward.time - slate.time <= configuration.window
                        return isOwn && isInTime ? sum + reward.amount : sum
                    }, propensity: Double(entry.propensity), target: min(1, judgement.target),
                    predicted: judgement.predicted, expected: judgement.expected)
            }
            if !shown.isEmpty { decisions[candidate, default: []].append(LoggedDecision(shown)) }
        }
        try directory.close()
    }

    private typealias Reward = (item: String, amount: Double, time: Timestamp)

    private static func rewards(
        _ log: some EventLog, _ configuration: PolicyConfiguration
    ) throws -> [String: [Reward]] {
        var rewards: [String: [Reward]] = [:]
        var offset: Int64 = 0
        while true {
            let page = try log.read(from: offset + 1, limit: pageEvents)
            for logged in page where logged.origin == .live {
                let event = logged.event
                guard let request = event.request, let item = event.item,
                    let amount = configuration.rewards[event.type], event.consent?.learn ?? true
                else { continue }
                rewards[request, default: []].append((item, amount, logged.received))
            }
            guard let last = page.last, page.count == pageEvents else { return rewards }
            offset = last.offset
        }
    }
}

extension Slate {
    /// What the candidate of its time made of each position.
    fileprivate var judgements: [PolicyOpinion.Judgement] {
        func numbers(_ name: String) -> [Double] {
            guard case .array(let values)? = policy[name] else { return [] }
            return values.compactMap(\.number)
        }
        let (targets, predicted, expected) = (
            numbers("target"), numbers("predicted"), numbers("expected")
        )
        let count = min(targets.count, predicted.count, expected.count, entries.count)
        return (0..<count).map {
            PolicyOpinion.Judgement(
                target: targets[$0], predicted: predicted[$0], expected: expected[$0])
        }
    }
}
