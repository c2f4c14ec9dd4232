import Commerce
import Primitives

/// What every imported event must pass, whatever it comes from.
struct EventCleaning {
    /// How fast someone browses, as far as it has to be known.
    private struct Pace {
        var minute: Int64 = .min
        var count = 0
        var isBot = false
    }

    private static let browsing: Set<EventType> = [.view, .click, .search, .impression]

    private let rules: CleaningRules
    /// Bounded: someone who was away for 200,000 others is counted anew.
    private var paces = GenerationalMap<Person, Pace>(capacity: 200_000)

    init(_ rules: CleaningRules) {
        self.rules = rules
    }

    mutating func check(_ event: Event) throws(Rejection) {
        guard let time = event.time else {
            throw Rejection(.missing, "time", "history without a time has no order")
        }
        guard rules.times.contains(time) else {
            throw Rejection(
                .timeOutOfRange, "time",
                "\(time) is not between \(rules.times.lowerBound) and \(rules.times.upperBound)")
        }
        if let quantity = event.quantity, quantity > rules.quantityMax {
            throw Rejection(
                .outlier, "quantity", "\(quantity) units are more than \(rules.quantityMax)")
        }
        if let price = event.price, price.major > rules.priceMax {
            throw Rejection(
                .outlier, "price", "\(price.major) a unit is more than \(rules.priceMax)")
        }
        try checkPace(of: event, at: time)
    }

    private mutating func checkPace(of event: Event, at time: Timestamp) throws(Rejection) {
        guard Self.browsing.contains(event.type), let person = event.person else { return }
        let minute = time.microseconds / 60_000_000
        let limit = rules.browsingPerMinuteMax
        let isBot = paces.update(person, default: Pace()) { pace in
            pace.count = pace.minute == minute ? pace.count + 1 : 1
            pace.minute = minute
            if pace.count > limit { pace.isBot = true }
            return pace.isBot
        }
        if isBot {
            throw Rejection(
                .bot, event.user == nil ? "visitor" : "user",
                "browsed more than \(limit) times within a minute, here or before")
        }
    }
}
