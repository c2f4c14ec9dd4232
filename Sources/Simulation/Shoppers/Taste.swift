import Primitives

/// What a shopper likes at any time. Every liking is within 0...1.
package struct Taste: Hashable, Sendable {
    /// By leaf category.
    package let categories: [Double]
    package let brands: [Double]
    package let styles: [Double]
    package let colours: [Double]
    /// The dearness that suits them, as a standard score.
    package let priceLevel: Double
    /// How much a price off that level puts them off.
    package let priceSensitivity: Double

    /// A weighted mean of the likings of an item's properties and of its quality.
    package func liking(of truth: Traits) -> Double {
        let off = priceSensitivity * (truth.priceLevel - priceLevel)
        let price = 1 / (1 + off * off)
        return 0.35 * categories[truth.leaf] + 0.2 * brands[truth.brand] + 0.15 * price
            + 0.15 * styles[truth.style] + 0.05 * (truth.colour.map { colours[$0] } ?? 0.5)
            + 0.1 * truth.quality
    }

    /// Draws a taste. What the person declares shifts it a little, and chance a lot.
    static func draw(
        _ assortment: Assortment, for profile: Profile, _ rng: inout SeededRNG
    ) -> Taste {
        let departments = assortment.departments.map { _ in rng.uniform() }
        let categories = assortment.leaves.map { leaf in
            let base = 0.6 * departments[leaf.department] + 0.4 * rng.uniform()
            return (base * base + profile.leaning(to: leaf.category.lean)).clamped
        }
        let luxury = 0.6 * rng.normal() + profile.spending
        let brands = assortment.brands.map { brand in
            (0.5 + 0.3 * luxury * (brand.tier.rawValue - 0.5) + 0.25 * rng.normal()).clamped
        }
        return Taste(
            categories: categories, brands: brands, styles: sharpLikings(Styles.all.count, &rng),
            colours: sharpLikings(Palette.all.count, &rng), priceLevel: luxury,
            priceSensitivity: 0.4 + 0.8 * rng.uniform())
    }

    /// This taste with a share of another's.
    func mixed(with other: Taste, share: Double) -> Taste {
        func mix(_ own: Double, _ new: Double) -> Double { own + share * (new - own) }
        func mix(_ own: [Double], _ new: [Double]) -> [Double] { zip(own, new).map(mix) }
        return Taste(
            categories: mix(categories, other.categories), brands: mix(brands, other.brands),
            styles: mix(styles, other.styles), colours: mix(colours, other.colours),
            priceLevel: mix(priceLevel, other.priceLevel),
            priceSensitivity: mix(priceSensitivity, other.priceSensitivity))
    }

    /// A few favourites, and indifference to the rest.
    private static func sharpLikings(_ count: Int, _ rng: inout SeededRNG) -> [Double] {
        (0..<count).map { _ in
            let draw = rng.uniform()
            return draw * draw
        }
    }
}
