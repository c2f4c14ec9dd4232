import Primitives

/// Everything that a market depends on besides its shop and its seed.
///
/// The first group is what a log of orders can tell, and what `MarketFit` finds. Its standard values were
/// chosen near those of UCI Online Retail, but for the profiles of hours and weekdays, which are flat:
/// `Simulation.md` has both shops side by side. What a log of orders cannot say is assumed, in the second
/// group; times are in days unless a name says otherwise.
package struct MarketParameters: Hashable, Sendable {
    // MARK: Told by orders

    /// Days between two visits of a typical shopper, where an order is planned on some of them.
    package var visitInterval = 1.5
    /// Spread of the shoppers' own intervals: the standard deviation of the logarithm.
    package var intervalSpread = 1.0
    /// Spread of one shopper's intervals about their own.
    package var intervalNoise = 1.0
    /// The chance that a visit has an order planned beforehand.
    package var plannedShare = 0.05
    /// The chance, per visit, that a shopper never comes back.
    package var departure = 0.002
    /// The middle number of lines in a planned order, and the spread of its logarithm: by shopper
    /// and by order in equal parts.
    package var orderLines = 14.0
    package var orderSpread = 0.95
    /// The chance that a planned line is one that the shopper bought before.
    package var habit = 0.3
    /// Demand for an item falls with its rank in fame to this power, past the first `fameOffset`
    /// shares of the assortment.
    package var fameExponent = 1.6
    package var fameOffset = 0.06
    /// The share of bought lines that come back, at middling quality.
    package var returnShare = 0.024
    /// How busy each hour of the day and day of the week (Thursday first) is: means of 1.
    package var hours = [Double](repeating: 1, count: 24)
    package var weekdays = [Double](repeating: 1, count: 7)
    /// Newcomers a day, as a share of the shoppers at the start.
    package var newcomers = 0.004

    // MARK: Assumed

    /// How far a shopper's satisfaction, from 0 to 1, hastens the next visit: the interval is
    /// multiplied by e to the power of `loyalty · (0.5 − satisfaction)`.
    package var loyalty = 3.0
    /// How fast satisfaction follows an experience.
    package var memory = 0.2
    /// The chance that a visit ends at once after a slate whose clicks gave no pleasure at all.
    package var abandonment = 0.8
    /// Clicks that the first positions get for being first, where the shopper trusts the shop.
    package var trustBias = 0.03
    /// Spread of how much better or worse items look than they are.
    package var gloss = 0.45
    /// The share of items that are bait: how much better still they look, and the part of the quality
    /// that they seem to have which is there when one looks closely.
    package var bait = 0.25
    package var baitLift = 1.0
    package var baitQuality = 0.2
    /// Strength of what is in fashion in a cohort, and days in which half of a fashion is gone.
    package var fashion = 0.7
    package var fashionHalfLife = 3.0
    /// The share of a shopper's own taste that a visit replaces.
    package var drift = 0.01
    /// What a click and a purchase take off the appeal of the same category, and days until half of
    /// that is gone.
    package var satiation = 0.12
    package var satiationHalfLife = 1.0
    /// Amplitude of the year in the demand for a category.
    package var season = 0.25
    /// What a shopper spends at most in 30 days, in middle prices.
    package var budget = 40.0
    /// Per item and day: promotions, sudden fame and stock-outs; how long each lasts; what the first
    /// two add to the logarithm of appeal.
    package var promotions = 0.03
    package var promotionDays = 0.5
    package var promotionLift = 0.35
    package var surges = 0.06
    package var surgeDays = 0.35
    package var surgeLift = 0.6
    package var stockouts = 0.05
    package var stockoutDays = 0.4
    /// Items that arrive a day.
    package var arrivals = 6.0
    /// The share of purchases that are made later, and the mean delay in hours.
    package var delayedShare = 0.3
    package var delayHours = 3.0
    /// The middle number of days until something is sent back.
    package var returnDays = 3.0
    /// What a purchase is worth, in clicks; one that comes back is worth nothing.
    package var purchaseWeight = 5.0
    /// Shoppers who are there at the start.
    package var shoppers = 10_000
    /// Items to choose from, and how many are shown.
    package var candidates = 24
    package var slateLength = 6

    package init() {}

    /// All single numbers by name, for a person to read.
    package var figures: [(name: String, value: Double)] {
        [
            ("visitInterval", visitInterval), ("intervalSpread", intervalSpread),
            ("intervalNoise", intervalNoise), ("plannedShare", plannedShare),
            ("departure", departure), ("orderLines", orderLines), ("orderSpread", orderSpread),
            ("habit", habit), ("fameExponent", fameExponent), ("fameOffset", fameOffset),
            ("returnShare", returnShare), ("newcomers", newcomers), ("loyalty", loyalty),
            ("memory", memory), ("abandonment", abandonment), ("trustBias", trustBias),
            ("gloss", gloss), ("bait", bait),
            ("baitLift", baitLift), ("baitQuality", baitQuality), ("fashion", fashion),
            ("fashionHalfLife", fashionHalfLife), ("drift", drift), ("satiation", satiation),
            ("satiationHalfLife", satiationHalfLife), ("season", season), ("budget", budget),
            ("promotions", promotions), ("promotionDays", promotionDays),
            ("promotionLift", promotionLift), ("surges", surges), ("surgeDays", surgeDays),
            ("surgeLift", surgeLift), ("stockouts", stockouts), ("stockoutDays", stockoutDays),
            ("arrivals", arrivals), ("delayedShare", delayedShare), ("delayHours", delayHours),
            ("returnDays", returnDays), ("purchaseWeight", purchaseWeight),
            ("shoppers", Double(shoppers)), ("candidates", Double(candidates)),
            ("slateLength", Double(slateLength)),
        ]
    }
}
