import Commerce
import Companions
import Features
import Primitives

/// Everything that follows from the event log: applied event by event, in log order, and from the
/// log alone, so that a replay gives the same state to the last bit.
struct Behaviour: Sendable {
    /// A pause after which a person without session ids begins a new one.
    private static let pause: Double = 30 * 60

    /// What was read of the log: events up to here are applied, or were forgotten.
    var offset: Int64 = 0
    /// The last event that was applied. Fit points follow from it, so that they do not depend on
    /// where a replay once ended.
    var appliedOffset: Int64 = 0
    /// The event after which the linear neighbours in use are to be fitted; 0 before the first.
    var fitOffset: Int64 = 0
    let bounds: Bounds
    private let schedule: FitSchedule
    var items = ItemNumbers()
    var counters = PersistentVector<ItemCounters>()
    /// What is usual of them.
    var rates = ShopRates()
    /// What lasts: half-life two weeks.
    var popularity = Popularity(halfLife: 14 * 86_400)
    /// What is rising: half-life one day.
    var trending = Popularity(halfLife: 86_400)
    /// By region, where that is known.
    var regions: GenerationalMap<String, RegionalPopularity>
    var rules = SequentialRules()
    var together = CoPurchases()
    /// What one visit holds together, whichever came first.
    var alongside = ItemCosine()
    /// When what was bought is bought again.
    var replenishment = Replenishment()
    /// The time of the latest event that was learnt from: the log's own clock.
    var latest = Timestamp(microseconds: 0)
    var sessions: SessionNeighbours
    var people: GenerationalMap<Person, PersonState>
    /// What was done in sessions by people of whom nothing else is known.
    var anonymous: GenerationalMap<String, PersonState>
    var trails: GenerationalMap<String, TrailState>
    var orders: GenerationalMap<String, [UInt32]>
    /// How often a query was asked.
    var queries: GenerationalMap<String, UInt32>

    init(bounds: Bounds) {
        self.bounds = bounds
        schedule = FitSchedule(events: bounds.fitEvents)
        regions = GenerationalMap(capacity: bounds.regions)
        people = GenerationalMap(
            capacity: bounds.people, weightMax: bounds.personBytes, weigh: \.bytes)
        anonymous = GenerationalMap(
            capacity: bounds.sessions, weightMax: bounds.sessionBytes, weigh: \.bytes)
        var neighbours = SessionNeighbours.Settings.serving
        neighbours.sessionsMax = bounds.pastSessions
        sessions = SessionNeighbours(neighbours)
        trails = GenerationalMap(capacity: bounds.sessions)
        orders = GenerationalMap(capacity: bounds.sessions)
        queries = GenerationalMap(capacity: bounds.queries)
    }

    // MARK: Apply

    mutating func apply(_ logged: LoggedEvent) {
        let event = logged.event
        if schedule.point(at: logged.offset) > schedule.point(at: appliedOffset) {
            fitOffset = logged.offset
        }
        appliedOffset = logged.offset
        offset = logged.offset
        let consent = event.consent ?? Consent()
        switch event.type {
        case .link: link(event)
        case .unlink: unlink(event)
        case .search: ask(logged, consent)
        default:
            guard let id = logged.learningItem else { return }
            guard let item = number(of: id) else { return }
            if consent.learn { learn(logged, item: item) }
            if event.type == .impression { notice(item, logged, consent) }
            guard let action = Visit.Action(event.type) else { return }
            remember(
                Visit(time: logged.time, item: item, action: action, teaches: consent.learn),
                of: logged, consent)
        }
    }

    private mutating func remember(
        _ visit: Visit, of logged: LoggedEvent, _ consent: Consent
    ) {
        let event = logged.event
        guard consent.personalise else {
            // Known to hold nothing, a session is not answered from what it taught.
            if let session = event.session {
                anonymous.update(session, default: PersonState()) { _ in }
            }
            return
        }
        if let person = event.person {
            people.update(person, default: PersonState()) { state in
                state.add(visit)
                state.region = logged.region ?? state.region
            }
        } else if let session = event.session {
            anonymous.update(session, default: PersonState()) { $0.add(visit) }
        }
    }

    /// Nil of one item too many: its events are in the log and move nothing else.
    private mutating func number(of id: String) -> UInt32? {
        if let known = items.number(of: id) { return known }
        return items.ids.count < bounds.items ? items.intern(id) : nil
    }

    /// What somebody was shown. Imported impressions are none of ours.
    private mutating func notice(_ item: UInt32, _ logged: LoggedEvent, _ consent: Consent) {
        guard logged.origin == .live, consent.personalise, let person = logged.event.person else {
            return
        }
        people.update(person, default: PersonState()) { $0.see(item, at: logged.time) }
    }

    // MARK: What everyone shares

    private mutating func learn(_ logged: LoggedEvent, item: UInt32) {
        while counters.count <= Int(item) { counters.append(ItemCounters()) }
        counters[Int(item)].add(logged, noting: &rates)
        latest = max(latest, logged.time)
        if logged.event.type == .purchase, let person = logged.event.person {
            let earlier = people[person]?.visits.last {
                $0.item == item && $0.action == .purchase
            }
            replenishment.learn(item, after: earlier.map { logged.time - $0.time })
        }
        guard let weight = Self.weight(of: logged.event) else { return }
        popularity.add(item, weight: weight, at: logged.time)
        trending.add(item, weight: weight, at: logged.time)
        if let region = logged.region {
            regions.update(region, default: RegionalPopularity()) {
                $0.add(item, weight: weight, at: logged.time)
            }
        }
        if let trail = trailName(of: logged.event) { follow(trail, to: item, logged) }
        if logged.event.type == .purchase, let order = orderName(of: logged.event) {
            let others = orders[order] ?? []
            guard !others.contains(item) else { return }
            together.learn(item, with: others)
            orders.update(order, default: []) { $0 = $0.suffix(CoPurchases.reach) + [item] }
        }
    }

    /// How much an event counts for popularity; nil where it says nothing good.
    private static func weight(of event: Event) -> Double? {
        switch event.type {
        case .view: 1
        case .click: 0.5
        case .addToCart: 3
        case .purchase: 5
        case .rating: (event.value ?? 0) >= 3 ? 1 : nil
        case .removeFromCart, .return, .dismiss, .impression: nil
        default: 0.5
        }
    }

    private mutating func follow(_ trail: String, to item: UInt32, _ logged: LoggedEvent) {
        var previous = trails[trail] ?? TrailState(last: logged.time)
        if logged.event.session == nil, logged.time - previous.last > Self.pause {
            previous.items = []
            previous.session = nil
        }
        // A click and the view that it opens are one step.
        guard previous.items.last != item else { return }
        rules.learn(item, after: previous.items)
        if !previous.items.contains(item) {
            alongside.learn(item, with: previous.items)
        }
        sessions.learn(item, in: &previous.session)
        previous.items = previous.items.suffix(SequentialRules.reach - 1) + [item]
        previous.last = max(previous.last, logged.time)
        trails.update(trail, default: previous) { $0 = previous }
    }

    private func trailName(of event: Event) -> String? {
        event.session.map { "s\($0)" } ?? event.person.map(Self.name)
    }

    private func orderName(of event: Event) -> String? {
        event.order.map { "o\($0)" } ?? trailName(of: event)
    }

    static func name(of person: Person) -> String {
        switch person {
        case .user(let id): "u\(id)"
        case .visitor(let id): "v\(id)"
        }
    }

    // MARK: Who is who

    private mutating func link(_ event: Event) {
        guard let user = event.user, let visitor = event.visitor else { return }
        unlink(event)
        people.update(.visitor(visitor), default: PersonState()) { $0.user = user }
        people.update(.user(user), default: PersonState()) { state in
            state.visitors = state.visitors.suffix(PersonState.linksMax - 1) + [visitor]
        }
    }

    private mutating func unlink(_ event: Event) {
        guard let visitor = event.visitor, let user = people[.visitor(visitor)]?.user else {
            return
        }
        people.update(.visitor(visitor), default: PersonState()) { $0.user = nil }
        people.update(.user(user), default: PersonState()) { state in
            state.visitors.removeAll { $0 == visitor }
        }
    }
}
