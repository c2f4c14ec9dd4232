package import Primitives

/// One thing a person did, as the shop reported it. What the log adds is in `LoggedEvent`.
package struct Event: Hashable, Sendable {
    /// The idempotency key: sent again, an event is applied once.
    package var id: String
    package var type: EventType
    /// When it happened; nil where the sender left that to the receipt.
    package var time: Timestamp?
    /// A person who is known.
    package var user: String?
    /// A browser or device whose person is not known yet.
    package var visitor: String?
    package var session: String?
    package var item: String?
    /// The answer that the person reacted to.
    package var request: String?
    /// Place in that answer, from 0.
    package var position: Int?
    package var order: String?
    package var quantity: Int?
    /// Price of one unit.
    package var price: Money?
    /// Stars of a rating, seconds of a dwell, the value of a custom type.
    package var value: Double?
    package var query: String?
    package var consent: Consent?
    /// Fields that this version does not know, kept as they came.
    package var extra = Fields()

    package init(id: String, type: EventType) {
        self.id = id
        self.type = type
    }

    /// Where it happened, if the shop says so: its own field `region` or `country`.
    package var region: String? {
        for case .string(let name)? in [extra["region"], extra["country"]]
        where !name.isEmpty && name.utf8.count <= User.regionBytesMax {
            return name
        }
        return nil
    }

    /// Whose behaviour this is.
    package var person: Person? {
        user.map(Person.user) ?? visitor.map(Person.visitor)
    }
}

/// What the person allowed; nothing said means allowed.
package struct Consent: Hashable, Sendable {
    /// May shape this person's own answers.
    package var personalise: Bool
    /// May teach the models that everyone shares.
    package var learn: Bool

    package init(personalise: Bool = true, learn: Bool = true) {
        self.personalise = personalise
        self.learn = learn
    }
}

/// Someone whose behaviour is followed.
package enum Person: Hashable, Sendable {
    case user(String)
    case visitor(String)
}

/// An event with what the log knows of it.
package struct LoggedEvent: Hashable, Sendable {
    package enum Origin: UInt8, Sendable {
        case live = 0
        /// History from elsewhere: it teaches, but was never served from here.
        case imported = 1
    }

    /// Its place in the log: positive and growing, with no two alike.
    package var offset: Int64
    package var received: Timestamp
    /// The parent of the item as the catalogue knew it on receipt, so that a replay of the log
    /// needs no catalogue.
    package var parent: String?
    package var origin: Origin
    /// Where the person was, as the event says or else as they had declared on receipt.
    package var region: String?
    package var event: Event

    package init(
        offset: Int64, received: Timestamp, parent: String? = nil, origin: Origin = .live,
        region: String? = nil, event: Event
    ) {
        self.offset = offset
        self.received = received
        self.parent = parent
        self.origin = origin
        self.region = region
        self.event = event
    }

    /// Seconds that a sender's clock may be ahead.
    private static let aheadMax: Double = 60

    /// When it happened. Not after its receipt: a clock that is far ahead would make counts that
    /// nothing later can outweigh.
    package var time: Timestamp {
        event.time.map { min($0, received + Self.aheadMax) } ?? received
    }

    /// The id that models learn on.
    package var learningItem: String? { parent ?? event.item }
}
