import Commerce
import SequenceModel

/// The trained model as a source of candidates.
extension Recommender {
    /// Items that it brings in.
    static let expectedMax = 300
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
        var best: [ModelItems.Expected]
    }

    /// Joins in what the promoted model expects of this person next, where a model is promoted, it
    /// has a say, and it knows anything that they did.
    ///
    /// - Returns: What gave the scores.
    func addExpected(
        _ candidates: inout Candidates, _ request: RecommendRequest, _ history: History?,
        excluding excluded: Set<UInt32>
    ) -> Ranker {
        let blend = state.model?.model.blends[request.placement]
        let count = blend == nil ? Self.expectedMax : BlendQuestion.depth
        guard let pool = LinearPool(request.placement),
            let expected = expected(request, history, excluding: excluded, count: count)
        else { return .sources }
        guard let blend else {
            pool.join(&candidates, weighed(expected, by: pool.heads), excluding: excluded)
            return .pool
        }
        let question = question(candidates, expected, request.filter, excluding: excluded)
        candidates.lead(question.answer(by: blend))
        return .blend
    }

    /// What is expected, and how likely it is to come to what the first of these heads foretells.
    private func weighed(_ expected: Expected, by heads: [String]) -> [LinearPool.Expected] {
        var weighed = expected.best.map { LinearPool.Expected(item: $0.item, logit: $0.logit) }
        if let (head, question) = expected.items.model.question(heads, after: expected.vector) {
            for (index, item) in expected.best.enumerated() {
                let probability = question.probability(of: expected.items.vector(of: item))
                weighed[index].weigh(by: Reason.Chance(head: head, probability: probability))
            }
        }
        return weighed
    }

    /// Nil where the model is silent; else `count` items, or more where a filter is searched through.
    func expected(
        _ request: RecommendRequest, _ history: History?, excluding excluded: Set<UInt32>,
        count: Int = Self.expectedMax
    ) -> Expected? {
        guard let items = state.model,
            let history = supposing(request.placement, given(request), history)
        else { return nil }
        let sequence = history.sequence(
            for: items.model.shape, declared: state.declared(by: history.owner)
        ) {
            items.row(of: $0).map(UInt32.init)
        }
        guard sequence.count > 0 else { return nil }
        let vector = items.model.expectation(after: sequence, of: history.owner)
        let own = own(request).map { Set($0.keys).subtracting(excluded) }
        let best =
            own.map { items.best($0.count, for: vector, among: $0) }
            ?? best(count, of: items, vector, excluding: excluded, request.filter)
        return Expected(items: items, visits: history.visits, vector: vector, best: best)
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

    /// The items that fit an expectation best, of those that may be shown. Exact without a filter,
    /// and with one in catalogues of at most `scanMax` items.
    private func best(
        _ count: Int, of items: ModelItems, _ expectation: [Float],
        excluding excluded: Set<UInt32>, _ filter: Filter
    ) -> [ModelItems.Expected] {
        guard !filter.isEmpty else {
            return items.best(count, for: expectation, without: excluded)
        }
        let found = items.best(Self.expectedMax, for: expectation, without: excluded)
        let passing = found.filter { state.catalogue.shown($0.item, filter) != nil }
        guard passing.count < Self.expectedMin, found.count == Self.expectedMax else {
            return passing
        }
        let numbers = self.candidates(for: filter, without: excluded)
        guard !numbers.isEmpty else { return passing }
        return items.best(
            Self.expectedMax, for: expectation,
            among: numbers.filter { state.catalogue.shown($0, filter) != nil })
    }
}
