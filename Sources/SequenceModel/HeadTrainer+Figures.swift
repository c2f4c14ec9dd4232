#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension HeadTrainer.Figures {
    init(_ head: String, loss: Double, _ outcomes: [(logit: Float, isYes: Bool)]) {
        self.head = head
        events = outcomes.count
        yes = outcomes.count { $0.isYes }
        logLoss = loss / Double(max(1, events))
        let rate = Double(yes) / Double(max(1, events))
        logLossOfRate = yes > 0 && yes < events ? -rate * log(rate) - (1 - rate) * log(1 - rate) : 0
        let sorted = outcomes.sorted { $0.logit < $1.logit }
        auc = Self.auc(sorted, yes: yes)
        let parts = Self.calibration(sorted)
        calibration = parts
        let apart = parts.reduce(0) { $0 + abs($1.foretold - $1.observed) * Double($1.events) }
        calibrationError = apart / Double(max(1, sorted.count))
    }

    private static let parts = 10

    private static func calibration(
        _ sorted: [(logit: Float, isYes: Bool)]
    ) -> [CalibrationPart] {
        (0..<parts).compactMap { part in
            let events = sorted[sorted.count * part / parts..<sorted.count * (part + 1) / parts]
            guard !events.isEmpty else { return nil }
            let count = Double(events.count)
            let foretold = events.reduce(0) { $0 + 1 / (1 + exp(-Double($1.logit))) }
            return CalibrationPart(
                foretold: foretold / count, observed: Double(events.count { $0.isYes }) / count,
                events: events.count)
        }
    }

    /// Mann and Whitney's statistic (1947); one half where there is no pair.
    private static func auc(_ sorted: [(logit: Float, isYes: Bool)], yes: Int) -> Double {
        let pairs = Double(yes) * Double(sorted.count - yes)
        guard pairs > 0 else { return 0.5 }
        var (below, won) = (0.0, 0.0)
        var start = 0
        while start < sorted.count {
            let end =
                sorted[start...].firstIndex { $0.logit != sorted[start].logit } ?? sorted.count
            let yesHere = Double(sorted[start..<end].count { $0.isYes })
            let noHere = Double(end - start) - yesHere
            won += yesHere * (below + noHere / 2)
            below += noHere
            start = end
        }
        return won / pairs
    }
}
