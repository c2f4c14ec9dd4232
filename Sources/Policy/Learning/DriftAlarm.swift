/// Notices that the world has changed: the test of Page ("Continuous inspection schemes", 1954) and
/// Hinkley (1971) on the loss of predictions, or what they fall short by. The sum of what losses exceed
/// their own mean by, less an allowance, grows only where they stay larger than they were.
package struct DriftAlarm: Hashable, Sendable {
    /// Losses until the mean is trusted.
    private static let countMin = 200.0
    /// The mean follows as many.
    private static let memory = 5000.0

    private let allowance: Double
    private let threshold: Double
    private var count = 0.0
    private var mean = 0.0
    private var excess = 0.0
    /// Alarms so far.
    package private(set) var alarms = 0

    /// - Parameters:
    ///   - allowance: by how much losses may be larger without harm.
    ///   - threshold: the sum of excess that raises the alarm.
    package init(allowance: Double, threshold: Double) {
        self.allowance = allowance
        self.threshold = threshold
    }

    /// Takes the loss of predictions made before they were learnt from.
    ///
    /// - Parameter loss: numbers that are none do nothing.
    /// - Returns: whether this one raised the alarm; the next one needs a change of its own.
    package mutating func note(_ loss: Double) -> Bool {
        guard loss.isFinite else { return false }
        count += 1
        let off = loss - mean
        mean += off / min(count, Self.memory)
        guard count > Self.countMin else { return false }
        excess = max(0, excess + off - allowance)
        guard excess > threshold else { return false }
        (count, excess) = (0, 0)
        alarms += 1
        return true
    }
}
