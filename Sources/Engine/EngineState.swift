import Commerce
import Companions
import Features
import HashTreeCollections
import Primitives

/// Everything an answer is made from. A value whose copies share structure: the writer changes its
/// own, and what it publishes never changes again.
struct EngineState: Sendable {
    /// Queries are offered to others only once this many askings made them common property.
    private static let queryAskedMin: UInt32 = 3
    /// What others touched so often in four weeks is shown because of them.
    private static let touchesOfOthersMin = 20

    private(set) var behaviour: Behaviour
    private(set) var catalogue = CatalogueView()
    /// Nil before the first fit.
    var linear: LinearNeighbours?
    /// Nil where no trained model is promoted.
    private(set) var model: ModelItems?
    /// Nil where the shop has no encoder.
    var meanings: ItemMeanings?
    /// Nil where clicks taught none.
    var order: LearntOrder?
    /// Nil where the shop has none.
    var policy: PolicyStage?
    private(set) var rules = Rulebook()
    private(set) var users: TreeDictionary<String, User> = [:]
    /// Items that hardly anybody touched but people who were forgotten since everything was last
    /// counted: until it is counted anew nothing learnt shows them.
    private(set) var withheld: Set<UInt32> = []
    /// How often these people touched what.
    private var forgottenTouches: [UInt32: Int] = [:]
    /// Grows when something is forgotten: what was taken from an older state is not to be shown.
    private(set) var epoch = 0

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
    mutating func fill(items: [Item], users: [User], indexFiles: IndexFiles) {
        catalogue.fill(
            items.map { item in
                (
                    item, behaviour.items.intern(item.id),
                    item.parent.map { behaviour.items.intern($0) }
                )
            }, indexFiles: indexFiles)
        for user in users { self.users[user.id] = user }
        for query in commonQueries { catalogue.offer(query: query) }
    }

    /// What was asked often enough to be offered.
    private var commonQueries: [String] {
        [behaviour.queries.young, behaviour.queries.old].flatMap { queries in
            queries.compactMap { $1 >= Self.queryAskedMin ? $0 : nil }
        }
    }

    /// Drops what is held of a person. What they taught everyone is withheld where it can be told
    /// from what others did: items that hardly others touched, queries that they asked, the fitted
    /// model.
    mutating func forget(_ traces: Traces) {
        behaviour.forget(traces)
        model?.model.states.forget(traces.subjects)
        if case .user(let id) = traces.person { users[id] = nil }
        epoch += 1
        guard traces.events > 0 else { return }
        for (id, count) in traces.items {
            guard let item = behaviour.items.number(of: id) else { continue }
            forgottenTouches[item, default: 0] += count
            let others = behaviour.counters[Int(item)].touches - forgottenTouches[item, default: 0]
            if others < Self.touchesOfOthersMin { withheld.insert(item) }
        }
        linear = nil
        catalogue.offer(only: commonQueries)
    }

    /// Takes behaviour that was counted anew, with the same numbers of items.
    mutating func replace(_ rebuilt: Behaviour) {
        behaviour = rebuilt
        withheld = []
        forgottenTouches = [:]
        catalogue.offer(only: commonQueries)
        epoch += 1
    }

    mutating func put(_ item: Item) {
        let number = behaviour.items.intern(item.id)
        let parent = item.parent.map { behaviour.items.intern($0) }
        remove(item: item.id)
        changeCatalogue(number, parent) { $0.put(item, as: number, parent: parent) }
    }

    mutating func remove(item id: String) {
        guard let number = behaviour.items.number(of: id), let old = catalogue.item(number) else {
            return
        }
        let parent = old.parent.flatMap { behaviour.items.number(of: $0) }
        changeCatalogue(number, parent) { $0.remove(number, parent: parent) }
    }

    /// Changes an item, and what the model may show of it and of its parent.
    private mutating func changeCatalogue(
        _ number: UInt32, _ parent: UInt32?, _ change: (inout CatalogueView) -> Void
    ) {
        let wasEmpty = catalogue.count == 0
        change(&catalogue)
        if wasEmpty != (catalogue.count == 0) {
            // What is shown without a catalogue is another matter.
            model?.update(catalogue, behaviour.items)
        }
        model?.update(number, catalogue, behaviour.items)
        if let parent { model?.update(parent, catalogue, behaviour.items) }
    }

    /// To be called before a state is published.
    mutating func settle() { model?.settle() }

    /// Takes the promoted model, or does without one.
    mutating func use(_ change: ModelWatch.Change) {
        model = change.map { ModelItems($0, &behaviour.items, catalogue) }
    }

    mutating func put(_ user: User) {
        users[user.id] = user
    }

    /// What someone declared of themselves, as the trained model reads it.
    func declared(by owner: Subject) -> Set<UInt64> {
        guard case .user(let id) = owner else { return [] }
        return users[id]?.declared ?? []
    }

    mutating func put(_ rule: Rule) { rules.put(rule) }

    mutating func remove(rule id: String) { rules.remove(id) }

    /// Where a user declared to be.
    func region(of user: String) -> String? { users[user]?.region }

    /// How popular an item is beside the leader, 0...1.
    func popularity(of item: UInt32) -> Double {
        !withheld.isEmpty && withheld.contains(item) ? 0 : behaviour.popularity.share(of: item)
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
