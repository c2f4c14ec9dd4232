package import Commerce
package import QueryUnderstanding

/// Who asks.
package struct Asker: Hashable, Sendable {
    package var user: String?
    package var visitor: String?
    package var session: String?

    package init(user: String? = nil, visitor: String? = nil, session: String? = nil) {
        self.user = user
        self.visitor = visitor
        self.session = session
    }

    var person: Person? { user.map(Person.user) ?? visitor.map(Person.visitor) }
}

/// A question for items to show in a placement.
package struct RecommendRequest: Hashable, Sendable {
    package var placement: Placement
    package var asker: Asker
    /// What the placement starts from: the item looked at, the items of the cart.
    package var items: [String] = []
    package var limit = 20
    package var filter = Filter()
    /// Items that must not come back.
    package var exclude: [String] = []
    /// What is to be put into an order, in place of what the engine would propose.
    package var candidates: [String] = []
    /// Whether a cursor is wanted where there is more.
    package var paging = false
    /// Whether it is to be said what made the answer.
    package var isExplained = false
    /// Whether the trained model is not to be asked, as where the time for it has run out.
    var isHurried = false

    package init(placement: Placement, asker: Asker = Asker()) {
        self.placement = placement
        self.asker = asker
    }
}

/// A question in words.
package struct SearchRequest: Hashable, Sendable {
    package enum Order: Hashable, Sendable {
        case relevance
        case popularity
        /// By a number of the items; what has none comes last.
        case number(String, descending: Bool)
    }

    package var query: String
    package var asker: Asker
    /// The language of the query, such as `de` or `zh-Hant`, where it is known.
    package var locale: String?
    package var limit = 20
    package var offset = 0
    package var filter = Filter()
    /// Fields to count values of.
    package var facets: [Facet] = []
    package var order = Order.relevance
    /// Whether of all variants of a product only the best is wanted.
    package var isGrouping = false
    /// Whether the last word may go on.
    package var isTyping = false
    /// Texts of each item in which to mark what was found.
    package var highlight: [String] = []
    /// Whether a cursor is wanted where there is more.
    package var paging = false

    package init(query: String, asker: Asker = Asker()) {
        self.query = query
        self.asker = asker
    }
}

/// What was found, best first.
package struct Answer: Sendable {
    package struct Hit: Sendable {
        package var id: String
        package var score: Float
        package var reasons: [Reason]
        /// Nil where it was not asked for.
        package var explanation: Explanation?
        /// Nil where the catalogue has no such item.
        package var item: Item?
        /// How many other variants of the product were found; nil where they are not grouped.
        package var variants: Int?
        /// By field, the text as HTML with what was found marked.
        package var highlights: [(field: String, html: String)] = []
    }

    /// Feedback names it.
    package var request: String
    package var hits: [Hit]
    /// Asks for the next page of the same answer; nil where there is none.
    package var cursor: String?
    /// Whether a recommendation goes on after this page.
    var hasMore = false
    /// The last event that the answer knows of.
    package var offset: Int64
    /// All items found; nil for recommendations.
    package var total: Int?
    /// What was searched for in place of the query as typed.
    package var corrected: String?
    /// What the query was taken to say; nil for recommendations.
    package var understood: Understanding?
    /// What of the query was given up because nothing met it.
    package var relaxed: [Slot] = []
    /// Whether it goes by what was meant, for no item holds all words that are left.
    package var isByMeaning = false
    /// What stood in where a stage ran out of time: `sources` for the trained model.
    package var fallback: String?
    /// What each stage of a recommendation took.
    package var stages: [(stage: AnswerStage, duration: Duration)] = []
    /// How a recommendation was made; nil for a search, and where it was not asked for.
    package var made: Making?
    /// The merchandisers' rules that acted.
    package var rules: [Rule] = []
    /// Where a rule sends the shopper instead.
    package var redirect: String?
    package var facets: [(field: String, values: [Facet.Count])] = []
}

/// A text that finishes what was typed.
package struct Suggested: Hashable, Sendable {
    package var text: String
    /// `query`, `category`, `brand` or `item`.
    package var kind: String
    /// The item that a title belongs to.
    package var item: String?
    /// Whether who types searched for it before.
    package var isOwn = false
}
