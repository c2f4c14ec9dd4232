import Commerce
import Primitives

/// What is searched for: by everyone, by one person, and what comes of it.
extension Behaviour {
    /// Seconds after a search within which an item that somebody goes on to follows from it.
    private static let followSeconds: Double = 30 * 60
    private static let queryBytesMax = 100

    /// A query as it is counted; nil for one that is not.
    static func folded(_ query: String) -> String? {
        let folded = trimmed(query.lowercased())
        return folded.isEmpty || folded.utf8.count > queryBytesMax ? nil : folded
    }

    mutating func ask(_ logged: LoggedEvent, _ consent: Consent) {
        guard let query = logged.event.query.flatMap(Self.folded) else { return }
        if consent.personalise, let person = logged.event.person {
            people.update(person, default: PersonState()) { state in
                state.asked.removeAll { $0 == query }
                state.asked = state.asked.suffix(PersonState.askedMax - 1) + [query]
            }
        }
        guard consent.learn else { return }
        queries.update(query, default: 0) { $0 &+= 1 }
        if let trail = trailName(of: logged.event) {
            trails.update(trail, default: TrailState(last: logged.time)) { state in
                state.query = query
                state.last = max(state.last, logged.time)
            }
        }
    }

    /// Counts the first item that somebody goes on to after a search.
    mutating func follow(queryBefore logged: LoggedEvent) {
        switch logged.event.type {
        case .click, .view, .addToCart, .purchase: break
        default: return
        }
        guard let name = trailName(of: logged.event), let trail = trails[name],
            let query = trail.query
        else { return }
        trails.update(name, default: trail) { $0.query = nil }
        guard logged.time - trail.last <= Self.followSeconds else { return }
        followed.update(query, default: 0) { $0 &+= 1 }
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
