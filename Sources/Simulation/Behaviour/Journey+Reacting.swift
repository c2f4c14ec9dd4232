import Commerce
import Primitives

extension Journey {
    /// An item that the shopper looks at, and where it stood.
    private struct Sight {
        let item: Int
        let position: Int
        let appeal: Double
    }

    /// The most positions of an answer that anybody looks at.
    private static let positionsMax = 100

    /// The shopper reads an answer and does what comes of it.
    ///
    /// In order: what they owe from earlier visits (ratings, returns, signing in), the search, one
    /// impression for the whole answer, then for each item from the top a look and perhaps a click,
    /// a view, a dwell and the cart. Whoever has no steps left buys and goes.
    mutating func react(
        to request: ShopRequest, answer: [String], requestID: String, _ shop: Shop
    ) -> [Event] {
        if visit.isFresh { settle(request.session, shop) }
        visit.isFresh = false
        if case .search(let query) = request.question {
            tell(.search, in: request.session) {
                $0.query = query.text
                $0.request = requestID
            }
        }
        if !answer.isEmpty {
            tell(.impression, in: request.session) { $0.request = requestID }
        }
        var opened: Sight?
        var carted: Sight?
        for sight in sights(of: answer, request.question, shop) {
            guard rng.chance(Shopper.attraction(of: sight.appeal)) else {
                dismissPerhaps(sight, request, requestID, shop)
                continue
            }
            if read(sight, request.session, requestID, shop) { carted = sight }
            if sight.appeal > opened?.appeal ?? -1 { opened = sight }
        }
        moveOn(opened: opened, carted: carted, shop)
        if visit.stepsLeft <= 0 { leave(request.session, shop) }
        return takeEvents()
    }

    /// The items looked at, judged before anything in this answer changes the shopper's mind.
    private mutating func sights(
        of answer: [String], _ question: ShopRequest.Question, _ shop: Shop
    ) -> [Sight] {
        var sights: [Sight] = []
        for (position, id) in answer.prefix(Self.positionsMax).enumerated() {
            guard rng.chance(shopper.examination(of: position)), let item = shop.number(of: id)
            else { continue }
            let appeal = shop.appeal(of: item, to: shopper, asking: question)
            sights.append(Sight(item: item, position: position, appeal: appeal))
        }
        return sights
    }

    private mutating func dismissPerhaps(
        _ sight: Sight, _ request: ShopRequest, _ requestID: String, _ shop: Shop
    ) {
        guard case .recommend = request.question, sight.appeal < 0.08, rng.chance(0.02) else {
            return
        }
        tell(.dismiss, sight, request.session, requestID, shop)
    }

    /// Opens an item and reads it; whether it went into the cart.
    private mutating func read(
        _ sight: Sight, _ session: String, _ requestID: String, _ shop: Shop
    ) -> Bool {
        tell(.click, sight, session, requestID, shop)
        tell(.view, sight, session, requestID, shop)
        let seconds = (3 + 90 * sight.appeal * rng.uniform()).rounded()
        tell(.dwell, sight, session, requestID, shop) { $0.value = seconds }
        let desire = Shopper.desire(
            for: sight.appeal, quality: shop.traits[sight.item].quality)
        guard shop.items[sight.item].isAvailable, rng.chance(desire * hunger(for: sight, shop))
        else { return false }
        let line = Visit.Line(
            item: sight.item, quantity: rng.chance(0.85) ? 1 : 2, request: requestID,
            position: sight.position)
        visit.cart.append(line)
        tell(.addToCart, sight, session, requestID, shop) {
            $0.quantity = line.quantity
            $0.price = shop.items[line.item].price
        }
        return true
    }

    /// Nobody wants the same thing twice, and few want two of a kind.
    private func hunger(for sight: Sight, _ shop: Shop) -> Double {
        if visit.cart.contains(where: { $0.item == sight.item }) { return 0 }
        let kind = shop.traits[sight.item].kind
        return visit.cart.contains { shop.traits[$0.item].kind == kind } ? 0.2 : 1
    }

    private mutating func tell(
        _ type: EventType, _ sight: Sight, _ session: String, _ requestID: String, _ shop: Shop,
        _ fill: (inout Event) -> Void = { _ in }
    ) {
        tell(type, in: session) {
            $0.item = shop.items[sight.item].id
            $0.request = requestID
            $0.position = sight.position
            fill(&$0)
        }
    }

    /// Where the shopper stands after an answer. What they came for in the cart sends them after
    /// what goes with it, or home.
    private mutating func moveOn(opened: Sight?, carted: Sight?, _ shop: Shop) {
        visit.stepsLeft -= 1
        if let carted {
            visit.focus = .carted(carted.item)
            let kind = shop.traits[carted.item].kind
            guard kind == shopper.mission.wish.kind ?? kind else { return }
            if let complement = shop.complement(of: kind, &rng), rng.chance(0.8) {
                shopper.mission.wish = shop.wish(ofKind: complement, for: shopper.taste, &rng)
                visit.stepsLeft += 4
            } else {
                shopper.mission.isFulfilled = true
                visit.stepsLeft = min(visit.stepsLeft, 1)
            }
        } else if let opened {
            visit.focus = .viewing(opened.item)
        } else {
            visit.focus = .looking
            if rng.chance(0.3) { visit.stepsLeft -= 1 }
        }
    }
}
