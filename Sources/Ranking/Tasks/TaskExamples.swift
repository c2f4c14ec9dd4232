package import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Showings and what came of them, in the order of time: a row of features each.
package struct TaskExamples: Sendable {
    let features: Int
    private(set) var values: [Float] = []
    private(set) var positions: [Float] = []
    private(set) var labels: [[Bool]]

    /// - Parameter features: Numbers of a row.
    package init(features: Int) {
        self.features = features
        labels = RankingTask.allCases.map { _ in [] }
    }

    package var count: Int { positions.count }

    /// Takes a showing.
    ///
    /// - Parameters:
    ///   - row: As many numbers as there are features.
    ///   - position: Where it stood, from 0.
    ///   - outcomes: What came of it.
    package mutating func add(_ row: [Float], position: Int, outcomes: Set<RankingTask>) {
        precondition(row.count == features)
        values += row
        positions.append(Self.depth(of: position))
        for task in RankingTask.allCases { labels[task.rawValue].append(outcomes.contains(task)) }
    }

    /// How deep a place lies, on the scale on which looks fall.
    static func depth(of position: Int) -> Float {
        log(Float(1 + position))
    }

    /// Some of the rows.
    package func table(_ chosen: some Collection<Int>) -> Tensor {
        let table = Tensor(rows: chosen.count, columns: features)
        var floats: [Float] = []
        floats.reserveCapacity(chosen.count * features)
        for row in chosen { floats += values[row * features..<(row + 1) * features] }
        table.array = floats
        return table
    }
}
