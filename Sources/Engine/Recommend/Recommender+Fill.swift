import Commerce
import Companions

extension Recommender {
    /// Fills a page up, under what it holds, with what is popular, or rising where that is asked for,
    /// and stands on it not yet; a shop's home with its new items after that.
    ///
    /// Exact: the leaders are the first of all items, and where too few of them pass the filter,
    /// all items that may pass are looked through.
    func fill(
        _ page: inout [Scored], to count: Int, _ request: RecommendRequest,
        excluding excluded: Set<UInt32>
    ) {
        let isRising = request.placement == .trending
        let popularity = isRising ? behaviour.trending : behaviour.popularity
        var taken = excluded.union(page.map(\.learnt))
        var lowest = page.last?.score ?? .infinity
        func append(
            _ items: some Sequence<UInt32>, _ source: Source, _ kind: Reason.Kind
        ) {
            for item in items where page.count < count && !taken.contains(item) {
                guard let number = state.catalogue.shown(item, request.filter) else { continue }
                taken.insert(item)
                lowest = min(lowest, Self.popularityWeight * Float(popularity.share(of: item)))
                page.append(
                    Scored(
                        item: number, learnt: item, score: lowest,
                        evidence: Candidates.Evidence(
                            score: lowest, strongest: lowest, kind: kind),
                        parts: request.isExplained ? [ScorePart(.source(source), lowest)] : [],
                        relevance: lowest))
            }
        }
        let (source, kind): (Source, Reason.Kind) =
            isRising ? (.trending, .trending) : (.popularity, .popular)
        append(popularity.leaders, source, kind)
        guard page.count < count else { return }
        if popularity.leaders.count == Popularity.leadersMax {
            let rest = candidates(for: request.filter, without: taken)
            append(ordered(rest, by: popularity), source, kind)
        }
        guard request.placement == .home, page.count < count else { return }
        append(state.catalogue.newest.lazy.map(state.catalogue.learning), .new, .new)
    }

    /// The caller's own candidates that nothing speaks for, by popularity.
    func fill(
        _ page: inout [Scored], with own: [UInt32: UInt32], _ request: RecommendRequest,
        excluding excluded: Set<UInt32>
    ) {
        let taken = excluded.union(page.map(\.learnt))
        var lowest = page.last?.score ?? .infinity
        let rest = own.keys.filter { !taken.contains($0) }.map { item in
            (item: item, count: behaviour.popularity.logarithm(of: item))
        }.sorted { a, b in
            a.count != b.count
                ? a.count > b.count
                : behaviour.items.id(of: a.item) < behaviour.items.id(of: b.item)
        }
        for (item, _) in rest {
            lowest = min(lowest, Self.popularityWeight * Float(popularity(of: item)))
            page.append(
                Scored(
                    item: own[item] ?? item, learnt: item, score: lowest,
                    evidence: Candidates.Evidence(
                        score: lowest, strongest: lowest, kind: .popular),
                    parts: request.isExplained ? [ScorePart(.source(.popularity), lowest)] : [],
                    relevance: lowest))
        }
    }

    /// What may pass a filter and was ever done anything with; nothing where that is too many.
    func candidates(for filter: Filter, without taken: Set<UInt32>) -> Set<UInt32> {
        let numbers: [UInt32]
        if let condition = filter.conditions["category"] {
            numbers = state.catalogue.items(meeting: condition)
        } else {
            guard state.catalogue.count <= Self.scanMax else { return [] }
            numbers = state.catalogue.all.map(\.number)
        }
        guard numbers.count <= Self.scanMax else { return [] }
        return Set(numbers.map(state.catalogue.learning)).subtracting(taken)
    }

    private func ordered(_ items: Set<UInt32>, by popularity: Popularity) -> [UInt32] {
        items.map { (item: $0, count: popularity.logarithm(of: $0)) }
            .filter { $0.count > -.infinity }
            .sorted { a, b in
                a.count != b.count
                    ? a.count > b.count
                    : state.behaviour.items.id(of: a.item) < state.behaviour.items.id(of: b.item)
            }
            .map(\.item)
    }
}
