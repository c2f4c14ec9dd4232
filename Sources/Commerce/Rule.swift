package import Primitives

/// What a merchandiser wants of some pages: when, and what then.
package struct Rule: Hashable, Sendable {
    /// The place of searches; those of recommendations are named by `Placement`.
    package static let search = "search"

    package var id: String
    /// For people.
    package var name: String?
    package var isEnabled = true
    /// Rules of a higher one act first, and win where only one can.
    package var priority = 0
    /// It acts from then on, if said.
    package var from: Timestamp?
    /// It acts until before then, if said.
    package var until: Timestamp?
    package var condition = RuleCondition()
    package var action = RuleAction()

    package init(id: String) {
        self.id = id
    }

    /// Whether it may act at a time.
    package func isActive(at time: Timestamp) -> Bool {
        isEnabled && from.map { $0 <= time } ?? true && until.map { time < $0 } ?? true
    }
}
