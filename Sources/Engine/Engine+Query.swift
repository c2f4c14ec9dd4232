package import Commerce
import Features
import HashTreeCollections
import LexicalIndex
package import Primitives
import Storage
import Synchronization

extension Engine {
    /// Items of one answer, all pages together, at most.
    package static let depthMax = 1000
    /// Visits that a profile tells of.
    private static let profileVisitsMax = 64

    // MARK: Recommend and search

    /// Items for a placement. What the behaviour seen so far leads to is filled up with what is
    /// popular, but for `recent`; `trending` with what rises.
    package func recommend(_ request: RecommendRequest) -> Answer {
        answer(PinnedQuery(query: .recommend(request), snapshot: snapshot(), offset: 0))
    }

    package func search(_ request: SearchRequest) -> Answer {
        answer(PinnedQuery(query: .search(request), snapshot: snapshot(), offset: request.offset))
    }

    /// The next page of an answer, from the snapshot that its first page read.
    ///
    /// - Throws: `EngineError` `cursor_expired`.
    package func next(_ cursor: String) throws -> Answer {
        answer(try cursors.query(of: cursor))
    }

    private func answer(_ pinned: PinnedQuery) -> Answer {
        switch pinned.query {
        case .recommend(let request): answer(request, pinned)
        case .search(let request): answer(request, pinned)
        }
    }

    private func answer(_ request: RecommendRequest, _ pinned: PinnedQuery) -> Answer {
        let state = pinned.snapshot.state
        let end = min(pinned.offset + request.limit, Self.depthMax)
        let ranked = Recommender(state).recommend(request, count: end + 1)
        let page = ranked.prefix(end).dropFirst(pinned.offset)
        let hits = page.map { scored in
            hit(scored.item, scored.score, [reason(scored.evidence, state)], state)
        }
        return finish(
            Answer(
                request: timedID("r-", at: clock.now()), hits: hits, offset: state.behaviour.offset),
            place: request.placement.rawValue, asker: request.asker, pinned: pinned, end: end,
            hasMore: request.paging && ranked.count > end && end < Self.depthMax)
    }

    private func answer(_ request: SearchRequest, _ pinned: PinnedQuery) -> Answer {
        let end = min(pinned.offset + request.limit, Self.depthMax)
        let answer = page(
            request, pinned.snapshot.state, from: pinned.offset, to: end, at: clock.now())
        return finish(
            answer, place: "search", asker: request.asker, pinned: pinned, end: end,
            hasMore: request.paging && answer.total ?? 0 > end && end < Self.depthMax,
            query: request.query)
    }

    /// A stretch of what a search finds.
    func page(
        _ request: SearchRequest, _ state: EngineState, from start: Int, to end: Int,
        at time: Timestamp
    ) -> Answer {
        let answered = Searcher(state).answer(request, count: end, at: time)
        let found = answered.found
        let hits = found.hits.dropFirst(start).map { match -> Answer.Hit in
            let reason = Reason(answered.pinned.contains(match.document) ? .pinned : .words)
            var hit = hit(match.document, match.score, [reason], state)
            hit.variants = found.variants[match.document]
            hit.highlight(request, found.query)
            return hit
        }
        var answer = Answer(
            request: timedID("r-", at: time), hits: hits, offset: state.behaviour.offset)
        answer.total = found.total
        answer.corrected = found.query.corrected
        answer.understood = answered.understanding
        answer.relaxed = answered.relaxed
        answer.rules = answered.rules
        answer.redirect = answered.rules.lazy.compactMap(\.action.redirect).first
        answer.facets = found.facets
        return answer
    }

    private func hit(
        _ number: UInt32, _ score: Float, _ reasons: [Reason], _ state: EngineState
    ) -> Answer.Hit {
        Answer.Hit(
            id: state.behaviour.items.id(of: number), score: score, reasons: reasons,
            item: state.catalogue.item(number))
    }

    private func reason(_ evidence: Candidates.Evidence, _ state: EngineState) -> Reason {
        var reason = Reason(evidence.kind)
        reason.chance = evidence.chance
        if let source = evidence.source {
            reason.item = state.behaviour.items.id(of: source)
            reason.itemTitle = state.catalogue.content(of: source)?.title
        }
        return reason
    }

    /// Opens a cursor where there is more, and records the slate.
    private func finish(
        _ answer: Answer, place: String, asker: Asker, pinned: PinnedQuery, end: Int,
        hasMore: Bool, query: String? = nil
    ) -> Answer {
        var answer = answer
        if hasMore {
            answer.cursor = cursors.open(
                PinnedQuery(query: pinned.query, snapshot: pinned.snapshot, offset: end))
        }
        var slate = Slate(
            request: answer.request, time: clock.now(), place: place,
            entries: answer.hits.map { Slate.Entry(item: $0.id, score: $0.score) },
            versions: Self.versions(of: pinned.snapshot.state), seed: 0, offset: answer.offset)
        slate.user = asker.user
        slate.visitor = asker.visitor
        slate.session = asker.session
        slate.query = query
        if !answer.rules.isEmpty {
            slate.versions["rules"] = .string(answer.rules.map(\.id).joined(separator: " "))
        }
        slate.firstPosition = pinned.offset
        recorder.record(slate)
        return answer
    }

    /// What answered. Changed with every change that can alter an order or a score; the linear
    /// neighbours by the event up to which they learnt.
    private static func versions(of state: EngineState) -> Fields {
        var versions: Fields = ["recommender": "4", "search": "3"]
        versions["linear"] = state.linear.map { .string(String($0.offset)) }
        versions["model"] = state.model.map { .string($0.model.version) }
        return versions
    }

    // MARK: Look up

    package func item(_ id: String) -> Item? { snapshot().state.item(id) }

    /// How often an item was viewed, put in a cart and bought in the last `days` days.
    package func activity(
        of id: String, days: Int
    ) -> (views: Int, carts: Int, purchases: Int) {
        let behaviour = snapshot().state.behaviour
        guard let number = behaviour.items.number(of: id), Int(number) < behaviour.counters.count
        else { return (0, 0, 0) }
        let counters = behaviour.counters[Int(number)]
        let now = clock.now()
        return (
            counters.views.count(days: days, until: now),
            counters.carts.count(days: days, until: now),
            counters.purchases.count(days: days, until: now)
        )
    }

    /// How often an item was seen in answers served from here in the last `days` days.
    package func impressions(of id: String, days: Int) -> Int {
        let behaviour = snapshot().state.behaviour
        guard let number = behaviour.items.number(of: id), Int(number) < behaviour.counters.count
        else { return 0 }
        return behaviour.counters[Int(number)].impressions.count(days: days, until: clock.now())
    }

    /// What is known of a user: what they declared, who they are linked to, what they did last.
    package struct Profile: Sendable {
        package var user: User
        package var visitors: [String]
        /// Latest first.
        package var visits: [(item: String, action: String, time: Timestamp)]
    }

    /// Nil where neither a declaration nor an event names the user.
    package func profile(of id: String) -> Profile? {
        let state = snapshot().state
        let person = state.behaviour.people[.user(id)]
        guard state.users[id] != nil || person != nil else { return nil }
        let visits = state.behaviour.history(of: .user(id)).visits.suffix(Self.profileVisitsMax)
            .reversed()
        return Profile(
            user: state.users[id] ?? User(id: id), visitors: person?.visitors ?? [],
            visits: visits.map {
                (state.behaviour.items.id(of: $0.item), $0.action.name, $0.time)
            })
    }

    /// A slate and what people did with it.
    package func served(_ request: String) throws -> (slate: Slate, feedback: [LoggedEvent])? {
        guard let slate = try recorder.slate(of: request) else { return nil }
        return (slate, try log.events(of: request, limit: 1000))
    }

    /// The log from an offset on.
    package func events(from offset: Int64, limit: Int) throws -> [LoggedEvent] {
        try log.read(from: offset, limit: limit)
    }

    /// Numbers for a status page.
    package struct Statistics: Sendable {
        package var events: Int64
        package var items: Int
        /// Items whose words the last start took from files rather than indexed.
        package var itemsRestored: Int
        package var people: Int
        package var slates: Int
        package var slatesLost: Int
        package var walBytes: Int
        /// Events applied to the state since the start, and seconds that took, syncs not counted.
        package var appliedEvents: Int
        package var applySeconds: Double
        /// The promoted model in the answers; nil where there is none.
        package var model: String?
        /// Shoppers whose state with it is kept, the bytes of all, and how many were dropped for want
        /// of memory.
        package var modelStates = 0
        package var modelStateBytes = 0
        package var modelStatesDropped = 0
        /// Whether new items are refused for want of memory.
        package var isFull = false
    }

    package var statistics: Statistics {
        let state = snapshot().state
        let (served, lost) = recorder.counts
        let applied = applied
        let figures = state.model?.model.states.figures ?? ShopperStates.Figures()
        return Statistics(
            events: state.behaviour.offset, items: state.catalogue.count,
            itemsRestored: state.catalogue.index.restored, people: state.behaviour.people.count,
            slates: served, slatesLost: lost,
            walBytes: directory.log.walBytes, appliedEvents: applied.events,
            applySeconds: applied.duration / .seconds(1), model: state.model?.model.version,
            modelStates: figures.count, modelStateBytes: figures.bytes,
            modelStatesDropped: figures.dropped, isFull: isFull.load(ordering: .relaxed))
    }
}
