package import Primitives

/// An act of an administrator, as it is kept for good.
package struct AuditRecord: Sendable {
    package enum Act: String, Sendable, CaseIterable {
        case keyCreated = "key.created"
        case keyRevoked = "key.revoked"
        case userForgotten = "user.forgotten"
        case configurationChanged = "configuration.changed"
        case modelPromoted = "model.promoted"
        case modelRolledBack = "model.rolled_back"
        case policyPromoted = "policy.promoted"
        case policyRolledBack = "policy.rolled_back"
        case ruleStored = "rule.stored"
        case ruleRemoved = "rule.removed"
    }

    /// Who acts without a key.
    package enum Actor {
        /// Whoever can run `martlet` on the data directory.
        package static let commandLine = "command line"
        /// Anyone on the machine, where the server asks for no keys.
        package static let anyone = "anyone"
    }

    package var time: Timestamp
    /// The id of a key, or an `Actor`.
    package var actor: String
    package var act: Act
    /// The id of a key or of a rule, or the digest of what must not be named here.
    package var object: String
    /// `done`, or the code of the error.
    package var outcome: String

    package init(
        time: Timestamp, actor: String, act: Act, object: String, outcome: String = "done"
    ) {
        self.time = time
        self.actor = actor
        self.act = act
        self.object = object
        self.outcome = outcome
    }
}
