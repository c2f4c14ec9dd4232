/// One question to a model, and what would have been right.
package struct Query: Hashable, Sendable {
    /// How the data name it: a user, or the line of a test file. Errors name it so.
    package var name: String
    /// Whose question it is. Queries of one person or session stand or fall together, so the
    /// bootstrap draws owners, not queries.
    package var owner: Int
    /// What the model is shown, oldest first.
    package var history: [UInt32]
    /// What came next; at least one item, none twice.
    package var targets: [UInt32]
    /// Whether items of the history are left out of the ranking. A target never is.
    package var masksHistory: Bool

    package init(
        name: String, owner: Int, history: [UInt32], targets: [UInt32], masksHistory: Bool
    ) {
        self.name = name
        self.owner = owner
        self.history = history
        self.targets = targets
        self.masksHistory = masksHistory
    }
}
