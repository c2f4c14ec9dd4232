import Commerce
import SequenceModel
import VectorIndex

/// The trained model as a source of candidates.
extension Recommender {
    /// Items that it brings in.
    private static let expectedMax = 300
    /// Of these so many must pass a filter, or what passes is searched anew.
    private static let expectedMin = 100

    /// What the model makes of somebody's next step.
    struct Expected {
        var items: ModelItems
        /// What it has read.
        var visits: [Visit]
        /// To compare the items' vectors with.
        var vector: [Float]
        /// Best first.
        var best: [(item: UInt32, logit: Float)]
    }

    /// Joins in what the promoted model expects of this person next, where a model is promoted, it
    /// has a say, and it knows anything that they did.
    func addExpected(
        _ candidates: inout Candidates, _ request: RecommendRequest, _ history: History?,
        excluding excluded: Set<UInt32>
    ) {
        guard let pool = LinearPool(request.placement),
            let expected = expected(request, history, excluding: excluded)
        else { return }
        guard let blend = expected.items.model.blends[request.placement] else {
            pool.join(&candidates, expected.best, excluding: excluded)
            return
        }
        let question = question(candidates, expected, request.filter, excluding: excluded)
        candidates.lead(question.answer(by: blend))
    }

    /// Nil where the model is silent.
    func expected(
        _ request: RecommendRequest, _ history: History?, excluding excluded: Set<UInt32>
    ) -> Expected? {
        guard let items = state.model,
            let history = supposing(request.placement, given(request), history)
        else { return nil }
        let sequence = history.sequence(for: items.model.shape) {
            items.row(of: $0).map(UInt32.init)
        }
        guard sequence.count > 0 else { return nil }
        let vector = items.model.expectation(after: sequence, of: history.owner)
        let found = best(items, vector, excluding: excluded, request.filter)
        return Expected(
            items: items, visits: history.visits, vector: vector,
            best: found.map { (items.number(of: $0.item), $0.score) })
    }

    /// A history as if its person had just opened the item asked about, or filled the cart.
    private func supposing(
        _ placement: Placement, _ given: [UInt32], _ history: History?
    ) -> History? {
        guard var history, let last = history.visits.last else { return nil }
        let action: Visit.Action = placement == .cart ? .addToCart : .view
        let known = placement == .cart ? Set(history.visits.map(\.item)) : []
        for item in given where !known.contains(item) {
            history.visits.append(Visit(time: last.time, item: item, action: action))
        }
        return history
    }

    /// The rows that fit an expectation best, of those that may be shown. Exact without a filter,
    /// and with one in catalogues of at most `scanMax` items.
    private func best(
        _ items: ModelItems, _ expectation: [Float], excluding excluded: Set<UInt32>,
        _ filter: Filter
    ) -> [ScoredItem] {
        var allowed = items.shown
        for item in excluded { items.row(of: item).map { allowed.remove($0) } }
        let found = items.model.best(Self.expectedMax, for: expectation, among: allowed)
        guard !filter.isEmpty else { return found }
        let passing = found.filter { shown(items.number(of: $0.item), filter) != nil }
        guard passing.count < Self.expectedMin, found.count == Self.expectedMax else {
            return passing
        }
        let numbers = self.candidates(for: filter, without: excluded)
        guard !numbers.isEmpty else { return passing }
        var narrow = ItemSet(count: items.count)
        for number in numbers {
            guard let row = items.row(of: number), shown(number, filter) != nil else { continue }
            narrow.insert(row)
        }
        return items.model.best(Self.expectedMax, for: expectation, among: narrow)
    }
}
