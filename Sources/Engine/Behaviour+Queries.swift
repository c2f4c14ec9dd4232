import Commerce
import Primitives

/// What is searched for: by everyone, and by one person.
extension Behaviour {
    private static let queryBytesMax = 100

    /// A query as it is counted; nil for one that is not.
    static func folded(_ query: String) -> String? {
        let folded = trimmed(query.lowercased())
        return folded.isEmpty || folded.utf8.count > queryBytesMax ? nil : folded
    }

    mutating func ask(_ logged: LoggedEvent, _ consent: Consent) {
        guard let query = logged.event.query.flatMap(Self.folded) else { return }
        if consent.learn { queries.update(query, default: 0) { $0 &+= 1 } }
        guard consent.personalise, let person = logged.event.person else { return }
        people.update(person, default: PersonState()) { state in
            state.asked.removeAll { $0 == query }
            state.asked = state.asked.suffix(PersonState.askedMax - 1) + [query]
        }
    }

    /// What a person searched for, latest first: those of a user and of their visitors together.
    func asked(by person: Person) -> [String] {
        guard let own = people[person] else { return [] }
        if let user = own.user { return asked(by: .user(user)) }
        var all = Array(own.asked.reversed())
        for visitor in own.visitors.reversed() {
            all += (people[.visitor(visitor)]?.asked ?? []).reversed()
        }
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }
    }
}
