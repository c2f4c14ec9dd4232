package import Commerce
package import Primitives

/// What a stretch of the log says of the business: a fold over its events, in their order.
///
/// It holds a record for each session, answer and query of the stretch, so its memory is bounded by
/// the number of events that it is given.
package struct BusinessTally: Sendable {
    /// Places in an answer whose clicks are told apart.
    package static let positionsMax = 24
    private static let queryBytesMax = 200

    /// Of the first event and of the last one, as the log numbers them; 0 before any.
    package private(set) var offsets: (first: Int64, last: Int64) = (0, 0)
    package private(set) var from: Timestamp?
    package private(set) var to: Timestamp?
    /// Of the first purchase; others count as purchases, not as revenue.
    package private(set) var currency: Currency?
    /// Events by hour of the week, Monday 0 h UTC first; impressions left out.
    package private(set) var week = [Int](repeating: 0, count: 168)
    /// Clicks by the place of the item in its answer, from 0.
    package private(set) var positions = [Int](repeating: 0, count: positionsMax)
    private var visits: [String: Visit] = [:]
    /// Answers that were seen, and whether something in them was clicked.
    private var answers: [String: Bool] = [:]
    private var tallies: [String: QueryTally] = [:]
    var regulars: [String: Regular] = [:]

    package init() {}

    package mutating func add(_ logged: LoggedEvent) {
        let event = logged.event
        let time = event.time ?? logged.received
        offsets = (offsets.first == 0 ? logged.offset : offsets.first, logged.offset)
        from = min(from ?? time, time)
        to = max(to ?? time, time)
        if event.type == .impression {
            if logged.origin == .live, let request = event.request {
                answers[request] = answers[request] ?? false
            }
            return
        }
        week[Self.hourOfWeek(time)] += 1
        if logged.origin == .live { addClick(event) }
        addVisit(event, time)
    }

    private mutating func addClick(_ event: Event) {
        guard event.type == .click, let request = event.request else { return }
        answers[request] = true
        if let position = event.position, positions.indices.contains(position) {
            positions[position] += 1
        }
    }

    private mutating func addVisit(_ event: Event, _ time: Timestamp) {
        guard let name = event.session ?? event.user ?? event.visitor else { return }
        let person = event.user ?? event.visitor
        if let person { regulars[person, default: Regular()].come(on: Self.day(time)) }
        var visit = visits[name] ?? Visit(time, begin(person))
        visit.started = min(visit.started, time)
        switch event.type {
        case .search:
            if let query = event.query, query.utf8.count <= Self.queryBytesMax {
                tallies[query, default: QueryTally(query: query)].searches += 1
                visit.openQuery = query
            }
        case .view, .click:
            visit.hasViewed = true
            if let query = visit.openQuery {
                tallies[query]?.clicked += 1
                visit.openQuery = nil
            }
        case .addToCart: visit.hasCarted = true
        case .purchase:
            visit.hasBought = true
            if let person { regulars[person]?.buy() }
            if let price = event.price {
                currency = currency ?? price.currency
                let units = Int64(max(1, event.quantity ?? 1))
                if currency == price.currency { visit.revenue &+= price.minor &* units }
            }
        default: break
        }
        visits[name] = visit
    }

    private mutating func begin(_ person: String?) -> Segment {
        person.map { regulars[$0, default: Regular()].begin() } ?? .anonymous
    }

    private static func day(_ time: Timestamp) -> Int32 {
        Int32(clamping: Int((time.seconds / 86_400).rounded(.down)))
    }

    private static func hourOfWeek(_ time: Timestamp) -> Int {
        let hours = Int(time.seconds / 3600)
        // The first day of 1970 was a Thursday.
        return ((hours + 3 * 24) % 168 + 168) % 168
    }

    // MARK: Read

    /// Answers in which something was clicked, of those that were seen.
    package var clickRate: Share { Share(answers.values.count { $0 }, of: answers.count) }

    /// Everything, as one stretch.
    package var whole: Period { period(visits.values, at: from ?? Timestamp(microseconds: 0)) }

    /// The stretch cut into pieces of so many seconds, oldest first; pieces without a session left out.
    package func periods(seconds: Double) -> [Period] {
        Dictionary(grouping: visits.values) { ($0.started.seconds / seconds).rounded(.down) }
            .sorted { $0.key < $1.key }
            .map { period($0.value, at: Timestamp(seconds: $0.key * seconds)) }
    }

    /// Each segment that anybody was in.
    package var segments: [(segment: Segment, period: Period)] {
        let bySegment = Dictionary(grouping: visits.values, by: \.segment)
        return Segment.allCases.compactMap { segment in
            bySegment[segment].map { (segment, period($0, at: from ?? Timestamp(microseconds: 0))) }
        }
    }

    private func period(_ visits: some Sequence<Visit>, at start: Timestamp) -> Period {
        var period = Period(start: start)
        for visit in visits {
            period.sessions += 1
            if visit.hasViewed { period.viewed += 1 }
            if visit.hasCarted { period.carted += 1 }
            if visit.hasBought { period.bought += 1 }
            period.revenue.add(Double(visit.revenue))
        }
        return period
    }

    /// Queries, the most frequent first; equals by name.
    package func queries(max count: Int) -> [QueryTally] {
        Array(
            tallies.values.sorted { ($1.searches, $0.query) < ($0.searches, $1.query) }
                .prefix(count))
    }
}
