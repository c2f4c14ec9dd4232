/// Learning from a stream, where others draw the slates and say when it is known what came of them.
extension PolicyLearner {
    /// Takes a slate of which it is known what was clicked: at once into the tilt, and with the next
    /// step into the network.
    ///
    /// - Parameter decision: with `clicked` and `rewards` by position.
    /// - Returns: false where it cannot be learnt from, which is counted.
    @discardableResult
    package func learn(shown decision: PolicyDecision) -> Bool {
        guard isSound(decision) else { return false }
        follow(decision, decision.clicked)
        fresh.append(decision)
        return true
    }

    /// Takes a slate whose rewards are complete.
    ///
    /// - Parameter decision: with `clicked` and `rewards` by position.
    /// - Returns: false where it cannot be learnt from, which is counted.
    @discardableResult
    package func learn(complete decision: PolicyDecision) -> Bool {
        guard isSound(decision) else { return false }
        closed.append(decision)
        return true
    }

    /// Steps on all that came since the last call; at most `batchesMax` batches, what is more is left out.
    ///
    /// - Returns: whether there was anything.
    package func learnFromStream(batchesMax: Int = 8) -> Bool {
        guard !fresh.isEmpty else { return false }
        if fresh.count > batchesMax * settings.batch {
            fresh.removeFirst(fresh.count - batchesMax * settings.batch)
        }
        while !fresh.isEmpty { trainOnline() }
        return true
    }

    /// Drops what is kept of a person; what the weights learnt stays.
    package func forget(person: Int) {
        func isTheirs(_ decision: PolicyDecision) -> Bool { decision.question.person == person }
        fresh.removeAll(where: isTheirs)
        recent.remove(where: isTheirs)
        closed.remove(where: isTheirs)
    }

    private func isSound(_ decision: PolicyDecision) -> Bool {
        let question = decision.question
        let count = question.items.count
        let isSound =
            count > 0 && question.state.count == shape.state
            && decision.features.count == count * shape.candidate
            && [0, count].contains(question.base.count)
            && decision.slate.count <= looks.count
            && decision.slate.allSatisfy { 0..<count ~= $0 }
            && [
                decision.clicked.count, decision.rewards.count, decision.firstChances.count,
            ].allSatisfy { $0 == decision.slate.count }
            && question.state.allSatisfy(\.isFinite) && decision.features.allSatisfy(\.isFinite)
            && question.base.allSatisfy(\.isFinite) && decision.rewards.allSatisfy(\.isFinite)
            && decision.firstChances.allSatisfy(\.isFinite)
        if !isSound { refused += 1 }
        return isSound
    }
}
