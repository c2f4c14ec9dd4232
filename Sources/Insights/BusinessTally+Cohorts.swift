import Primitives

/// Whether people come back.
extension BusinessTally {
    private static let daySeconds = 86_400.0

    /// Who came first in the same step, the latest steps last. People of the first one may have come
    /// before the stretch began.
    ///
    /// - Parameters:
    ///   - days: Of a step, 1 or more.
    ///   - count: The last so many steps.
    /// - Returns: One cohort for each step in which somebody was new.
    package func cohorts(days: Int, count: Int) -> [Cohort] {
        let steps = regulars.values.map { Set($0.days.map { Int($0) / days }) }
        guard let last = steps.lazy.compactMap({ $0.max() }).max() else { return [] }
        var active: [Int: [Int]] = [:]
        for own in steps {
            guard let first = own.min(), last - first < count else { continue }
            for step in own {
                active[first, default: [Int](repeating: 0, count: last - first + 1)][
                    step - first] += 1
            }
        }
        return active.sorted { $0.key < $1.key }
            .map { step, active in
                let start = Double(step * days) * Self.daySeconds
                return Cohort(start: Timestamp(seconds: start), active: active)
            }
    }
}
