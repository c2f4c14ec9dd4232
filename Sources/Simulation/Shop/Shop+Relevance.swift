import Commerce

/// The truth that answers are measured against. Every value is within 0...1.
///
/// - taste: how much a shopper likes an item at any time; see `Taste`.
/// - fit: how well an item answers a wish taken literally.
///   1 for the kind wished for, times 0.6 for each property that it lacks; 0.1 for another kind of
///   the category; else 0.
/// - relevance to a query: its fit.
/// - relevance to a shopper: the greater of `match × (0.5 + 0.5 × taste)` and `0.3 × taste`, where
///   match is 0.7 + 0.3 × fit for the kind the shopper is after now, and 0.35 for the rest of its
///   category and for what goes with it.
///
/// So what a shopper is after beats everything else, whatever their taste. What cannot be bought
/// now counts a quarter.
extension Shop {
    private static let soldOutFactor = 0.25

    /// Zero for an unknown item.
    package func relevance(of id: String, to shopper: Shopper) -> Double {
        number(of: id).map { relevance(of: $0, to: shopper) } ?? 0
    }

    /// Zero for an unknown item.
    package func relevance(of id: String, to query: Query) -> Double {
        number(of: id).map { relevance(of: $0, to: query) } ?? 0
    }

    package func relevance(of item: Int, to shopper: Shopper) -> Double {
        worth(of: traits[item], to: shopper.taste, wish: shopper.mission.wish)
            * availability(of: item)
    }

    /// Relevance of what can be bought, to somebody of a taste who is after something.
    func worth(of truth: Traits, to taste: Taste, wish: Wish) -> Double {
        let liking = taste.liking(of: truth)
        let match = match(of: truth, to: wish)
        return max(match * (0.5 + 0.5 * liking), 0.3 * liking)
    }

    package func relevance(of item: Int, to query: Query) -> Double {
        fit(of: traits[item], to: query.wish) * availability(of: item)
    }

    /// What a shopper makes of an item in the answer to a question: for a search, the query says
    /// what they are after and their taste chooses among what fits.
    package func appeal(
        of item: Int, to shopper: Shopper, asking question: ShopRequest.Question
    ) -> Double {
        switch question {
        case .recommend: relevance(of: item, to: shopper)
        case .search(let query):
            relevance(of: item, to: query) * (0.5 + 0.5 * shopper.taste.liking(of: traits[item]))
        }
    }

    private func match(of truth: Traits, to wish: Wish) -> Double {
        if truth.leaf == wish.leaf, wish.kind == nil || wish.kind == truth.kind {
            return 0.7 + 0.3 * fit(of: truth, to: wish)
        }
        if truth.leaf == wish.leaf { return 0.35 }
        let goesWith = wish.kind.map { complements(of: $0) } ?? []
        return goesWith.contains(truth.kind) ? 0.35 : 0
    }

    private func fit(of truth: Traits, to wish: Wish) -> Double {
        guard truth.leaf == wish.leaf else { return 0 }
        guard wish.kind == nil || wish.kind == truth.kind else { return 0.1 }
        var fit = 1.0
        if let colour = wish.colour, colour != truth.colour { fit *= 0.6 }
        if let material = wish.material, material != truth.material { fit *= 0.6 }
        if let brand = wish.brand, brand != truth.brand { fit *= 0.6 }
        return fit
    }

    private func availability(of item: Int) -> Double {
        items[item].isAvailable ? 1 : Self.soldOutFactor
    }
}
