import Companions
import Evaluation
import Ranking

/// Models as sources of candidates, and the small model that orders what they propose.
///
/// What no source proposes comes after all candidates, in the order of the first source.
struct BlendModel: NextItemModel {
    /// Validation queries that the order is learnt from at most: bounds the memory, at 32 floats a
    /// candidate.
    static let queriesMax = 10_000

    private let sources: [any NextItemModel]
    private let scales: [ScoreScale]
    private let depth: Int
    private let masksHistory: Bool
    private var blend: Blend?
    private var frequency = ItemFrequency([], itemCount: 0)

    /// - Parameters:
    ///   - sources: Fitted models, and how their scores are to be read.
    ///   - depth: Candidates of each source.
    ///   - masksHistory: Whether nothing that was seen is a candidate.
    init(
        _ sources: [(model: any NextItemModel, scale: ScoreScale)], depth: Int, masksHistory: Bool
    ) {
        self.sources = sources.map(\.model)
        scales = sources.map(\.scale)
        self.depth = depth
        self.masksHistory = masksHistory
    }

    /// All is learnt by the sources and by the order.
    mutating func learn(sequence: [UInt32]) {}

    /// Learns the order from queries that the sources have not learnt.
    mutating func learn(
        _ queries: [Query], frequency: ItemFrequency, seed: UInt64, show: (String) -> Void
    ) {
        self.frequency = frequency
        var training = BlendTraining(CandidateFeatures(sources: sources.count), seed: seed)
        for query in queries {
            training.add(
                candidates(after: query.history, among: frequency.itemCount).list,
                history: query.history, frequency: frequency, answers: [query.targets[0]],
                owner: query.owner)
        }
        show("  blend: \(grouped(training.count)) of \(grouped(queries.count)) answers proposed")
        blend = training.fit(show: show)
    }

    /// The same order over sources that learnt from more.
    func over(_ sources: [any NextItemModel], _ frequency: ItemFrequency) -> BlendModel {
        var copy = BlendModel(
            Array(zip(sources, scales)), depth: depth, masksHistory: masksHistory)
        copy.blend = blend
        copy.frequency = frequency
        return copy
    }

    func score(_ history: [UInt32], into scores: inout [Float]) {
        let (list, first) = candidates(after: history, among: scores.count)
        let ordered = blend?.scores(of: list, history: history, frequency: frequency) ?? []
        // The highest of what is no candidate stands one below the lowest candidate.
        scores = first
        for item in list.items { scores[Int(item)] = -.infinity }
        let highest = scores.max() ?? 0
        let lowest = (ordered.min() ?? 0) - 1
        for item in scores.indices { scores[item] = lowest + (scores[item] - highest) }
        for (item, score) in zip(list.items, ordered) { scores[Int(item)] = score }
    }

    /// The candidates, and the first source's scores of all items.
    private func candidates(
        after history: [UInt32], among itemCount: Int
    ) -> (list: CandidateList, first: [Float]) {
        let rows = sources.map { source in
            var row = [Float](repeating: 0, count: itemCount)
            source.score(history, into: &row)
            return row
        }
        let list = CandidateList(
            scores: rows, scales: scales, depth: depth, excluding: masksHistory ? history : [])
        return (list, rows[0])
    }
}
