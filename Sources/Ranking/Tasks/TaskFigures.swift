#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How well an outcome is foretold for showings that nothing was learnt from.
package struct TaskFigures: Hashable, Sendable {
    package var task: RankingTask
    package var showings: Int
    package var came: Int
    /// The chance that of two showings the one that it came of was given the higher chance.
    package var auc: Double
    package var logLoss: Double
    /// Of who only knows how often it comes.
    package var logLossOfRate: Double
    /// The mean distance of what was foretold from what came, over ten parts alike in size.
    package var calibrationError: Double

    private static let parts = 10

    /// - Parameters:
    ///   - task: The outcome.
    ///   - foretold: Its chance, a showing.
    ///   - labels: Of each, whether it came.
    init(_ task: RankingTask, _ foretold: [Float], _ labels: [Bool]) {
        self.task = task
        showings = foretold.count
        came = labels.count { $0 }
        let order = foretold.indices.sorted { foretold[$0] < foretold[$1] }
        auc = Self.auc(order.map { (foretold[$0], labels[$0]) }, came)
        logLoss = Self.logLoss(foretold, labels)
        let rate = Float(came) / Float(max(1, showings))
        logLossOfRate = Self.logLoss(labels.map { _ in rate }, labels)
        var apart = 0.0
        for part in 0..<Self.parts {
            let places = order[showings * part / Self.parts..<showings * (part + 1) / Self.parts]
            let expected = places.reduce(0) { $0 + Double(foretold[$1]) }
            apart += abs(expected - Double(places.count { labels[$0] }))
        }
        calibrationError = apart / Double(max(1, showings))
    }

    /// The mean over the showings, in nats.
    static func logLoss(_ foretold: [Float], _ labels: [Bool]) -> Double {
        let sum = zip(foretold, labels).reduce(0) { sum, showing in
            let chance = Double(min(max(showing.0, 1e-7), 1 - 1e-7))
            return sum - log(showing.1 ? chance : 1 - chance)
        }
        return sum / Double(max(1, labels.count))
    }

    /// Mann and Whitney's statistic (1947), from pairs in the order of their chance; one half where
    /// there is no pair.
    private static func auc(_ sorted: [(chance: Float, came: Bool)], _ came: Int) -> Double {
        let pairs = Double(came) * Double(sorted.count - came)
        guard pairs > 0 else { return 0.5 }
        var (below, won) = (0.0, 0.0)
        var start = 0
        while start < sorted.count {
            let end =
                sorted[start...].firstIndex { $0.chance != sorted[start].chance } ?? sorted.count
            let yes = Double(sorted[start..<end].count { $0.came })
            let no = Double(end - start) - yes
            won += yes * (below + no / 2)
            below += no
            start = end
        }
        return won / pairs
    }
}
