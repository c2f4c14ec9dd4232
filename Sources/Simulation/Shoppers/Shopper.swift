package import Commerce
import Primitives

/// A made-up person whose taste and present intent are known.
package struct Shopper: Hashable, Sendable {
    /// What they are after, and for how many visits.
    package struct Mission: Hashable, Sendable {
        package var wish: Wish
        package var visitsLeft: Int
        /// Whether it is in the cart already.
        package var isFulfilled = false
    }

    /// Place among the simulator's shoppers.
    package let index: Int
    /// The account and what it declares; nil for people who never make one.
    package let account: User?
    package let visitor: String
    package let language: Language
    package let taste: Taste
    /// The exponent of `examination(of:)`: phones and hurry make it large.
    package let positionBias: Double
    /// The number of questions that a usual visit lasts.
    package let patience: Double
    /// The chance of a slip in a query.
    package let typoRate: Double
    package internal(set) var mission: Mission
    /// Whether the shop knows who is there.
    package internal(set) var isSignedIn: Bool

    init(_ index: Int, of shop: Shop, _ rng: inout SeededRNG) {
        let profile = Profile.draw(&rng)
        let number = 1001 + index
        let hasAccount = rng.chance(0.85)
        let taste = Taste.draw(shop.assortment, for: profile, &rng)
        self.index = index
        self.taste = taste
        account = hasAccount ? profile.user("u-\(number)") : nil
        visitor = "v-\(number)"
        language = profile.language
        positionBias = rng.chance(0.6) ? 1.1 + 0.5 * rng.uniform() : 0.6 + 0.4 * rng.uniform()
        patience = 3 + 7 * rng.uniform()
        typoRate = 0.15 * rng.uniform()
        isSignedIn = hasAccount && rng.chance(0.55)
        mission = Mission(
            wish: shop.wish(ofKind: shop.kind(for: taste, &rng), for: taste, &rng),
            visitsLeft: 1 + rng.index(below: 3))
    }

    /// The chance that they look at a position, from 0: `1 / (1 + position / 4)` to the power of
    /// their position bias.
    package func examination(of position: Int) -> Double {
        Real.power(1 / (1 + 0.25 * Double(max(0, position))), positionBias)
    }

    /// The chance that they open an item they look at: `0.02 + 0.45 × appeal²`.
    package static func attraction(of appeal: Double) -> Double {
        0.02 + 0.45 * appeal * appeal
    }

    /// The chance that they want an item they have read about:
    /// `0.75 × (appeal × (0.6 + 0.4 × quality))²`.
    package static func desire(for appeal: Double, quality: Double) -> Double {
        let worth = appeal * (0.6 + 0.4 * quality)
        return 0.75 * worth * worth
    }
}
