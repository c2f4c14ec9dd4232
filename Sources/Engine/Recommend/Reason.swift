package import Commerce

/// Why an item is in an answer.
package struct Reason: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// It follows something the person looked at.
        case viewed
        /// It follows something in the person's cart.
        case carted
        /// It follows something the person bought.
        case bought
        /// Shoppers go on to it from the item asked about.
        case similar
        /// It is of the same kind as the item asked about.
        case category
        /// It is bought with the item asked about.
        case together
        /// Visits like this one went on to it.
        case session
        /// The trained model expects it after all that the person did.
        case model
        case popular
        case trending
        case recent
        /// The person bought it, and may need it again.
        case again
        /// The shop has it since lately, or hardly anybody saw it yet.
        case new
        /// It holds the words of the query.
        case words
        /// It is near to what the query means, in other words.
        case meaning
        /// It has neither, but shoppers who asked the same opened it.
        case chosen
        /// A rule of the shop puts it first.
        case pinned
    }

    /// What the trained model holds likely to come of it, where that helped to decide.
    package struct Chance: Hashable, Sendable {
        /// `cart`, `purchase` or `rating`.
        package var head: String
        /// Of those who turn to the item.
        package var probability: Float

        package init(head: String, probability: Float) {
            self.head = head
            self.probability = probability
        }
    }

    package var kind: Kind
    /// The item that it follows from.
    package var item: String?
    package var itemTitle: LocalizedText?
    package var chance: Chance?
    /// The cosine of what a query means and what the item says, −1...1, where an encoder was asked.
    package var nearness: Float?
    /// By how many places what shoppers opened before moved it up; down where negative.
    package var moved: Int?
    /// How likely who looks at it after this query opens it, 0...1, by clicks so far and places taken out
    /// of account; nil where nobody looked.
    package var attraction: Float?

    package init(_ kind: Kind, item: String? = nil, title: LocalizedText? = nil) {
        self.kind = kind
        self.item = item
        itemTitle = title
    }

    /// A sentence for the shopper, in English or Chinese.
    package func text(locale: String?) -> String {
        let title = itemTitle?.text(for: locale) ?? item ?? ""
        if locale?.hasPrefix("zh") == true { return chinese(title) }
        return switch kind {
        case .viewed: "because you looked at \(title)"
        case .carted: "goes with \(title) in your cart"
        case .bought: "because you bought \(title)"
        case .similar: "others went on to this from \(title)"
        case .category: "of the same kind as \(title)"
        case .together: "bought together with \(title)"
        case .session: "chosen in visits like yours"
        case .model: "fits what you did last"
        case .popular: "popular in this shop"
        case .trending: "rising right now"
        case .recent: "you looked at it"
        case .again: "you may need it again"
        case .new: "new in this shop"
        case .words: "matches your words"
        case .meaning: "close to what you mean"
        case .chosen: "chosen by others who searched for this"
        case .pinned: "chosen by this shop"
        }
    }

    private func chinese(_ title: String) -> String {
        switch kind {
        case .viewed: "因为您看过\(title)"
        case .carted: "与购物车中的\(title)搭配"
        case .bought: "因为您买过\(title)"
        case .similar: "看过\(title)的人还看了它"
        case .category: "与\(title)同类"
        case .together: "常与\(title)一起购买"
        case .session: "与您相似的访客也看了它"
        case .model: "符合您最近的浏览"
        case .popular: "本店热门"
        case .trending: "正在走红"
        case .recent: "您最近看过"
        case .again: "您可能需要再次购买"
        case .new: "本店新品"
        case .words: "符合您的搜索"
        case .meaning: "与您的意思相近"
        case .chosen: "搜索此词的人选择了它"
        case .pinned: "本店精选"
        }
    }
}
