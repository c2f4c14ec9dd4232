import Commerce
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Features by their definition in `Features.md`, from a log in the order of arrival.
struct FeatureRecount {
    private static let windows: [(name: String, seconds: Double)] = [
        ("minute", 60), ("hour", 3600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000),
    ]

    private let items: [String: Item]
    /// What teaches everyone, and what is known of one person.
    private let shared: [LoggedEvent]
    private let own: [LoggedEvent]
    private let now: Timestamp
    private let declared: [String]

    init(_ log: [LoggedEvent], _ items: [Item], of user: String, declares users: [User]) {
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
        shared = log.filter { $0.event.item != nil && $0.event.consent?.learn ?? true }
        now = shared.map(\.time).max() ?? Timestamp(microseconds: 0)
        let isLinked = user == "u0" && log.contains { $0.event.type == .link }
        own = log.filter { logged in
            logged.event.item != nil && logged.event.consent?.personalise ?? true
                && (logged.event.user == user
                    || isLinked && logged.event.user == nil && logged.event.visitor == "v")
        }
        declared = users.filter { $0.id == user }.flatMap { user in
            [("age_band", user.ageBand), ("region", user.region)].compactMap { name, value in
                value.map { "\(name)\u{1F}\($0)" }
            }
        }
    }

    func features(of id: String) -> [(String, Double)] {
        aboutItem(id) + aboutTaste(id) + aboutBoth(id) + aboutShopper()
    }

    // MARK: Windows

    private static func kind(_ logged: LoggedEvent) -> String? {
        switch logged.event.type {
        case .impression: logged.origin == .live ? "impressions" : nil
        case .view, .click: "clicks"
        case .addToCart: "carts"
        case .purchase: "purchases"
        default: nil
        }
    }

    private func windows(_ events: [LoggedEvent], _ owner: String) -> [(String, Double)] {
        // Of who may not teach everyone, something can be newer than all that did.
        let now = events.filter { Self.kind($0) != nil }.map(\.time).reduce(now, max)
        return Self.windows.flatMap { window in
            ["impressions", "clicks", "carts", "purchases"].map { kind in
                let sum = events.filter { Self.kind($0) == kind }
                    .reduce(0) { $0 + exp(-(now - $1.time) / window.seconds) }
                return ("\(owner)\(kind)_\(window.name)", log1p(sum))
            }
        }
    }

    // MARK: Of the item

    private func aboutItem(_ id: String) -> [(String, Double)] {
        let mine = shared.filter { $0.event.item == id }
        let rated = shared.filter { $0.event.type == .rating }
        let mean =
            rated.isEmpty
            ? 3.5 : rated.reduce(0) { $0 + ($1.event.value ?? 0) } / Double(rated.count)
        let ratings = mine.filter { $0.event.type == .rating }
        let sum = ratings.reduce(0) { $0 + ($1.event.value ?? 0) }
        let created = items[id]?.created
        return windows(mine, "") + [
            ("click_rate", smoothed(id, Self.shown)), ("purchase_rate", smoothed(id, Self.seen)),
            ("rating", (sum + 5 * mean) / Double(ratings.count + 5)),
            ("ratings", log1p(Double(ratings.count))),
            ("price", price(id) ?? usualPrice(id)), ("price_imputed", price(id) == nil ? 1 : 0),
            ("age", created.map { log1p((now - $0) / 86_400) } ?? 0),
            ("age_unknown", created == nil ? 1 : 0),
        ]
    }

    /// Of an event: whether it is a trial, and whether a success.
    private typealias Trial = (LoggedEvent) -> (Bool, Bool)

    private static func shown(_ logged: LoggedEvent) -> (Bool, Bool) {
        let event = logged.event
        let isLive = logged.origin == .live
        return (
            event.type == .impression && isLive,
            event.type == .click && isLive && event.request != nil
        )
    }

    private static func seen(_ logged: LoggedEvent) -> (Bool, Bool) {
        let type = logged.event.type
        return (type == .view || type == .click, type == .purchase)
    }

    /// By the formulas of Kleinman (1973), in the order of the paper.
    private func smoothed(_ id: String, _ trial: Trial) -> Double {
        var counts: [String: (n: Double, x: Double)] = [:]
        for logged in shared {
            let (isTrial, isSuccess) = trial(logged)
            counts[logged.event.item ?? "", default: (0, 0)].n += isTrial ? 1 : 0
            counts[logged.event.item ?? "", default: (0, 0)].x += isSuccess ? 1 : 0
        }
        let tried = counts.values.filter { $0.n > 0 }.map { (n: $0.n, x: min($0.n, $0.x)) }
        let own = counts[id] ?? (0, 0)
        let (n, x) = tried.reduce((0.0, 0.0)) { ($0.0 + $1.n, $0.1 + $1.x) }
        let p = n > 0 ? x / n : 0
        let weighted = tried.reduce(0) { $0 + $1.n * ($1.x / $1.n - p) * ($1.x / $1.n - p) }
        let k = Double(tried.count)
        let room = n - tried.reduce(0) { $0 + $1.n * $1.n } / max(1, n) - (k - 1)
        var strength = 20.0
        if k > 2, p > 0, p < 1, room > 0 {
            let correlation = (weighted / (p * (1 - p)) - (k - 1)) / room
            strength = correlation > 0 ? (1 - correlation) / correlation : 10_000
            strength = min(max(strength, 1), 10_000)
        }
        let mean = (x + 0.05 * 20) / (n + 20)
        return (min(own.n, own.x) + mean * strength) / (own.n + strength)
    }

    // MARK: Of taste

    private func price(_ id: String) -> Double? { items[id]?.price.map { log($0.major) } }

    private func usualPrice(_ id: String) -> Double {
        let category = items[id]?.categories.first
        let known = items.values.filter { $0.price != nil }
        let alike = known.filter { category != nil && $0.categories.first == category }
        let prices = (alike.isEmpty ? known : alike).compactMap { price($0.id) }
        return prices.reduce(0, +) / Double(prices.count)
    }

    /// Oldest first.
    private var steps: [LoggedEvent] {
        Array(
            own.filter { $0.event.type != .impression }
                .enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                .map(\.element).suffix(64))
    }

    private func interest(_ logged: LoggedEvent) -> Double {
        switch logged.event.type {
        case .view, .click: 1
        case .addToCart: 1.5
        case .purchase, .rating: 1.2
        default: 0
        }
    }

    private func share<Name: Equatable>(_ id: String, _ name: (Item) -> Name?) -> Double {
        var (mine, all) = (0.0, 0.0)
        guard let wanted = items[id].flatMap(name) else { return 0 }
        for step in steps {
            guard let other = items[step.event.item ?? ""].flatMap(name) else { continue }
            all += interest(step)
            if other == wanted { mine += interest(step) }
        }
        return all > 0 ? mine / all : 0
    }

    private func aboutTaste(_ id: String) -> [(String, Double)] {
        let paid = steps.filter { interest($0) > 0 }.compactMap { price($0.event.item ?? "") }
        var distance = 0.0
        if let own = price(id), !paid.isEmpty {
            let mean = paid.reduce(0, +) / Double(paid.count)
            let spread = paid.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(paid.count)
            distance = (own - mean) / max(0.3, spread.squareRoot())
        }
        return [
            ("price_above", min(max(distance, -4), 4)), ("price_distance", min(abs(distance), 4)),
            ("brand_share", share(id, \.brand)), ("category_share", share(id, \.categories.first)),
        ]
    }

    // MARK: Of both

    private func aboutBoth(_ id: String) -> [(String, Double)] {
        // The user's and the visitor's are counted apart.
        var inVain = 0
        for isVisitor in [false, true] {
            var count = 0
            for logged in own
            where logged.event.item == id && (logged.event.user == nil) == isVisitor {
                switch logged.event.type {
                case .impression: count += logged.origin == .live ? 1 : 0
                default: count = 0
                }
            }
            inVain += count
        }
        let mine = steps.filter { $0.event.item == id && Self.kind($0) != nil }
        let last = mine.map(\.time).max()
        return ["clicks", "carts", "purchases"].map { (kind: String) in
            ("own_\(kind)", log1p(Double(mine.count(where: { Self.kind($0) == kind }))))
        } + [
            ("in_vain", log1p(Double(inVain))),
            ("own_recency", last.map { 1 / (1 + max(0, now - $0) / 86_400) } ?? 0),
        ]
    }

    // MARK: Of the shopper

    private func aboutShopper() -> [(String, Double)] {
        let buckets = Set(declared.map { stableHash($0) % 8 })
        let seconds = now.seconds
        let hour = seconds.truncatingRemainder(dividingBy: 86_400) / 86_400
        // 5 January 1970 was a Monday.
        let week = (seconds - 4 * 86_400).truncatingRemainder(dividingBy: 604_800) / 604_800
        return windows(own, "shopper_") + [
            ("shopper_steps", log1p(Double(steps.count))),
            ("hour_sine", sin(2 * .pi * hour)), ("hour_cosine", cos(2 * .pi * hour)),
            ("weekday_sine", sin(2 * .pi * week)), ("weekday_cosine", cos(2 * .pi * week)),
        ] + (0..<8).map { ("declared_\($0)", buckets.contains($0) ? 1 : 0) }
    }
}
