import Commerce
import Companions
import Primitives
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What companions and model make of the items that they propose: what a learnt blend is asked, in
/// answers as in its rehearsal.
///
/// Nothing in it depends on how items are numbered: candidates stand in the order of their scores
/// and ids, and go by their places.
struct BlendQuestion: Sendable {
    /// Candidates of each source: in lists of a hundred the answer is found as often as in longer
    /// ones, and costs less.
    static let depth = 100
    /// The places of companions and model among a blend's sources.
    static let companions = 0
    static let model = 1
    static let sources = 2

    let items: [UInt32]
    let list: CandidateList
    /// The places of what the shopper had; of what is no candidate, one past all.
    let history: [UInt32]
    let frequency: ItemFrequency
    /// Which candidates the model would rather have than the companions.
    private let isOfModel: [Bool]

    /// - Parameters:
    ///   - items: The candidates.
    ///   - companions: A score each, above 0 where they know the item.
    ///   - model: A logit each, −∞ where it does not know the item.
    ///   - visits: Items that the shopper had, oldest first.
    ///   - frequency: Of the candidates.
    init(
        items: [UInt32], companions: [Float], model: [Float], visits: [UInt32],
        frequency: ItemFrequency
    ) {
        self.items = items
        self.frequency = frequency
        var places = ItemPlaces(expecting: items.count)
        for item in items { _ = places.place(of: item) }
        history = visits.map { UInt32(places.known($0) ?? items.count) }
        let logits = [companions.map { ScoreScale.weights.logit($0) }, model]
        list = CandidateList(items: Array(0..<UInt32(items.count)), logits: logits)
        let shares = logits.map(Self.shares)
        isOfModel = items.indices.map { shares[1][$0] > shares[0][$0] }
    }

    private static func shares(of logits: [Float]) -> [Float] {
        let highest = logits.max() ?? 0
        let powers = logits.map { $0.isFinite ? exp($0 - highest) : 0 }
        let sum = powers.reduce(0, +)
        return powers.map { sum > 0 ? $0 / sum : 0 }
    }

    /// Each candidate with how probable it is beside the most probable one, and the model as its
    /// reason where that speaks the louder for it.
    func answer(by blend: Blend) -> [(item: UInt32, score: Float, kind: Reason.Kind?)] {
        let scores = blend.scores(of: list, history: history, frequency: frequency)
        let highest = scores.max() ?? 0
        return items.indices.map { place in
            (items[place], exp(max(-50, scores[place] - highest)), isOfModel[place] ? .model : nil)
        }
    }
}

extension Recommender {
    /// The best that companions and model propose and that may be shown.
    func question(
        _ candidates: Candidates, _ expected: Expected, _ filter: Filter,
        excluding excluded: Set<UInt32>
    ) -> BlendQuestion {
        let gatheredItems = candidates.items
        var items = candidates.best(
            BlendQuestion.depth, from: .leastNonzeroMagnitude, isFirst: { id($0) < id($1) }
        ) { !excluded.contains($0) && state.catalogue.shown($0, filter) != nil }
        .map { gatheredItems[$0] }
        let gathered = Set(items)
        items += expected.best.prefix(BlendQuestion.depth).map(\.item).filter {
            !gathered.contains($0)
        }
        return BlendQuestion(
            items: items, companions: items.map { candidates.score(of: $0) ?? 0 },
            model: expected.items.logits(of: items, for: expected.vector),
            visits: expected.visits.map(\.item),
            frequency: ItemFrequency(
                all: items.map { frequency(state.behaviour.popularity.share(of: $0)) },
                recent: items.map { frequency(state.behaviour.trending.share(of: $0)) }))
    }

    /// As of counts, where the shop's leader has a thousand.
    private func frequency(_ share: Double) -> Float { Float(log1p(1000 * share)) }

    func id(_ item: UInt32) -> String { state.behaviour.items.id(of: item) }
}
