import Commerce
import SequenceModel

/// The trained model as a source of candidates.
extension Recommender {
    /// Items that it brings in.
    private static let expectedMax = 300
    /// Of these so many must pass a filter, or what passes is searched anew.
    private static let expectedMin = 100

    /// Blends in what the promoted model expects of this person next, where a model is promoted, it
    /// has a say, and it knows anything that they did.
    func addExpected(
        _ candidates: inout Candidates, _ request: RecommendRequest, _ history: History?,
        _ given: [UInt32], excluding excluded: Set<UInt32>
    ) {
        guard let items = state.model, let blend = Blend(request.placement) else { return }
        let history = supposing(request.placement, given, history)
        guard let history else { return }
        let sequence = history.sequence(
            for: items.model.shape, declared: state.declared(by: history.owner)
        ) {
            items.row(of: $0).map(UInt32.init)
        }
        guard sequence.count > 0 else { return }
        let expectation = items.model.expectation(after: sequence, of: history.owner)
        let found = best(items, expectation, excluding: excluded, request.filter)
        var expected = found.map { Blend.Expected(item: $0.item, logit: $0.logit) }
        if let (head, question) = items.model.question(blend.heads, after: expectation) {
            for (index, item) in found.enumerated() {
                expected[index].weigh(
                    by: Reason.Chance(
                        head: head, probability: question.probability(of: items.vector(of: item))))
            }
        }
        blend.join(&candidates, expected, excluding: excluded)
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
        _ items: ModelItems, _ expectation: [Float], excluding excluded: Set<UInt32>,
        _ filter: Filter
    ) -> [ModelItems.Expected] {
        let found = items.best(Self.expectedMax, for: expectation, without: excluded)
        guard !filter.isEmpty else { return found }
        let passing = found.filter { shown($0.item, filter) != nil }
        guard passing.count < Self.expectedMin, found.count == Self.expectedMax else {
            return passing
        }
        let numbers = self.candidates(for: filter, without: excluded)
        guard !numbers.isEmpty else { return passing }
        return items.best(
            Self.expectedMax, for: expectation,
            among: numbers.filter { shown($0, filter) != nil })
    }
}
