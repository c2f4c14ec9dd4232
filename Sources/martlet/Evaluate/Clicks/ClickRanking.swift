import Commerce
import Primitives
import Ranking
import Simulation
import TextAnalysis
import TextEncoder

/// One way to learn from clicks: a click model, the shop's own encoder taught by it, and a ranker over
/// both.
struct ClickRanking {
    /// Of the queries asked, one in so many teaches the ranker what to do with new ones.
    private static let strangeOf = 3
    private static let neighbours = 10

    private let evaluation: ClickEvaluation
    private let model: ClickModel
    private let terms: [Set<String>]
    private let likeness: QueryLikeness
    /// Of each item, how often it was opened beside the one opened most.
    private let popularity: [Float]

    init(_ evaluation: ClickEvaluation, _ model: ClickModel) {
        self.evaluation = evaluation
        self.model = model
        terms = evaluation.queries.map { Set(Analyser.queryTerms($0.text)) }
        likeness = QueryLikeness(
            terms.enumerated().map { evaluation.isSeen($0) ? $1 : [] })
        var counts = [Float](repeating: 0, count: evaluation.shop.items.count)
        for session in evaluation.sessions {
            for (item, isClicked) in zip(session.items, session.clicked) where isClicked {
                counts[Int(item)] += 1
            }
        }
        let most = max(1, counts.max() ?? 1)
        popularity = counts.map { $0 / most }
    }

    /// The signal alone, without anything learnt from it; what words say where it ties.
    func bySignal() -> (Int) -> [Float] {
        let relevance = model.relevance(in: evaluation.sessions)
        return { query in
            evaluation.found[query].map { item, share in
                relevance.signal(UInt32(query), item).value(beside: relevance.mean)
                    + 1e-4 * share
            }
        }
    }

    /// Learnt on the sessions in the order of time: signals of the first half, worths of the second.
    func learnt() -> ((Int) -> [Float])? {
        let half = evaluation.sessions.count / 2
        let known = evaluation.sessions[..<half].filter { !isStrange(Int($0.query)) }
        let early = model.relevance(in: known)
        let late = model.relevance(in: Array(evaluation.sessions[half...]))
        let meaning = Meaning(evaluation, early)
        var training = SearchRanker.Training(mean: early.mean, seed: evaluation.settings.seed)
        for query in evaluation.queries.indices where evaluation.isSeen(query) {
            let found = evaluation.found[query]
            training.add(
                candidates(query, found, early, meaning),
                outcomes: found.map { late.signal(UInt32(query), $0.item) }, owner: query)
        }
        guard let ranker = training.fit() else { return nil }
        let all = model.relevance(in: evaluation.sessions)
        let whole = Meaning(evaluation, all)
        return { query in
            ranker.scores(of: candidates(query, evaluation.found[query], all, whole))
        }
    }

    private func isStrange(_ query: Int) -> Bool {
        query / evaluation.settings.unseenOf % Self.strangeOf == 0
    }

    private func candidates(
        _ query: Int, _ found: [(item: UInt32, share: Float)], _ relevance: ClickRelevance,
        _ meaning: Meaning
    ) -> [SearchCandidate] {
        let shared = relevance.shared(
            by: likeness.queries(
                like: terms[query], limit: Self.neighbours, without: UInt32(query)))
        let vector = meaning.vector(of: evaluation.queries[query].text)
        return found.map { item, share in
            SearchCandidate(
                lexical: share, meaning: meaning.cosine(vector, item),
                own: relevance.signal(UInt32(query), item), shared: shared[item] ?? .none,
                item: relevance.signal(ofItem: item), popularity: popularity[Int(item)])
        }
    }

    /// The shop's own encoder, taught by the catalogue and by what a click model makes of clicks.
    private struct Meaning {
        private static let epochs = 3
        /// Items of a query that teach, the best first.
        private static let items = 10

        private let encoder: ShopEncoder
        private let vectors: [[Float]]

        init(_ evaluation: ClickEvaluation, _ relevance: ClickRelevance) {
            let texts = evaluation.shop.items.map(Self.texts)
            let encoder = ShopEncoder(buckets: 1 << 15, seed: evaluation.settings.seed)
            var examples: [ShopEncoderTrainer.Example] = []
            for query in evaluation.queries.indices {
                let text = evaluation.queries[query].text
                for (item, value) in Self.best(relevance, UInt32(query)) {
                    examples.append(.init(query: text, item: Int32(item), weight: value))
                }
            }
            let trainer = ShopEncoderTrainer(
                encoder, items: texts, examples: examples, seed: evaluation.settings.seed)
            for _ in 0..<Self.epochs {
                _ = trainer.catalogueEpoch()
                _ = trainer.clickEpoch()
            }
            self.encoder = encoder
            vectors = texts.map { encoder.encode(title: $0.title, details: $0.details) }
        }

        /// The items that are worth most as answers, of those worth more than the mean.
        private static func best(
            _ relevance: ClickRelevance, _ query: UInt32
        ) -> [(item: UInt32, value: Float)] {
            var values: [(item: UInt32, value: Float)] = []
            for item in relevance.items(of: query) {
                let value = relevance.signal(query, item).value(beside: relevance.mean)
                if value > relevance.mean { values.append((item, value)) }
            }
            values.sort { ($1.value, $0.item) < ($0.value, $1.item) }
            return Array(values.prefix(items))
        }

        private static func texts(_ item: Item) -> (title: String, details: String) {
            let details = item.attributes.sorted { $0.key < $1.key }.flatMap { entry -> [String] in
                if case .text(let text) = entry.value { text.all } else { [] }
            }
            return (item.title.all.joined(separator: " "), details.joined(separator: " "))
        }

        func vector(of query: String) -> [Float] { encoder.encode(query: query) }

        func cosine(_ query: [Float], _ item: UInt32) -> Float {
            zip(query, vectors[Int(item)]).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }
}
