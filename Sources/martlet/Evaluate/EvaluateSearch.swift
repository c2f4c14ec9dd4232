import ArgumentParser
import Commerce
import Evaluation
import LexicalIndex
import Primitives

struct EvaluateSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search with judged queries: NDCG@10, Recall@10, MRR@10.",
        discussion: """
            The folder holds corpus.jsonl.gz, queries.jsonl.gz and qrels.tsv, as BEIR has them. \
            Queries to which nothing is relevant are left out. NDCG has the gain 2^grade − 1. \
            Odd query numbers tune, even ones report. One thread; times include reading the query.
            """)

    /// What ranks the documents.
    enum Mode: String, CaseIterable, ExpressibleByArgument {
        case lexical
    }

    @Option(help: "The folder.") var beir: String
    @Option(help: "Another file of queries with the same judgments.") var queries: String?
    @Option(help: "Which queries: all, tune or report.") var split = SearchCollection.Split.all
    @Option(help: "What ranks: lexical.") var mode = Mode.lexical
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let collection = try SearchCollection(beir, queries: queries, split: split)
        guard !collection.queries.isEmpty else {
            throw SequenceFileError(beir, nil, "has no judged query of this split")
        }
        let clock = ContinuousClock()
        var index = LexicalIndex()
        let building = clock.measure {
            index.insert(
                contentsOf: collection.items.enumerated().lazy.map { number, item in
                    (item: item, document: UInt32(number))
                })
        }
        var rankings: [GradedRanking] = []
        var samples = Samples()
        for query in collection.queries {
            let start = clock.now
            let found = index.search(
                QueryReader(index).read(query.text), count: 10, mode: .any, counting: false)
            samples.add(clock.now - start)
            let shown = found.matches.prefix(10).map { match in
                query.grades[collection.items[Int(match.document)].id] ?? 0
            }
            rankings.append(GradedRanking(shown: shown, all: Array(query.grades.values)))
        }
        print(rankings, samples, index, building / .seconds(1))
    }

    private func print(
        _ rankings: [GradedRanking], _ samples: Samples, _ index: LexicalIndex, _ seconds: Double
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
        figures.print(asJSON: json)
    }
}

extension SearchCollection.Split: ExpressibleByArgument {}
