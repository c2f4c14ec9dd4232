import Commerce
import Primitives

extension Behaviour {
    /// Drops what is held of a person. What they taught everyone stays until the log is replayed
    /// without them.
    mutating func forget(_ traces: Traces) {
        for subject in traces.subjects {
            switch subject {
            case .user(let id): forget(.user(id))
            case .visitor(let id): forget(.visitor(id))
            case .session: break
            }
        }
        for session in traces.sessions {
            anonymous.remove(session)
            trails.remove("s\(session)")
            orders.remove("s\(session)")
        }
        for order in traces.orders { orders.remove("o\(order)") }
        for query in traces.queries { queries.remove(query) }
    }

    private mutating func forget(_ person: Person) {
        let state = people[person]
        people.remove(person)
        trails.remove(Self.name(of: person))
        orders.remove(Self.name(of: person))
        for visitor in state?.visitors ?? [] where people[.visitor(visitor)] != nil {
            people.update(.visitor(visitor), default: PersonState()) { $0.user = nil }
        }
        if case .visitor(let id) = person, let user = state?.user, people[.user(user)] != nil {
            people.update(.user(user), default: PersonState()) { state in
                state.visitors.removeAll { $0 == id }
            }
        }
    }
}
