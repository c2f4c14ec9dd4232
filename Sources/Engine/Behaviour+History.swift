import Commerce
import Features
import Primitives

/// What is remembered of someone.
struct History: Sendable {
    /// Whose it is: the user's, whichever of their visitors asks.
    var owner: Subject
    /// The latest by event time, oldest first.
    var visits: [Visit] = []
    /// How many visits came before these.
    var earlier = 0
    /// Items they do not want to see.
    var dismissed: [UInt32] = []
    /// What they did and were shown lately.
    var recent = WindowCounts()
    /// How often they were shown items in vain.
    var seen: [UInt32: Int] = [:]
}

extension Behaviour {
    /// The last visits of who asks; those of a user and of their linked visitors are one history,
    /// whoever of them asks. Nil of somebody who says nothing of themselves.
    func history(of asker: Asker) -> History? {
        if let person = asker.person { return history(of: person) }
        guard let session = asker.session else { return nil }
        return history(ofSession: session)
    }

    func history(of person: Person) -> History {
        guard let own = people[person] else { return History(owner: Subject(person)) }
        if let user = own.user { return history(of: .user(user)) }
        var history = History(owner: Subject(person), own)
        guard !own.visitors.isEmpty else { return history }
        for visitor in own.visitors {
            guard let state = people[.visitor(visitor)] else { continue }
            history.visits += state.visits
            history.earlier += state.earlier
            history.dismissed += state.dismissed
            history.note(state.seen)
            history.recent.add(state.recent)
        }
        // Each keeps its last ones, so the last of all are there.
        let visits = Self.sortedByTime(history.visits)
        history.visits = visits.suffix(PersonState.visitsMax)
        history.earlier += visits.count - history.visits.count
        return history
    }

    /// What a session holds that names nobody; its last items where it names someone.
    private func history(ofSession id: String) -> History {
        if let state = anonymous[id] { return History(owner: .session(id), state) }
        let visits = (trails["s\(id)"]?.items ?? []).map {
            Visit(time: Timestamp(microseconds: 0), item: $0, action: .view)
        }
        return History(owner: .session(id), visits: visits)
    }

    /// Stable: visits of the same time stay in the order of arrival.
    private static func sortedByTime(_ visits: [Visit]) -> [Visit] {
        visits.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}

extension History {
    fileprivate init(owner: Subject, _ state: PersonState) {
        self.init(
            owner: owner, visits: state.visits, earlier: state.earlier,
            dismissed: state.dismissed)
        recent = state.recent
        note(state.seen)
    }

    fileprivate mutating func note(_ seen: [PersonState.Seen]) {
        for entry in seen { self.seen[entry.item, default: 0] += Int(entry.times) }
    }
}
