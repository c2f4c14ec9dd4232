import Commerce
import Features
import Primitives

/// What a person did with an item.
struct Visit: Hashable, Sendable {
    enum Action: UInt8, Sendable {
        case view, click, addToCart, removeFromCart, purchase, `return`, rating, dismiss, dwell
        case custom

        init?(_ type: EventType) {
            switch type {
            case .view: self = .view
            case .click: self = .click
            case .addToCart: self = .addToCart
            case .removeFromCart: self = .removeFromCart
            case .purchase: self = .purchase
            case .return: self = .return
            case .rating: self = .rating
            case .dismiss: self = .dismiss
            case .dwell: self = .dwell
            case .search, .impression, .link, .unlink: return nil
            default: self = .custom
            }
        }

        /// The name of the event type; `custom` for one that the shop declared.
        var name: String {
            switch self {
            case .addToCart: EventType.addToCart.rawValue
            case .removeFromCart: EventType.removeFromCart.rawValue
            default: "\(self)"
            }
        }

        /// How strong it is: the sequence model's class of it; nil where it says nothing or "not this".
        var modelClass: UInt8? {
            switch self {
            case .view, .click, .dwell, .custom: 0
            case .rating: 1
            case .addToCart: 2
            case .purchase: 3
            case .removeFromCart, .return, .dismiss: nil
            }
        }

        /// Values of `modelClass`.
        static let modelClasses = 4

        /// As what it is counted; nil where it is not.
        var counted: WindowCounts.Kind? {
            switch self {
            case .view, .click: .clicks
            case .addToCart: .carts
            case .purchase: .purchases
            case .removeFromCart, .return, .rating, .dismiss, .dwell, .custom: nil
            }
        }

        /// How strongly it says "this is what I want"; 0 where it says nothing or the opposite.
        var interest: Double {
            switch self {
            case .view, .click, .dwell, .custom: 1
            case .addToCart: 1.5
            case .purchase, .rating: 1.2
            case .removeFromCart, .return, .dismiss: 0
            }
        }
    }

    // In this order sixteen bytes; people have many visits.
    var time: Timestamp
    var item: UInt32
    var action: Action
    /// Whether the models that everyone shares may learn from it.
    var teaches = true
}

/// What is remembered of a person: their last visits and who they are linked to.
struct PersonState: Sendable {
    /// One and a half windows of the largest model that is trained: what its states are made of.
    static let visitsMax = 384
    static let dismissedMax = 64
    static let seenMax = 64
    static let linksMax = 16
    static let askedMax = 8

    /// By event time, oldest first.
    var visits: [Visit] = []
    /// How many visits came before these.
    var earlier = 0
    /// Items they do not want to see.
    var dismissed: [UInt32] = []
    /// Items they were shown since they last did anything with them, latest last.
    var seen: [Seen] = []
    /// What they did and were shown.
    var recent = WindowCounts()
    /// What they searched for, latest last, nothing twice.
    var asked: [String] = []
    /// Where they were last, if events say so.
    var region: String?
    /// Of a user: the visitors that turned out to be them, latest last.
    var visitors: [String] = []
    /// Of a visitor: the user they turned out to be.
    var user: String?

    /// On the heap and in the tables that lead to it, about: a name of 16 bytes, entries of two
    /// levels, arrays half as long again as what is in them.
    var bytes: Int {
        300 + visits.count * 24 + dismissed.count * 6
            + asked.reduce(0) { $0 + 16 + $1.utf8.count } + visitors.count * 40 + seen.count * 12
    }

    /// How often an item was shown in vain.
    struct Seen: Hashable, Sendable {
        var item: UInt32
        var times: UInt16
    }

    mutating func see(_ item: UInt32, at time: Timestamp) {
        recent.add(.impressions, at: time)
        var entry = Seen(item: item, times: 0)
        if let place = seen.firstIndex(where: { $0.item == item }) {
            entry = seen.remove(at: place)
        }
        entry.times = UInt16(clamping: Int(entry.times) + 1)
        seen.append(entry)
        if seen.count > Self.seenMax { seen.removeFirst() }
    }

    /// Takes a visit in at its time, so that a late event does not look like the newest.
    mutating func add(_ visit: Visit) {
        var index = visits.count
        while index > 0, visits[index - 1].time > visit.time { index -= 1 }
        visits.insert(visit, at: index)
        visit.action.counted.map { recent.add($0, at: visit.time) }
        if visits.count > Self.visitsMax {
            visits.removeFirst()
            earlier += 1
        }
        seen.removeAll { $0.item == visit.item }
        if visit.action == .dismiss {
            dismissed.append(visit.item)
            if dismissed.count > Self.dismissedMax { dismissed.removeFirst() }
        }
    }
}

/// The end of a sequence of items: a session, or a person's visits without a long pause.
struct TrailState: Sendable {
    var items: [UInt32] = []
    var last: Timestamp
    /// Its number among the session neighbours; nil before its first item.
    var session: UInt32?
}
