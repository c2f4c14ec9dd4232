import Commerce
import Primitives

extension Journey {
    /// What the shopper asks next.
    mutating func ask(_ shop: Shop) -> ShopRequest {
        let question = nextQuestion(shop)
        return ShopRequest(
            question: question, shopper: shopper.index,
            user: shopper.isSignedIn ? shopper.account?.id : nil,
            visitor: shopper.isSignedIn ? nil : shopper.visitor, session: session,
            locale: shopper.language.locale, limit: limit(of: question))
    }

    private mutating func nextQuestion(_ shop: Shop) -> ShopRequest.Question {
        switch visit.focus {
        case .arriving:
            switch rng.uniform() {
            case ..<0.5: return .recommend(.home, items: [])
            case ..<0.6: return .recommend(.trending, items: [])
            case ..<0.65 where visit.number > 1: return .recommend(.recent, items: [])
            default: return search(shop)
            }
        case .looking:
            switch rng.uniform() {
            case ..<0.15: return .recommend(.home, items: [])
            case ..<0.25: return .recommend(.trending, items: [])
            default: return search(shop)
            }
        case .viewing(let item):
            return rng.chance(0.6)
                ? .recommend(.similar, items: [shop.items[item].id]) : search(shop)
        case .carted(let item):
            guard rng.chance(0.5), !visit.cart.isEmpty else {
                return .recommend(.boughtTogether, items: [shop.items[item].id])
            }
            return .recommend(.cart, items: visit.cart.map { shop.items[$0.item].id })
        }
    }

    private mutating func search(_ shop: Shop) -> ShopRequest.Question {
        var query = shop.query(for: shopper.mission.wish, in: shopper.language, &rng)
        if rng.chance(shopper.typoRate) { query.text = Slip.make(in: query.text, &rng) }
        return .search(query)
    }

    private func limit(of question: ShopRequest.Question) -> Int {
        switch question {
        case .search, .recommend(.home, _): 20
        case .recommend: 10
        }
    }
}
