import Commerce
import Primitives
import Storage

/// Whom and what forgetting a person concerns: the visitors who turned out to be them, the sessions
/// of all these, and the orders they placed.
///
/// A session without a person is theirs if it also holds something that they did as themselves.
/// Found in the log rather than in the state, which holds the latest alone.
struct Traces: Sendable {
    let person: Subject
    private(set) var sessions: Set<String> = []
    private(set) var orders: Set<String> = []
    /// Whether the person is linked to a visitor, by the visitors that their events say so of.
    private var links: [String: Bool] = [:]
    /// Up to where the log was read for each subject.
    private var reached: [Subject: Int64] = [:]

    init(of person: Subject) {
        self.person = person
        if case .session(let id) = person { sessions.insert(id) }
    }

    /// Visitors who are the person, as far as is known.
    private(set) var visitors: Set<String> = []

    /// Everyone whose key is to be destroyed, the person first.
    var subjects: [Subject] {
        let others = visitors.map(Subject.visitor) + sessions.map(Subject.session)
        return [person] + others.filter { $0 != person }
    }

    /// Reads what the log holds of them, from where it was read to before.
    mutating func follow(_ log: SQLiteEventLog, _ behaviour: Behaviour) throws {
        try read(person, log)
        if case .user(let id) = person {
            for visitor in behaviour.people[.user(id)]?.visitors ?? [] { links[visitor] = true }
            visitors = []
            for (visitor, isLinked) in links where isLinked {
                // Who has become somebody else meanwhile is theirs no longer.
                let state = behaviour.people[.visitor(visitor)]
                if state == nil || state?.user == id { visitors.insert(visitor) }
            }
            for visitor in visitors { try read(.visitor(visitor), log) }
        }
        for session in sessions { try read(.session(session), log) }
    }

    private mutating func read(_ subject: Subject, _ log: SQLiteEventLog) throws {
        for logged in try log.events(of: subject, from: (reached[subject] ?? 0) + 1) {
            let event = logged.event
            reached[subject] = logged.offset
            if let session = event.session { sessions.insert(session) }
            if let order = event.order { orders.insert(order) }
            guard subject == person, let visitor = event.visitor else { continue }
            if event.type == .link { links[visitor] = true }
            if event.type == .unlink { links[visitor] = false }
        }
    }
}
