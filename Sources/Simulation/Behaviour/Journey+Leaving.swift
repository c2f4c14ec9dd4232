import Commerce
import Primitives

/// The two ends of a visit.
extension Journey {
    /// What a shopper does on coming back: signs in, and says how they like what they bought.
    mutating func settle(_ session: String, _ shop: Shop) {
        if rng.chance(0.15) { signIn(session) }
        for purchase in purchases {
            let truth = shop.traits[purchase.item]
            let fault = 1 - truth.quality
            if rng.chance(0.25 * fault * fault) {
                tell(.return, in: session) {
                    $0.item = shop.items[purchase.item].id
                    $0.order = purchase.order
                    $0.quantity = purchase.quantity
                    $0.price = shop.items[purchase.item].price
                }
            }
            guard rng.chance(0.3) else { continue }
            let joy = 0.65 * truth.quality + 0.35 * shopper.taste.liking(of: truth)
            let stars = (1 + 4 * (joy + 0.12 * rng.normal() + 0.1).clamped).rounded()
            tell(.rating, in: session) {
                $0.item = shop.items[purchase.item].id
                $0.value = stars
            }
        }
        purchases = []
    }

    /// Buys what stays in the cart, or leaves it behind; then the next visit can begin.
    mutating func leave(_ session: String, _ shop: Shop) {
        dropDoubts(session, shop)
        if !visit.cart.isEmpty, rng.chance(0.75) { checkOut(session, shop) }
        driftMission(shop)
        startVisit()
    }

    private mutating func dropDoubts(_ session: String, _ shop: Shop) {
        for line in visit.cart where rng.chance(0.08) {
            visit.cart.removeAll { $0.item == line.item }
            tell(.removeFromCart, line, session, shop)
        }
    }

    /// Who has an account signs in to buy; the others buy as guests.
    private mutating func checkOut(_ session: String, _ shop: Shop) {
        signIn(session)
        let order = newOrder()
        for line in visit.cart {
            tell(.purchase, line, session, shop) {
                $0.order = order
                $0.price = shop.items[line.item].price
            }
            purchases.append(
                Purchase(item: line.item, order: order, quantity: line.quantity))
        }
    }

    private mutating func signIn(_ session: String) {
        guard let account = shopper.account, !shopper.isSignedIn else { return }
        tell(.link, in: session) { $0.user = account.id }
        shopper.isSignedIn = true
    }

    private mutating func tell(
        _ type: EventType, _ line: Visit.Line, _ session: String, _ shop: Shop,
        _ fill: (inout Event) -> Void = { _ in }
    ) {
        tell(type, in: session) {
            $0.item = shop.items[line.item].id
            $0.quantity = line.quantity
            $0.request = line.request
            $0.position = line.position
            fill(&$0)
        }
    }

    /// Between visits: an unmet wish may last; a met one leads to what goes with it, or to
    /// something new.
    private mutating func driftMission(_ shop: Shop) {
        shopper.mission.visitsLeft -= 1
        let mission = shopper.mission
        guard mission.isFulfilled || mission.visitsLeft <= 0 else { return }
        let kind: Int
        let chance = rng.uniform()
        if chance < 0.35, let last = mission.wish.kind {
            kind =
                (mission.isFulfilled ? shop.complement(of: last, &rng) : nil)
                ?? shop.neighbour(of: last, &rng)
        } else {
            kind = shop.kind(for: shopper.taste, &rng)
        }
        shopper.mission = Shopper.Mission(
            wish: shop.wish(ofKind: kind, for: shopper.taste, &rng),
            visitsLeft: 1 + rng.index(below: 3))
    }
}
