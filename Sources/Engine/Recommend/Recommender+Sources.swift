import Commerce
import Companions
import Features
import Primitives

/// The first stage: what each source proposes for a placement.
extension Recommender {
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
    /// Weights after an order, where rules, co-purchases and cosine only take away from the linear
    /// neighbours: theirs, what popularity counts more, and what visits alike count less. Chosen by
    /// NDCG@10 of what customers of Online Retail bought anew in July 2011.
    private static let orderedWeight: Float = 2.5
    private static let orderedPopularity: Float = 7
    private static let orderedSessions: Float = 0.3
    /// What is less due to be bought again is not proposed.
    private static let dueMin: Float = 0.005
    /// What being new is worth: less than any behaviour.
    private static let newWeight: Float = 1e-6
    /// Items that are looked through, at most, for what is popular among those that pass a filter.
    static let scanMax = 50_000

    /// What the companions bring, and what must not be shown.
    func gathered(
        _ request: RecommendRequest, _ person: History?
    ) -> (candidates: Candidates, excluded: Set<UInt32>) {
        let visits = person?.visits ?? []
        let given = given(request)
        var excluded = Set(request.exclude.compactMap { learningNumber(of: $0) })
        excluded.formUnion(given)
        excluded.formUnion(person?.dismissed ?? [])
        if request.placement.isFilled { excluded.formUnion(state.withheld) }
        let region = region(of: request.asker)
        var candidates = Candidates(isExplained: request.isExplained)
        switch request.placement {
        case .home:
            excluded.formUnion(
                visits.suffix(Self.stepsMax).map(\.item)
                    + visits.filter { $0.action == .purchase }.map(\.item))
            let seeds = seeds(of: visits)
            let orders = orders(among: seeds)
            addInterests(seeds, orders: orders, &candidates)
            addPopular(region, lift: 1 + orders * (Self.orderedPopularity - 1), &candidates)
        case .similar: addSimilar(to: given, &candidates)
        case .boughtTogether: addBought(with: given, &candidates)
        case .cart: addGoing(with: given, region, &candidates)
        case .trending: addRising(region, &candidates)
        case .recent: addRecent(visits, &candidates)
        case .again: addAgain(visits, &candidates)
        }
        // Who brings candidates of their own knows what the person had.
        if !request.candidates.isEmpty {
            excluded = state.withheld.union(
                request.exclude.compactMap { learningNumber(of: $0) })
        }
        return (candidates, excluded)
    }

    /// The caller's own candidates that can be bought and pass the filter: of each learnt item the first
    /// that was named. Nil where the engine is to choose.
    func own(_ request: RecommendRequest) -> [UInt32: UInt32]? {
        guard !request.candidates.isEmpty else { return nil }
        var own: [UInt32: UInt32] = [:]
        for id in request.candidates {
            guard let number = behaviour.items.number(of: id) else { continue }
            let item = state.catalogue.item(number)
            let isShown = item.map { $0.isAvailable && request.filter.matches($0) }
            guard isShown ?? (state.catalogue.count == 0) else { continue }
            let learnt = state.catalogue.learning(number)
            own[learnt] = own[learnt] ?? number
        }
        return own
    }

    // MARK: Placements

    /// What the person's last steps lead to.
    private func addInterests(
        _ seeds: [Seed], orders: Float, _ candidates: inout Candidates
    ) {
        for (rank, seed) in seeds.enumerated() {
            let (seed, weight) = (seed.visit, seed.weight)
            let kind = reason(for: seed.action)
            let linear = state.linear?.neighbours(of: seed.item) ?? []
            let isOrdered = seed.action == .purchase && !linear.isEmpty
            let linearWeight = isOrdered ? Self.orderedWeight : Self.linearWeight
            for neighbour in linear {
                let score = weight * linearWeight * neighbour.weight
                candidates.add(neighbour.item, score, .linear, kind, from: seed.item)
            }
            if !isOrdered { addFollowing(seed.item, weight: weight, kind, &candidates) }
            guard rank < Self.alikeSeedsMax else { continue }
            addAlike(
                to: seed.item, count: Self.alikeMax, weight: weight * Self.contentWeight,
                &candidates, kind)
        }
        let sessions = 1 + orders * (Self.orderedSessions - 1)
        addVisitsLike(seeds, weight: Self.sessionWeight * sessions, &candidates)
    }

    /// What is turned to after an item, as shares of its rows.
    private func addFollowing(
        _ item: UInt32, weight: Float, _ kind: Reason.Kind, _ candidates: inout Candidates
    ) {
        for (source, row) in [
            (Source.sequences, behaviour.rules.row(of: item)),
            (.orders, behaviour.together.row(of: item)),
        ] {
            for neighbour in row.neighbours {
                let share = neighbour.weight / row.total
                candidates.add(neighbour.item, weight * share, source, kind, from: item)
            }
        }
        addAlongside(item, weight: weight * Self.cosineWeight, kind, &candidates)
    }

    private func addSimilar(to items: [UInt32], _ candidates: inout Candidates) {
        for item in items {
            add(
                behaviour.rules.row(of: item), .sequences, weight: 1, .similar, from: item,
                &candidates)
            addAlongside(item, weight: 1, .similar, &candidates)
            addAlike(
                to: item, count: Engine.depthMax, weight: Self.contentWeight, &candidates,
                .category)
        }
    }

    private func addBought(with items: [UInt32], _ candidates: inout Candidates) {
        for item in items {
            add(
                behaviour.together.row(of: item), .orders, weight: 1, .together, from: item,
                &candidates)
            add(
                behaviour.rules.row(of: item), .sequences, weight: 0.1, .similar, from: item,
                &candidates)
        }
    }

    private func addGoing(
        with items: [UInt32], _ region: RegionalPopularity?, _ candidates: inout Candidates
    ) {
        for item in items {
            add(
                behaviour.together.row(of: item), .orders, weight: 1, .carted, from: item,
                &candidates)
            add(
                behaviour.rules.row(of: item), .sequences, weight: 0.3, .carted, from: item,
                &candidates)
        }
        addPopular(region, &candidates)
    }

    private func addRising(_ region: RegionalPopularity?, _ candidates: inout Candidates) {
        add(behaviour.trending, weight: 1, .trending, .trending, &candidates)
        if let region {
            let weight = Self.regionWeight * region.trust
            add(region.week, weight: weight, .region, .trending, &candidates)
        }
    }

    private func addRecent(_ visits: [Visit], _ candidates: inout Candidates) {
        for (rank, visit) in distinct(visits).enumerated() {
            candidates.add(visit.item, 1 / Float(rank + 1), .recent, .recent)
        }
    }

    private func addAgain(_ visits: [Visit], _ candidates: inout Candidates) {
        var bought: [UInt32: [Timestamp]] = [:]
        for visit in visits where visit.action == .purchase {
            bought[visit.item, default: []].append(visit.time)
        }
        for (item, times) in bought {
            let due = behaviour.replenishment.due(item, bought: times, now: behaviour.latest)
            if due >= Self.dueMin { candidates.add(item, due, .again, .again) }
        }
    }

    // MARK: Sources of candidates

    /// What visits held together with an item, whichever came first.
    private func addAlongside(
        _ item: UInt32, weight: Float, _ kind: Reason.Kind, _ candidates: inout Candidates
    ) {
        for neighbour in behaviour.alongside.neighbours(of: item) {
            candidates.add(neighbour.item, weight * neighbour.weight, .cosine, kind, from: item)
        }
    }

    /// Neighbours by cosine-like weight: an item that goes with everything says little.
    private func add(
        _ row: NeighbourRow, _ source: Source, weight: Float, _ kind: Reason.Kind,
        from item: UInt32, _ candidates: inout Candidates
    ) {
        for neighbour in row.neighbours {
            let other = behaviour.rules.row(of: neighbour.item).total
            let score = neighbour.weight / (row.total * max(other, 1)).squareRoot()
            candidates.add(neighbour.item, weight * score, source, kind, from: item)
        }
    }

    /// Items that the catalogue describes alike, with some favour for popular ones: for what nobody
    /// has seen yet.
    private func addAlike(
        to item: UInt32, count: Int, weight: Float, _ candidates: inout Candidates,
        _ kind: Reason.Kind
    ) {
        let found = state.catalogue.alike(to: item)
        // The likest is the measure: how much two items can share is a matter of their words.
        var most = 0.0
        for (other, share) in zip(found.items, found.scores) where other != item {
            most = max(most, share)
        }
        guard most > 0 else { return }
        let shares = found.scores.map { Float($0 / most) }
        // Popularity adds so much at most, and costs more to look up.
        let favour = 1.001 * Float(Self.popularFavour)
        var sorted = shares
        let least = shares.count > count ? sorted.select(largest: count) - favour : -1
        var near: [(item: UInt32, likeness: Float)] = []
        for (other, share) in zip(found.items, shares) where share >= least && other != item {
            near.append((other, share + Float(Self.popularFavour * popularity(of: other))))
        }
        if near.count > count {
            var likenesses = near.map(\.likeness)
            let last = likenesses.select(largest: count)
            let above = near.filter { $0.likeness > last }
            let equal = near.filter { $0.likeness == last }.sorted { id($0.item) < id($1.item) }
            near = above + equal.prefix(count - above.count)
        }
        for (other, likeness) in near {
            candidates.add(other, weight * likeness, .content, kind, from: item)
        }
    }

    /// What other visits hold that share items with this person's last ones, as shares of all that
    /// they hold.
    private func addVisitsLike(
        _ seeds: [Seed], weight: Float, _ candidates: inout Candidates
    ) {
        let last = seeds.map(\.visit.item)
        let found = behaviour.sessions.candidates(after: last.reversed())
        var total = 0.0
        for (item, score) in zip(found.items, found.scores) where !last.contains(item) {
            total += score
        }
        for (item, score) in found.best(Self.visitItemsMax) where !last.contains(item) {
            candidates.lift(item, weight * Float(score / total), .sessions, .session)
        }
    }

    /// What the whole shop does, and beside it what the person's region does.
    private func addPopular(
        _ region: RegionalPopularity?, lift: Float = 1, _ candidates: inout Candidates
    ) {
        let weight = Double(Self.popularityWeight)
        let lifted = weight * Double(lift)
        add(behaviour.popularity, weight: lifted, .popularity, .popular, &candidates)
        if let region {
            let share = Self.regionWeight * region.trust
            add(region.month, weight: weight * share, .region, .popular, &candidates)
        }
    }

    private func add(
        _ popularity: Popularity, weight: Double, _ source: Source, _ kind: Reason.Kind,
        _ candidates: inout Candidates
    ) {
        for (item, share) in popularity.leaderShares {
            candidates.add(item, Float(weight * share), source, kind)
        }
    }

    func popularity(of item: UInt32) -> Double { state.popularity(of: item) }

    /// New items at the very end, so that a quota finds some.
    func addNew(_ candidates: inout Candidates) {
        for number in state.catalogue.newest {
            let item = state.catalogue.learning(number)
            if isNew(item) { candidates.add(item, Self.newWeight, .new, .new) }
        }
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

    /// How strongly the person's last steps speak for items, in their order: 0...1, beside what they
    /// speak for most.
    func affinities(of items: [UInt32], for asker: Asker) -> [Float] {
        let none = [Float](repeating: 0, count: items.count)
        guard let visits = behaviour.history(of: asker)?.visits, !visits.isEmpty else {
            return none
        }
        var candidates = Candidates()
        let seeds = seeds(of: visits)
        addInterests(seeds, orders: orders(among: seeds), &candidates)
        var most: Float = 0
        for (item, evidence) in candidates.all
        where evidence.score > most && !state.withheld.contains(item) {
            most = evidence.score
        }
        guard most > 0 else { return none }
        return items.map { item in
            state.withheld.contains(item) ? 0 : (candidates.score(of: item) ?? 0) / most
        }
    }

    // MARK: What a request names

    /// What a placement starts from.
    func given(_ request: RecommendRequest) -> [UInt32] {
        request.items.compactMap { learningNumber(of: $0) }
    }

    func learningNumber(of id: String) -> UInt32? {
        behaviour.items.number(of: id).map(state.catalogue.learning)
    }
}
