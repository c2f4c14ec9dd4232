package import Logging
import Synchronization

/// From which level on records are written, which settings may change while the process runs.
package final class LogLevel: Sendable {
    private let given: Logger.Level
    /// By the name of the shop whose settings say so.
    private let wanted = Mutex<[String: Logger.Level]>([:])

    /// - Parameter given: What holds where no settings say anything.
    package init(_ given: Logger.Level) { self.given = given }

    /// Of several shops the one that wants to be told most is heard.
    package var current: Logger.Level {
        wanted.withLock { $0.values.min() ?? given }
    }

    /// Takes what a shop's settings say.
    ///
    /// - Parameters:
    ///   - level: Nil where they say nothing.
    ///   - shop: The shop's name.
    package func use(_ level: Logger.Level?, of shop: String) {
        wanted.withLock { $0[shop] = level }
    }
}
