/// What happened in a market so far.
package struct MarketTally: Hashable, Sendable {
    package internal(set) var visits = 0
    package internal(set) var slates = 0
    package internal(set) var clicks = 0
    /// From slates, delayed ones included.
    package internal(set) var purchases = 0
    package internal(set) var returns = 0
    /// Clicks and weighted purchases, less what came back.
    package internal(set) var reward = 0.0
    /// Expected reward that the best slates had more than those shown; counted where
    /// `Market.regret` was asked for.
    package internal(set) var regret = 0.0

    package init() {}

    mutating func count(_ late: MarketFeedback) {
        reward += late.reward
        switch late.kind {
        case .purchase: purchases += 1
        case .return: returns += 1
        }
    }
}
