import ArgumentParser
import Commerce
import Evaluation
import LexicalIndex
import Primitives
import TextEncoder

struct EvaluateSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search with judged queries: NDCG@10, Recall@10, MRR@10.",
        discussion: """
            The folder holds corpus.jsonl.gz, queries.jsonl.gz and qrels.tsv, as BEIR has them. \
            Queries to which nothing is relevant are left out. NDCG has the gain 2^grade − 1. \
            Odd query numbers tune, even ones report. One thread; times include reading the query.

            --mode dense ranks by meaning alone: with --encoder by that model, else by the shop's own, \
            trained on the folder's documents and, with --clicks, on the judgments of odd queries. \
            --mode hybrid adds the cosine to the lexical score's share of the best one, with the weight \
            that is best on odd queries; with --clicks, on every second of them, for an encoder that the \
            others taught.

            --sessions names a folder of files sess_id,query,rank,clicked_doc_id,clicked (.csv.gz), a session's \
            lines together, and asks the engine itself, before and after it learnt from the first half of \
            each query's sessions, as `martlet train` does. NDCG@10 is by the judgments; \
            later_clicks is the discounted gain of the other half's clicks among the first ten, each \
            click as much more as its place was less looked at, 1 at most. Other options have no say.
            """)

    /// What ranks the documents.
    enum Mode: String, CaseIterable, ExpressibleByArgument {
        case lexical, dense, hybrid
    }

    /// Documents of each ranking that are joined.
    private static let depth = 100
    private static let weights: [Float] = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3]

    @Option(help: "The folder.") var beir: String
    @Option(help: "Another file of queries with the same judgments.") var queries: String?
    @Option(help: "Which queries: all, tune or report.") var split = SearchCollection.Split.all
    @Option(help: "What ranks: lexical, dense or hybrid.") var mode = Mode.lexical
    @Option(help: "The folder of an encoder of the BERT family.") var encoder: String?
    @Option(help: "Passes that train the shop's own encoder.") var epochs = 5
    @Option(help: "What the cosine weighs; where not given what is best on odd queries.")
    var weight: Float?
    @Flag(help: "Train the shop's own encoder on the judgments of odd queries, too.")
    var clicks = false
    @Option(help: "Draws the shop's own encoder.") var seed: UInt64 = 1
    @Option(help: "A folder of recorded sessions for the engine itself to learn from.")
    var sessions: String?
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let collection = try SearchCollection(beir, queries: queries, split: split)
        guard !collection.queries.isEmpty else {
            throw SequenceFileError(beir, nil, "has no judged query of this split")
        }
        if let sessions {
            return try await SessionTrial(collection, sessions, seed: seed).run().print(
                asJSON: json)
        }
        let clock = ContinuousClock()
        var index = LexicalIndex()
        let building = clock.measure {
            index.insert(
                contentsOf: collection.items.enumerated().lazy.map { number, item in
                    (item: item, document: UInt32(number))
                })
        }
        let meaning = try mode == .lexical ? nil : self.meaning(of: collection)
        let weight = try meaning.flatMap { try chosenWeight($0, index, collection) }
        var rankings: [GradedRanking] = []
        var samples = Samples()
        for query in collection.queries {
            let start = clock.now
            let found = ranked(query.text, index, meaning, weight)
            samples.add(clock.now - start)
            rankings.append(collection.graded(found, for: query))
        }
        print(rankings, samples, index, building / .seconds(1), weight)
    }

    // MARK: Meaning

    private func meaning(of collection: SearchCollection) throws -> MeaningRanking {
        if let encoder { return try MeaningRanking(collection.items, encoder: encoder) }
        return own(collection.items, taughtBy: clicks ? try tuning() : nil)
    }

    /// By the shop's own encoder.
    private func own(_ items: [Item], taughtBy queries: SearchCollection?) -> MeaningRanking {
        MeaningRanking(
            items, examples: queries?.examples(among: items) ?? [], epochs: epochs, seed: seed)
    }

    /// The queries that choose.
    private func tuning() throws -> SearchCollection {
        try SearchCollection(beir, queries: queries, split: .tune)
    }

    /// What the cosine weighs beside the words, best on odd queries; nil where words have no say.
    private func chosenWeight(
        _ meaning: MeaningRanking, _ index: LexicalIndex, _ collection: SearchCollection
    ) throws -> Float? {
        guard mode == .hybrid else { return nil }
        if let weight { return weight }
        var (tuning, meaning) = (try self.tuning(), meaning)
        if clicks, encoder == nil {
            // On what taught it, an encoder shines: one half teaches another one, on which the rest chooses.
            meaning = own(collection.items, taughtBy: tuning.half(0))
            tuning = tuning.half(1)
        }
        let parts = tuning.queries.map { query in
            (
                query: query, words: words(query.text, index, Self.depth),
                near: meaning.best(Self.depth, for: query.text)
            )
        }
        func gain(_ weight: Float) -> Double {
            parts.reduce(0) { sum, part in
                let joined = HybridRanking.weighted(weight).join(
                    lexical: part.words, dense: part.near, limit: 10)
                return sum + collection.graded(joined.map(\.document), for: part.query).ndcg
            }
        }
        return Self.weights.map { (weight: $0, gain: gain($0)) }
            .max { ($0.gain, $1.weight) < ($1.gain, $0.weight) }?.weight
    }

    private func words(
        _ text: String, _ index: LexicalIndex, _ count: Int
    ) -> [HybridRanking.Candidate] {
        index.search(QueryReader(index).read(text), count: count, mode: .any, counting: false)
            .matches.map { HybridRanking.Candidate(document: $0.document, score: $0.score) }
    }

    private func ranked(
        _ text: String, _ index: LexicalIndex, _ meaning: MeaningRanking?, _ weight: Float?
    ) -> [UInt32] {
        guard let meaning else { return words(text, index, 10).map(\.document) }
        guard let weight else { return meaning.best(10, for: text).map(\.document) }
        return HybridRanking.weighted(weight).join(
            lexical: words(text, index, Self.depth),
            dense: meaning.best(Self.depth, for: text), limit: 10
        ).map(\.document)
    }

    private func print(
        _ rankings: [GradedRanking], _ samples: Samples, _ index: LexicalIndex, _ seconds: Double,
        _ weight: Float?
    ) {
        func mean(_ value: (GradedRanking) -> Double) -> Double {
            rankings.reduce(0) { $0 + value($1) } / Double(rankings.count)
        }
        var figures = Figures()
        figures.add(
            "NDCG@10", mean(\.ndcg), "\(grouped(rankings.count)) queries, \(split.rawValue)")
        figures.add("Recall@10", mean(\.recall), "")
        figures.add("MRR@10", mean(\.reciprocalRank), "")
        figures.add("p50_ms", samples.milliseconds(quantile: 0.5), "a query, read and answered")
        figures.add("p99_ms", samples.milliseconds(quantile: 0.99), "")
        figures.add(
            "docs_per_s", Double(index.count) / seconds, "\(grouped(index.count)) documents")
        figures.add("index_mb", Double(index.bytes) / 1e6, "")
        if let weight { figures.add("weight", Double(weight), "of the cosine") }
        figures.print(asJSON: json)
    }
}

extension SearchCollection.Split: ExpressibleByArgument {}
