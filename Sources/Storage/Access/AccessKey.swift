package import Primitives

/// A key of a shop, without its secret.
package struct AccessKey: Sendable {
    /// Names the key in lists, logs and metrics; not secret.
    package var id: String
    package var role: AccessRole
    package var label: String
    package var created: Timestamp
    /// From when on it opens nothing.
    package var expires: Timestamp?
    package var revoked: Timestamp?

    package func isUsable(at time: Timestamp) -> Bool {
        revoked == nil && expires.map { time < $0 } ?? true
    }
}
