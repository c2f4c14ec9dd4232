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

    package init() {}

    /// What was done with it in the last four weeks.
    package var touches: Int {
        [views, carts, purchases, returns].reduce(0) { sum, counts in
            sum + counts.days.reduce(0) { $0 + Int($1.count) }
        }
    }

    /// What an event adds to `touches` at most.
    package static func weight(_ event: Event) -> Int {
        switch event.type {
        case .purchase, .return: max(1, event.quantity ?? 1)
        default: 1
        }
    }

    package mutating func add(_ logged: LoggedEvent) {
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
}
