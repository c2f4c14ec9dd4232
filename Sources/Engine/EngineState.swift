import Commerce
import HashTreeCollections
import Primitives

/// Everything an answer is made from. A value whose copies share structure: the writer changes its
/// own, and what it publishes never changes again.
struct EngineState: Sendable {
    /// Queries are offered to others only once this many askings made them common property.
    private static let queryAskedMin: UInt32 = 3

    private(set) var behaviour: Behaviour
    private(set) var catalogue = CatalogueView()
    /// Nil before the first fit.
    var linear: LinearNeighbours?
    private(set) var users: TreeDictionary<String, User> = [:]

    init(behaviour: Behaviour) {
        self.behaviour = behaviour
    }

    mutating func apply(_ logged: LoggedEvent) {
        behaviour.apply(logged)
        if logged.event.type == .search, let query = logged.event.query {
            let folded = trimmed(query.lowercased())
            if behaviour.queries[folded] == Self.queryAskedMin { catalogue.offer(query: folded) }
        }
    }

    /// Fills the catalogue after a start.
    mutating func fill(items: [Item], users: [User]) {
        catalogue.fill(
            items.map { item in
                (
                    item, behaviour.items.intern(item.id),
                    item.parent.map { behaviour.items.intern($0) }
                )
            })
        for user in users { self.users[user.id] = user }
        for queries in [behaviour.queries.young, behaviour.queries.old] {
            for (query, count) in queries where count >= Self.queryAskedMin {
                catalogue.offer(query: query)
            }
        }
    }

    mutating func put(_ item: Item) {
        let number = behaviour.items.intern(item.id)
        remove(item: item.id)
        catalogue.put(item, as: number, parent: item.parent.map { behaviour.items.intern($0) })
    }

    mutating func remove(item id: String) {
        guard let number = behaviour.items.number(of: id), let old = catalogue.item(number) else {
            return
        }
        catalogue.remove(number, parent: old.parent.flatMap { behaviour.items.number(of: $0) })
    }

    mutating func put(_ user: User) {
        users[user.id] = user
    }

    func item(_ id: String) -> Item? {
        behaviour.items.number(of: id).flatMap { catalogue.item($0) }
    }
}

/// What a request reads from beginning to end.
final class EngineSnapshot: Sendable {
    let state: EngineState

    init(_ state: EngineState) { self.state = state }
}
