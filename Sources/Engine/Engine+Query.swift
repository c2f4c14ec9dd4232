import Arrangement
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
        let settings = settings(of: request.placement)
        let isChance = settings.arrangement.temperature > 0
        return answer(
            PinnedQuery(
                query: .recommend(request), snapshot: snapshot(), offset: 0,
                seed: isChance ? .random(in: 0...UInt64(Int64.max)) : 0))
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

    /// What the shop wants of a placement.
    func settings(of placement: Placement) -> PlacementSettings {
        configuration.settings(of: placement)
    }

    private func answer(_ request: RecommendRequest, _ first: PinnedQuery) -> Answer {
        var (request, pinned) = (request, first)
        let end = min(pinned.offset + request.limit, Self.depthMax)
        let time = clock.now()
        let (answer, found) = page(
            request, pinned.snapshot.state, from: pinned.offset, to: end, seed: pinned.seed,
            at: time)
        // Further pages, and who makes the answer again, do without the model too.
        request.isHurried = answer.fallback != nil
        pinned.query = .recommend(request)
        let shown = found.items.prefix(end).dropFirst(pinned.offset)
        var slate = slate(
            of: answer, place: request.placement.rawValue, asker: request.asker, pinned)
        for (index, scored) in shown.enumerated() {
            slate.entries[index].propensity = Float(scored.propensity)
            slate.entries[index].base = scored.base
        }
        slate.ask = request.ask
        slate.seed = pinned.seed
        slate.temperature = settings(of: request.placement).arrangement.temperature
        note(found, shown, &slate)
        recorder.record(slate)
        return continued(answer, pinned, end: end, hasMore: request.paging && answer.hasMore)
    }

    /// A stretch of what is recommended, and how it came about.
    func page(
        _ request: RecommendRequest, _ state: EngineState, from start: Int, to end: Int,
        seed: UInt64, at time: Timestamp
    ) -> (answer: Answer, found: Recommender.Recommendation) {
        let settings = settings(of: request.placement)
        let recommender = Recommender(state, settings, at: time)
        let found = recommender.recommend(request, count: end + 1, seed: seed)
        let page = found.items.prefix(end).dropFirst(start)
        let hits = page.map { scored in
            var hit = hit(scored.item, scored.score, [reason(scored, state)], state)
            if request.isExplained {
                hit.explanation = recommender.explanation(of: scored, for: request)
            }
            return hit
        }
        var answer = Answer(
            request: timedID("r-", at: time), hits: hits, offset: state.behaviour.offset)
        answer.rules = found.rules
        answer.hasMore = found.items.count > end
        answer.fallback = found.isHurried ? found.ranker.rawValue : nil
        answer.stages = found.stages
        if request.isExplained {
            answer.made = Making(
                ranker: found.ranker.rawValue, filledFrom: found.filledFrom,
                temperature: settings.arrangement.temperature, seed: seed)
        }
        return (answer, found)
    }

    private func answer(_ request: SearchRequest, _ pinned: PinnedQuery) -> Answer {
        let end = min(pinned.offset + request.limit, Self.depthMax)
        let answer = page(
            request, pinned.snapshot.state, from: pinned.offset, to: end, at: clock.now())
        var slate = slate(of: answer, place: Rule.search, asker: request.asker, pinned)
        slate.query = request.query
        slate.ask = request.ask
        recorder.record(slate)
        return continued(
            answer, pinned, end: end, hasMore: request.paging && answer.total ?? 0 > end)
    }

    /// A stretch of what a search finds.
    func page(
        _ request: SearchRequest, _ state: EngineState, from start: Int, to end: Int,
        at time: Timestamp
    ) -> Answer {
        let answered = Searcher(state).answer(request, count: end, at: time)
        let found = answered.found
        let hits = found.hits.dropFirst(start).map { match -> Answer.Hit in
            let reason = answered.reason(match.document)
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
        answer.isByMeaning = answered.isByMeaning
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

    private func reason(_ scored: Recommender.Scored, _ state: EngineState) -> Reason {
        var reason = Reason(scored.evidence.kind)
        reason.chance = scored.chance
        if let source = scored.evidence.source {
            reason.item = state.behaviour.items.id(of: source)
            reason.itemTitle = state.catalogue.content(of: source)?.title
        }
        return reason
    }

    /// Opens a cursor where there is more.
    private func continued(
        _ answer: Answer, _ pinned: PinnedQuery, end: Int, hasMore: Bool
    ) -> Answer {
        guard hasMore, end < Self.depthMax else { return answer }
        var answer = answer
        var next = pinned
        next.offset = end
        answer.cursor = cursors.open(next)
        return answer
    }

    private func slate(
        of answer: Answer, place: String, asker: Asker, _ pinned: PinnedQuery
    ) -> Slate {
        var slate = Slate(
            request: answer.request, time: clock.now(), place: place,
            entries: answer.hits.map { Slate.Entry(item: $0.id, score: $0.score) },
            versions: Self.versions(of: pinned.snapshot.state), seed: 0, offset: answer.offset)
        slate.user = asker.user
        slate.visitor = asker.visitor
        slate.session = asker.session
        if !answer.rules.isEmpty {
            slate.versions["rules"] = .string(answer.rules.map(\.id).joined(separator: " "))
        }
        slate.firstPosition = pinned.offset
        return slate
    }

    /// What answered. Changed with every change that can alter an order or a score; the linear
    /// neighbours by the event up to which they learnt.
    static func versions(of state: EngineState) -> Fields {
        var versions: Fields = ["recommender": "6", "search": "5"]
        versions["linear"] = state.linear.map { .string(String($0.offset)) }
        versions["model"] = state.model.map { .string($0.model.version) }
        versions["encoder"] = state.meanings.map { .string($0.encoder.version) }
        versions["order"] = state.order.map { .string($0.version) }
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
        /// Items whose vectors are there for the search, and all that are to have one; nil without an
        /// encoder.
        package var encoded: (items: Int, all: Int)?
    }

    package var statistics: Statistics {
        let state = snapshot().state
        let (served, lost) = recorder.counts
        let applied = applied
        let figures = state.model?.model.states.figures ?? ShopperStates.Figures()
        var statistics = Statistics(
            events: state.behaviour.offset, items: state.catalogue.count,
            itemsRestored: state.catalogue.index.restored, people: state.behaviour.people.count,
            slates: served, slatesLost: lost,
            walBytes: directory.log.walBytes, appliedEvents: applied.events,
            applySeconds: applied.duration / .seconds(1), model: state.model?.model.version,
            modelStates: figures.count, modelStateBytes: figures.bytes,
            modelStatesDropped: figures.dropped, isFull: isFull.load(ordering: .relaxed))
        statistics.encoded = meaning.progress.map { ($0.encoded, $0.items) }
        return statistics
    }
}
