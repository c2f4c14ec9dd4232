/// A maker, and how dear it is.
package struct Brand: Hashable, Sendable {
    enum Tier: Double, Sendable {
        case budget = 0
        case middle = 0.5
        case premium = 1
    }

    package let name: String
    let tier: Tier

    init(_ name: String, _ tier: Tier) {
        self.name = name
        self.tier = tier
    }
}
