/// A part of the shop, with its own makers.
struct Department: Sendable {
    let name: Word
    let brands: [Brand]
    let categories: [Category]
}

/// A leaf of the category tree.
struct Category: Sendable {
    /// Whom it draws more than others: what declared attributes tell about taste.
    enum Lean: Sendable {
        case nobody, women, men, young, parents, older
    }

    /// What the word before the product noun says; the name of the attribute.
    enum Qualifier: String, Sendable {
        case material, flavour, scent
    }

    let name: Word
    /// Colours by number; empty where colour means nothing.
    let colours: [Int]
    let qualifier: Qualifier
    let lean: Lean
    /// How much of the shop's demand falls on it; 1 is usual.
    let demand: Double
    /// Spread of the logarithm of prices within a kind.
    let spread: Double
    /// Whether items are works with a title and an author.
    let isBooks: Bool
    /// Sentences for descriptions.
    let points: [Word]
    let kinds: [ProductKind]

    init(
        _ en: String, _ zh: String, colours: [Int] = Palette.none,
        qualifier: Qualifier = .material, lean: Lean = .nobody, demand: Double = 1,
        spread: Double = 0.35, isBooks: Bool = false, points: [Word], kinds: [ProductKind]
    ) {
        name = Word(en, zh)
        self.colours = colours
        self.qualifier = qualifier
        self.lean = lean
        self.demand = demand
        self.spread = spread
        self.isBooks = isBooks
        self.points = points
        self.kinds = kinds
    }
}

/// What a product is: a noun, with the materials and sizes it comes in and its middle price.
struct ProductKind: Sendable {
    let name: Word
    let emoji: String
    let pence: Int
    /// Materials, flavours or scents.
    let qualifiers: [Word]
    let sizes: [Size]
    /// Whether it comes in the colours of its category.
    let isColoured: Bool

    init(
        _ en: String, _ zh: String, _ emoji: String, _ pence: Int, _ qualifiers: [Word] = [],
        _ sizes: [Size] = .none, isColoured: Bool = true
    ) {
        name = Word(en, zh)
        self.emoji = emoji
        self.pence = pence
        self.qualifiers = qualifiers
        self.sizes = sizes
        self.isColoured = isColoured
    }
}
