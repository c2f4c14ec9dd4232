import ArgumentParser
import Commerce
import LexicalIndex
import Primitives
import Storage

/// How long queries of one to four words take, with and without all that shops ask beside them.
struct BenchSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Queries made from titles: time, and whether the best are the best.",
        discussion: """
            Documents with any of the words answer, ten are wanted. One thread; times include reading \
            the query. --write keeps the queries, one a line, for a peer in the same run.
            """)

    private static let count = 10

    @OptionGroup var corpus: SearchCorpus
    @Option(help: "Queries.") var queries = 2000
    @Option(help: "A field to count the values of.") var facet = "brand"
    @Option(help: "A file for the queries.") var write: String?
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let items = try corpus.items()
        let texts = Self.queries(queries, items)
        if let write {
            try FileSystem.replace(write, with: Array((texts.joined(separator: "\n") + "\n").utf8))
        }
        let index = SearchCorpus.index(items)
        var figures = Figures()
        measure("", "the best ten", texts, index, &figures) { query in
            index.search(query, count: Self.count, mode: .any, counting: false).matches.count
        }
        measure("count_", "and the number of matches", texts, index, &figures) { query in
            index.search(query, count: Self.count, mode: .any).total
        }
        measure("facet_", "and the values of \(facet)", texts, index, &figures) { query in
            let found = index.search(query, count: Self.count, mode: .any, collecting: true)
            return found.all.counts(of: Facet(facet)).count
        }
        let filter = Filter([facet: .anyOf(Self.common(facet, index))])
        measure("filter_", "of one value of \(facet)", texts, index, &figures) { query in
            index.search(query, filter: filter, count: Self.count, mode: .any, counting: false)
                .matches.count
        }
        measure("typing_", "the last word may go on", texts, index, &figures, isTyping: true) {
            index.search($0, count: Self.count, mode: .any, counting: false).matches.count
        }
        figures.add("same", Self.agreement(texts, index), "share whose ten are those of all scored")
        figures.print(asJSON: json)
    }

    private func measure(
        _ name: String, _ note: String, _ texts: [String], _ index: LexicalIndex,
        _ figures: inout Figures, isTyping: Bool = false, _ search: (Query) -> Int
    ) {
        let clock = ContinuousClock()
        var samples = Samples()
        for text in texts {
            let start = clock.now
            _ = search(QueryReader(index, isTyping: isTyping).read(text))
            samples.add(clock.now - start)
        }
        figures.add("\(name)p50_ms", samples.milliseconds(quantile: 0.5), note)
        figures.add("\(name)p99_ms", samples.milliseconds(quantile: 0.99), "")
    }

    /// The most frequent value of a field, as filters want it.
    private static func common(_ field: String, _ index: LexicalIndex) -> [String] {
        let counts = index.all(meeting: Filter()).counts(of: Facet(field))
        return counts.first.map { [$0.value.lowercased()] } ?? []
    }

    /// One to four words in a row of a title, each title as likely.
    private static func queries(_ count: Int, _ items: [Item]) -> [String] {
        var random = SeededRNG(seed: 3)
        var queries: [String] = []
        while queries.count < count, !items.isEmpty {
            let words = (items[random.index(below: items.count)].title.text() ?? "")
                .split(separator: " ").filter { $0.utf8.count > 1 }
            let length = 1 + random.index(below: 4)
            guard words.count >= length else { continue }
            let start = random.index(below: words.count - length + 1)
            queries.append(words[start..<start + length].joined(separator: " "))
        }
        return queries
    }

    /// How often passing over lists leads to the same ten, score by score, as scoring everything.
    private static func agreement(_ texts: [String], _ index: LexicalIndex) -> Double {
        let same = texts.count { text in
            let query = QueryReader(index).read(text)
            let best = index.search(
                query, count: count, mode: .any, refining: false, counting: false)
            let all = index.search(query, count: nil, mode: .any, refining: false)
            return best.matches.prefix(count) == all.matches.prefix(count)
        }
        return texts.isEmpty ? 0 : Double(same) / Double(texts.count)
    }
}
