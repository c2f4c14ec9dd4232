/// Slates that wait for rewards. Each reward is added to the item of the slate that it names, once,
/// and within a window; whatever else comes is counted and does nothing.
package struct RewardLedger: Sendable {
    /// What came of rewards.
    package struct Counts: Hashable, Sendable {
        package internal(set) var credited = 0
        /// Not a finite number.
        package internal(set) var notFinite = 0
        /// The same id again.
        package internal(set) var duplicate = 0
        /// After the window.
        package internal(set) var late = 0
        /// Before its own slate.
        package internal(set) var early = 0
        /// Of a slate, or an item of it, that is not known.
        package internal(set) var unknown = 0
        /// Slates that were closed early because too many were open.
        package internal(set) var crowdedOut = 0

        package init() {}
    }

    private struct Open {
        var decision: PolicyDecision
        var rewards: Set<String> = []
    }

    private let window: Double
    private let openMax: Int
    private var open: [String: Open] = [:]
    /// Requests in the order of time; those before `first` are closed.
    private var order: [(request: String, time: Double)] = []
    private var first = 0
    /// Requests closed of late, so that what comes for them is late and not unknown.
    private var closed: Set<String> = []
    private var closedOrder: [String] = []
    package private(set) var counts = Counts()

    /// - Parameters:
    ///   - window: days that a slate waits.
    ///   - openMax: slates that wait at most; as many closed ones are remembered.
    package init(window: Double, openMax: Int) {
        self.window = window
        self.openMax = max(1, openMax)
    }

    /// Waits for rewards of a slate; a request that is there already is left as it is.
    package mutating func open(_ decision: PolicyDecision) {
        let request = decision.question.request
        guard open[request] == nil, !closed.contains(request) else { return }
        open[request] = Open(decision: decision)
        order.append((request, decision.question.time))
    }

    /// The slate of a request that waits for rewards.
    package func decision(of request: String) -> PolicyDecision? { open[request]?.decision }

    /// Slates that wait.
    package var waiting: Int { open.count }

    /// Drops what waits of a person.
    package mutating func forget(person: Int) {
        for (request, entry) in open where entry.decision.question.person == person {
            open[request] = nil
        }
    }

    /// Adds a reward to its slate.
    ///
    /// - Parameters:
    ///   - id: of the reward.
    ///   - request: the slate.
    ///   - item: the number of the item.
    ///   - reward: negative for what was taken back.
    ///   - time: when it happened, in days.
    /// - Returns: whether it was credited.
    @discardableResult
    package mutating func credit(
        id: String, request: String, item: Int, reward: Double, time: Double
    ) -> Bool {
        guard reward.isFinite, time.isFinite else {
            counts.notFinite += 1
            return false
        }
        guard var waiting = open[request] else {
            if closed.contains(request) { counts.late += 1 } else { counts.unknown += 1 }
            return false
        }
        let question = waiting.decision.question
        guard
            let position = waiting.decision.slate.firstIndex(where: { question.items[$0] == item })
        else {
            counts.unknown += 1
            return false
        }
        guard time >= question.time else {
            counts.early += 1
            return false
        }
        guard time <= question.time + window else {
            counts.late += 1
            return false
        }
        guard waiting.rewards.insert(id).inserted else {
            counts.duplicate += 1
            return false
        }
        waiting.decision.rewards[position] += reward
        open[request] = waiting
        counts.credited += 1
        return true
    }

    /// The slates whose window is over, oldest first; they wait no longer.
    package mutating func close(at time: Double) -> [PolicyDecision] {
        var done: [PolicyDecision] = []
        while first < order.count {
            let isCrowded = order.count - first > openMax
            guard isCrowded || order[first].time + window < time else { break }
            if isCrowded { counts.crowdedOut += 1 }
            let request = order[first].request
            if let entry = open.removeValue(forKey: request) { done.append(entry.decision) }
            closed.insert(request)
            closedOrder.append(request)
            first += 1
        }
        if first > 1024, first > order.count / 2 {
            order.removeFirst(first)
            first = 0
        }
        if closedOrder.count > 2 * openMax {
            for request in closedOrder.prefix(openMax) { closed.remove(request) }
            closedOrder.removeFirst(openMax)
        }
        return done
    }
}
