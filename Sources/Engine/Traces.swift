import Commerce
import Features
import Primitives
import Storage

/// Whom and what forgetting a person concerns: the visitors who turned out to be them, the sessions
/// of all these, and the orders they placed.
///
/// A session without a person is theirs if it also holds something that they did as themselves.
/// Found in the log rather than in the state, which holds the latest alone.
struct Traces: Sendable {
    let person: Subject
    /// Visitors who are the person, as far as is known.
    private(set) var visitors: Set<String> = []
    private(set) var sessions: Set<String> = []
    private(set) var orders: Set<String> = []
    /// What they taught everyone something about, and how often they touched it.
    private(set) var items: [String: Int] = [:]
    private(set) var queries: Set<String> = []
    /// Whether the person is linked to a visitor, by the visitors that their events say so of.
    private var links: [String: Bool] = [:]
    /// How many events were found of each subject that was looked for.
    private var counts: [Subject: Int] = [:]
    /// Up to where the log was read for them.
    private var reached: Int64 = 0

    init(of person: Subject) {
        self.person = person
        if case .session(let id) = person { sessions.insert(id) }
    }

    /// Everyone whose key is to be destroyed, the person first.
    var subjects: [Subject] {
        let others = visitors.map(Subject.visitor) + sessions.map(Subject.session)
        return [person] + others.filter { $0 != person }
    }

    /// Their events in the log.
    var events: Int { subjects.reduce(0) { $0 + counts[$1, default: 0] } }

    /// Reads what the log holds of them, from where it was read to before. Each kind of subject that
    /// turns up costs a walk through the log.
    mutating func follow(_ log: SQLiteEventLog, _ behaviour: Behaviour) throws {
        let end = log.lastOffset
        try read(Array(counts.keys), log, from: reached + 1, through: end)
        while true {
            findVisitors(behaviour)
            let new = subjects.filter { counts[$0] == nil }
            guard !new.isEmpty else { break }
            for subject in new { counts[subject] = 0 }
            try read(new, log, from: 1, through: end)
        }
        reached = end
    }

    private mutating func findVisitors(_ behaviour: Behaviour) {
        guard case .user(let id) = person else { return }
        for visitor in behaviour.people[.user(id)]?.visitors ?? [] { links[visitor] = true }
        visitors = []
        for (visitor, isLinked) in links where isLinked {
            // Who has become somebody else meanwhile is theirs no longer.
            let state = behaviour.people[.visitor(visitor)]
            if state == nil || state?.user == id { visitors.insert(visitor) }
        }
    }

    private mutating func read(
        _ subjects: [Subject], _ log: SQLiteEventLog, from start: Int64, through end: Int64
    ) throws {
        for logged in try log.events(of: subjects, from: start) where logged.offset <= end {
            let event = logged.event
            guard let subject = event.subject else { continue }
            counts[subject, default: 0] += 1
            if let session = event.session { sessions.insert(session) }
            if let order = event.order { orders.insert(order) }
            if let item = logged.learningItem {
                items[item, default: 0] += ItemCounters.weight(event)
            }
            if let query = event.query.flatMap(Behaviour.folded) { queries.insert(query) }
            guard subject == person, let visitor = event.visitor else { continue }
            if event.type == .link { links[visitor] = true }
            if event.type == .unlink { links[visitor] = false }
        }
    }
}
