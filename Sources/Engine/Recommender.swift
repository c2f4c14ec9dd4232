import Commerce
import Companions
import Features
import Primitives

/// Answers placements from one state. Every score follows from the log and the catalogue alone.
struct Recommender {
    /// Items of a person's history that suggestions start from.
    private static let seedsMax = 10
    /// How much less each earlier item counts.
    private static let seedDecay: Float = 0.85
    /// Weight of popularity beside behaviour: enough to fill a list and to break ties.
    static let popularityWeight: Float = 0.02
    /// Weight of a region's popularity beside the shop's. Abroad 2 was better than 1 and 4, at home
    /// all were alike, by the orders of Online Retail in June and July 2011.
    private static let regionWeight = 2.0
    /// Weight of likeness of content beside behaviour, for items that have little of it.
    private static let contentWeight: Float = 0.1
    /// What popularity adds to likeness, 1 for the leader. Nothing between 0.1 and 0.5 was better
    /// on the next items of Amazon Beauty.
    private static let popularFavour = 0.2
    /// The person's last items that bring in others by likeness, and how many each.
    private static let alikeSeedsMax = 3
    private static let alikeMax = 100
    /// What an item's score is multiplied by for each item of its category before it.
    private static let spreadFactor: Float = 0.8
    /// Weight of visits like this one beside what follows its items, both as shares: from 2 on
    /// nothing changes much, by the new items of a tenth of RetailRocket's and Diginetica's sessions.
    private static let sessionWeight: Float = 3
    /// Weight of what visits held together with an item, beside the shares of what follows it: see
    /// `Companions.md` for what it brings.
    private static let cosineWeight: Float = 0.5
    /// Items that such visits may bring in.
    private static let visitItemsMax = 300
    /// Weight of the linear neighbours beside the shares of what follows an item.
    private static let linearWeight: Float = 1
    /// Items that are looked through, at most, for what is popular among those that pass a filter.
    static let scanMax = 50_000
    /// Items that are spread; the same for every page of an answer.
    private static let spreadPool = 200

    let state: EngineState
    private var behaviour: Behaviour { state.behaviour }

    init(_ state: EngineState) { self.state = state }

    struct Scored {
        var item: UInt32
        var score: Float
        var evidence: Candidates.Evidence
    }

    /// The best `count` items for a request.
    func recommend(_ request: RecommendRequest, count: Int) -> [Scored] {
        let person = behaviour.history(of: request.asker)
        var (candidates, excluded) = gathered(request, person)
        addExpected(&candidates, request, person, excluding: excluded)
        let isHome = request.placement == .home
        var ranked = best(
            candidates, count: isHome ? max(count, Self.spreadPool) : count, excluding: excluded,
            filter: request.filter)
        if isHome { ranked = Array(spread(ranked).prefix(count)) }
        if request.placement != .recent {
            let isRising = request.placement == .trending
            fill(
                &ranked, to: count, isRising ? behaviour.trending : behaviour.popularity,
                isRising ? .trending : .popular, excluding: excluded, filter: request.filter)
        }
        return ranked
    }

    /// What the companions bring, and what must not be shown.
    func gathered(
        _ request: RecommendRequest, _ person: History?
    ) -> (candidates: Candidates, excluded: Set<UInt32>) {
        let visits = person?.visits ?? []
        let given = given(request)
        var excluded = Set(request.exclude.compactMap { learningNumber(of: $0) })
        excluded.formUnion(given)
        excluded.formUnion(person?.dismissed ?? [])
        if request.placement != .recent { excluded.formUnion(state.withheld) }
        let region = region(of: request.asker)
        var candidates: Candidates
        switch request.placement {
        case .home:
            excluded.formUnion(
                visits.suffix(Self.seedsMax).map(\.item)
                    + visits.filter { $0.action == .purchase }.map(\.item))
            candidates = home(visits, region)
        case .similar: candidates = similar(to: given)
        case .boughtTogether: candidates = boughtTogether(with: given)
        case .cart: candidates = cart(given, region)
        case .trending: candidates = trending(region)
        case .recent: candidates = recent(visits)
        }
        return (candidates, excluded)
    }

    // MARK: Placements

    private func home(_ visits: [Visit], _ region: RegionalPopularity?) -> Candidates {
        var candidates = interests(visits)
        addPopular(region, &candidates)
        return candidates
    }

    /// What the person's last steps lead to.
    private func interests(_ visits: [Visit]) -> Candidates {
        var candidates = Candidates()
        for (rank, seed) in seeds(of: visits).enumerated() {
            let weight = Float(seed.action.interest) * power(Self.seedDecay, rank)
            let kind = reason(for: seed.action)
            for row in [behaviour.rules.row(of: seed.item), behaviour.together.row(of: seed.item)] {
                for neighbour in row.neighbours {
                    let share = neighbour.weight / row.total
                    candidates.add(neighbour.item, weight * share, kind, from: seed.item)
                }
            }
            addAlongside(seed.item, weight: weight * Self.cosineWeight, kind, &candidates)
            for neighbour in state.linear?.neighbours(of: seed.item) ?? [] {
                let score = weight * Self.linearWeight * neighbour.weight
                candidates.add(neighbour.item, score, kind, from: seed.item)
            }
            guard rank < Self.alikeSeedsMax else { continue }
            addAlike(
                to: seed.item, count: Self.alikeMax, weight: weight * Self.contentWeight,
                &candidates, kind)
        }
        addVisitsLike(visits, &candidates)
        return candidates
    }

    private func similar(to items: [UInt32]) -> Candidates {
        var candidates = Candidates()
        for item in items {
            add(behaviour.rules.row(of: item), weight: 1, .similar, from: item, &candidates)
            addAlongside(item, weight: 1, .similar, &candidates)
            addAlike(
                to: item, count: Engine.depthMax, weight: Self.contentWeight, &candidates,
                .category)
        }
        return candidates
    }

    private func boughtTogether(with items: [UInt32]) -> Candidates {
        var candidates = Candidates()
        for item in items {
            add(behaviour.together.row(of: item), weight: 1, .together, from: item, &candidates)
            add(behaviour.rules.row(of: item), weight: 0.1, .similar, from: item, &candidates)
        }
        return candidates
    }

    private func cart(_ items: [UInt32], _ region: RegionalPopularity?) -> Candidates {
        var candidates = Candidates()
        for item in items {
            add(behaviour.together.row(of: item), weight: 1, .carted, from: item, &candidates)
            add(behaviour.rules.row(of: item), weight: 0.3, .carted, from: item, &candidates)
        }
        addPopular(region, &candidates)
        return candidates
    }

    private func trending(_ region: RegionalPopularity?) -> Candidates {
        var candidates = Candidates()
        add(behaviour.trending, weight: 1, .trending, &candidates)
        if let region {
            add(region.week, weight: Self.regionWeight * region.trust, .trending, &candidates)
        }
        return candidates
    }

    private func recent(_ visits: [Visit]) -> Candidates {
        var candidates = Candidates()
        for (rank, visit) in distinct(visits).enumerated() {
            candidates.add(visit.item, 1 / Float(rank + 1), .recent)
        }
        return candidates
    }

    // MARK: Sources of candidates

    /// What visits held together with an item, whichever came first.
    private func addAlongside(
        _ item: UInt32, weight: Float, _ kind: Reason.Kind, _ candidates: inout Candidates
    ) {
        for neighbour in behaviour.alongside.neighbours(of: item) {
            candidates.add(neighbour.item, weight * neighbour.weight, kind, from: item)
        }
    }

    /// Neighbours by cosine-like weight: an item that goes with everything says little.
    private func add(
        _ row: NeighbourRow, weight: Float, _ kind: Reason.Kind, from source: UInt32,
        _ candidates: inout Candidates
    ) {
        for neighbour in row.neighbours {
            let other = behaviour.rules.row(of: neighbour.item).total
            let score = neighbour.weight / (row.total * max(other, 1)).squareRoot()
            candidates.add(neighbour.item, weight * score, kind, from: source)
        }
    }

    /// Items that the catalogue describes alike, with some favour for popular ones: for what nobody
    /// has seen yet.
    private func addAlike(
        to item: UInt32, count: Int, weight: Float, _ candidates: inout Candidates,
        _ kind: Reason.Kind
    ) {
        let catalogue = state.catalogue
        guard let origin = catalogue.content(of: item) else { return }
        let found = catalogue.content.candidates(like: CatalogueView.features(of: origin))
        // A product speaks once, however many variants it has.
        var places = ItemPlaces()
        var likeness: [Double] = []
        for (number, share) in zip(found.items, found.scores) {
            let place = places.place(of: catalogue.learning(number))
            if place == likeness.count {
                likeness.append(share)
            } else {
                likeness[place] = max(share, likeness[place])
            }
        }
        if let own = places.known(item) { likeness[own] = 0 }
        // The likest is the measure: how much two items can share is a matter of their words.
        let most = likeness.max().flatMap { $0 > 0 ? $0 : nil } ?? 1
        var top = TopK<(item: UInt32, likeness: Float)>(count) { a, b in
            a.likeness != b.likeness
                ? a.likeness > b.likeness
                : behaviour.items.id(of: a.item) < behaviour.items.id(of: b.item)
        }
        for (other, share) in zip(places.items, likeness) where other != item {
            let like = Float(share / most)
            // Popularity adds so much at most, and costs more to look up.
            let bound = like + 1.001 * Float(Self.popularFavour)
            if let worst = top.threshold, bound < worst.likeness {
                continue
            }
            top.push((other, Float(share / most + Self.popularFavour * popularity(of: other))))
        }
        for (other, likeness) in top.sorted() {
            candidates.add(other, weight * likeness, kind, from: item)
        }
    }

    /// What other visits hold that share items with this person's last ones, as shares of all that
    /// they hold.
    private func addVisitsLike(_ visits: [Visit], _ candidates: inout Candidates) {
        let last = seeds(of: visits).map(\.item)
        let found = behaviour.sessions.candidates(after: last.reversed())
        var total = 0.0
        for (item, score) in zip(found.items, found.scores) where !last.contains(item) {
            total += score
        }
        for (item, score) in found.best(Self.visitItemsMax) where !last.contains(item) {
            candidates.lift(item, Self.sessionWeight * Float(score / total), .session)
        }
    }

    /// What the whole shop does, and beside it what the person's region does.
    private func addPopular(_ region: RegionalPopularity?, _ candidates: inout Candidates) {
        let weight = Double(Self.popularityWeight)
        add(behaviour.popularity, weight: weight, .popular, &candidates)
        if let region {
            let share = Self.regionWeight * region.trust
            add(region.month, weight: weight * share, .popular, &candidates)
        }
    }

    private func add(
        _ popularity: Popularity, weight: Double, _ kind: Reason.Kind,
        _ candidates: inout Candidates
    ) {
        for item in popularity.leaders {
            candidates.add(item, Float(weight * popularity.share(of: item)), kind)
        }
    }

    func popularity(of item: UInt32) -> Double {
        state.withheld.contains(item) ? 0 : behaviour.popularity.share(of: item)
    }

    // MARK: The person

    /// What people do where this one is, by their own word or by their events.
    private func region(of asker: Asker) -> RegionalPopularity? {
        guard let person = asker.person else { return nil }
        let known = behaviour.people[person]
        let user = asker.user ?? known?.user
        let region = user.flatMap(state.region(of:)) ?? known?.region
        return region.flatMap { behaviour.regions[$0] }
    }

    /// The last items that say what the person wants, latest first.
    private func seeds(of visits: [Visit]) -> [Visit] {
        Array(distinct(visits).filter { $0.action.interest > 0 }.prefix(Self.seedsMax))
    }

    /// The latest visit of each item, latest first.
    private func distinct(_ visits: [Visit]) -> [Visit] {
        var seen: Set<UInt32> = []
        return visits.reversed().filter { seen.insert($0.item).inserted }
    }

    private func reason(for action: Visit.Action) -> Reason.Kind {
        switch action {
        case .purchase: .bought
        case .addToCart: .carted
        default: .viewed
        }
    }

    /// How strongly the person's last steps speak for each item, 0...1.
    func affinity(of asker: Asker) -> [UInt32: Float] {
        guard let visits = behaviour.history(of: asker)?.visits, !visits.isEmpty else { return [:] }
        var affinity: [UInt32: Float] = [:]
        for (item, evidence) in interests(visits).all where !state.withheld.contains(item) {
            affinity[item] = evidence.score
        }
        let most = affinity.values.max() ?? 0
        return most > 0 ? affinity.mapValues { $0 / most } : [:]
    }

    // MARK: Choice

    /// Orders items anew so that one category does not fill the page: each item counts less for
    /// every item of its category that stands before it. (Greedy, as in maximal marginal
    /// relevance, Carbonell & Goldstein 1998.) What the evidence set far apart keeps its order.
    private func spread(_ ranked: [Scored]) -> [Scored] {
        // By category: the places in `ranked` of its items, and what the next of them is worth.
        var queues: [(places: [Int], next: Int, factor: Float)] = []
        var queueOfShelf: [UInt32: Int] = [:]
        for (place, scored) in ranked.enumerated() {
            let shelf = state.catalogue.shelf(of: scored.item)
            if let queue = queueOfShelf[shelf] {
                queues[queue].places.append(place)
            } else {
                queueOfShelf[shelf] = queues.count
                queues.append(([place], 0, 1))
            }
        }
        var result: [Scored] = []
        result.reserveCapacity(ranked.count)
        while result.count < ranked.count {
            var best: (queue: Int, score: Float)?
            for (number, queue) in queues.enumerated() where queue.next < queue.places.count {
                let score = ranked[queue.places[queue.next]].score * queue.factor
                if score > best?.score ?? -1 { best = (number, score) }
            }
            guard let best else { break }
            let queue = queues[best.queue]
            result.append(ranked[queue.places[queue.next]])
            queues[best.queue].next += 1
            queues[best.queue].factor *= Self.spreadFactor
        }
        return result
    }

    private func best(
        _ candidates: Candidates, count: Int, excluding excluded: Set<UInt32>, filter: Filter
    ) -> [Scored] {
        // Numbers alone, for these are moved about.
        var top = TopK<(shown: UInt32, score: Float, place: Int)>(count) { a, b in
            a.score != b.score
                ? a.score > b.score
                : behaviour.items.id(of: a.shown) < behaviour.items.id(of: b.shown)
        }
        for (place, (item, evidence)) in candidates.all.enumerated() {
            if let worst = top.threshold, evidence.score < worst.score { continue }
            guard !excluded.contains(item), let shown = shown(item, filter) else { continue }
            top.push((shown, evidence.score, place))
        }
        return top.sorted().map {
            Scored(item: $0.shown, score: $0.score, evidence: candidates.evidence(at: $0.place))
        }
    }

    func shown(_ item: UInt32, _ filter: Filter) -> UInt32? {
        state.catalogue.shown(item, filter)
    }

    /// What a placement starts from.
    func given(_ request: RecommendRequest) -> [UInt32] {
        request.items.compactMap { learningNumber(of: $0) }
    }

    private func learningNumber(of id: String) -> UInt32? {
        behaviour.items.number(of: id).map(state.catalogue.learning)
    }
}

private func power(_ base: Float, _ exponent: Int) -> Float {
    var result: Float = 1
    for _ in 0..<exponent { result *= base }
    return result
}
