package import Primitives

/// Sessions of a stretch of time, and how far they came.
package struct Period: Sendable {
    package var start: Timestamp
    package var sessions = 0
    package var viewed = 0
    package var carted = 0
    package var bought = 0
    /// Of a session, in minor units.
    package var revenue = Mean()

    package var cartRate: Share { Share(carted, of: sessions) }
    package var conversion: Share { Share(bought, of: sessions) }
}
