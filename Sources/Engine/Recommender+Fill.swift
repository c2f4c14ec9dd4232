import Commerce
import Companions

extension Recommender {
    /// Fills a list up with what is popular and stands in it not yet, under what it holds.
    ///
    /// Exact: the leaders are the first of all items, and where too few of them pass the filter,
    /// all items that may pass are looked through.
    func fill(
        _ ranked: inout [Scored], to count: Int, _ popularity: Popularity, _ kind: Reason.Kind,
        excluding excluded: Set<UInt32>, filter: Filter
    ) {
        guard ranked.count < count else { return }
        var taken = excluded.union(ranked.map { state.catalogue.learning($0.item) })
        var lowest = ranked.last?.score ?? .infinity
        func append(_ items: some Sequence<UInt32>) {
            for item in items where ranked.count < count && !taken.contains(item) {
                guard let number = shown(item, filter) else { continue }
                taken.insert(item)
                lowest = min(lowest, Self.popularityWeight * Float(popularity.share(of: item)))
                let evidence = Candidates.Evidence(score: lowest, strongest: lowest, kind: kind)
                ranked.append(Scored(item: number, score: lowest, evidence: evidence))
            }
        }
        append(popularity.leaders)
        let isWhole = popularity.leaders.count < Popularity.leadersMax
        guard !isWhole, ranked.count < count else { return }
        append(ordered(candidates(for: filter, without: taken), by: popularity))
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
