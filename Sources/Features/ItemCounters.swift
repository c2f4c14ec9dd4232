package import Commerce
import Primitives

/// What happened to one item, in windows. One definition for training and for serving.
package struct ItemCounters: Hashable, Sendable {
    package var views = DailyCounts()
    package var carts = DailyCounts()
    package var purchases = DailyCounts()
    package var returns = DailyCounts()
    /// Slates that showed it and were seen; history from elsewhere has none.
    package var impressions = DailyCounts()
    package var ratingSum: Double = 0
    package var ratingCount: Int = 0
    package var recent = WindowCounts()
    /// Clicks of the impressions since ever: those that name the answer which showed the item.
    package var clicked = ShareMoments.Evidence()
    /// Purchases of the views and clicks since ever.
    package var bought = ShareMoments.Evidence()

    package init() {}

    /// What was done with it in the last four weeks.
    package var touches: Int {
        [views, carts, purchases, returns].reduce(0) { sum, counts in
            sum + counts.days.reduce(0) { $0 + Int($1.count) }
        }
    }

    /// Bytes on the heap.
    package var heapBytes: Int {
        [views, carts, purchases, returns, impressions].reduce(0) {
            $0 + Primitives.heapBytes(of: $1.days)
        }
    }

    /// What an event adds to `touches` at most.
    package static func weight(_ event: Event) -> Int {
        switch event.type {
        case .purchase, .return: max(1, event.quantity ?? 1)
        default: 1
        }
    }

    /// Takes an event in, and has what is usual in the shop know of it.
    package mutating func add(_ logged: LoggedEvent, noting rates: inout ShopRates) {
        let (clicked, bought) = (clicked, bought)
        let (ratingSum, ratingCount) = (ratingSum, ratingCount)
        add(logged)
        if self.clicked != clicked { rates.clicked.replace(clicked, by: self.clicked) }
        if self.bought != bought { rates.bought.replace(bought, by: self.bought) }
        rates.ratingSum += self.ratingSum - ratingSum
        rates.ratingCount += Double(self.ratingCount - ratingCount)
    }

    package mutating func add(_ logged: LoggedEvent) {
        addRecent(logged)
        switch logged.event.type {
        case .view, .click: views.add(at: logged.time)
        case .addToCart: carts.add(at: logged.time)
        case .purchase: purchases.add(logged.event.quantity ?? 1, at: logged.time)
        case .return: returns.add(logged.event.quantity ?? 1, at: logged.time)
        case .impression where logged.origin == .live: impressions.add(at: logged.time)
        case .rating:
            ratingSum += logged.event.value ?? 0
            ratingCount += 1
        default: break
        }
    }

    private mutating func addRecent(_ logged: LoggedEvent) {
        let type = logged.event.type
        guard type != .impression || logged.origin == .live else { return }
        WindowCounts.Kind(type).map { recent.add($0, at: logged.time) }
        switch type {
        case .impression: clicked.trials &+= 1
        case .click where logged.origin == .live && logged.event.request != nil:
            clicked.successes &+= 1
            bought.trials &+= 1
        case .view, .click: bought.trials &+= 1
        case .purchase: bought.successes &+= 1
        default: break
        }
    }
}
