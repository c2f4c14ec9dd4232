package import Primitives

/// People who were first seen in the same step of time, and how many of them came in each later one.
package struct Cohort: Hashable, Sendable {
    package var start: Timestamp
    /// By steps since their first; the first number is all of them.
    package var active: [Int]

    package init(start: Timestamp, active: [Int]) {
        self.start = start
        self.active = active
    }
}
