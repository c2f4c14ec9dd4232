import ArgumentParser
import Commerce
import Engine
import Primitives
import Storage

/// How long it takes to finish what is typed, letter by letter, in a shop of real titles.
struct BenchSuggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest", abstract: "Suggestions for what is typed: p50 and p99.")

    @Option(help: "A folder as `evaluate search` takes it, for its titles.") var beir: String
    @Option(help: "Words that are typed, each letter a question.") var words = 1000
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let items = try SearchCollection(beir, queries: nil, split: .all).items
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        defer { FileSystem.removeFolder(folder) }
        let engine = try Engine(path: folder)
        for start in stride(from: 0, to: items.count, by: 4000) {
            try await engine.put(Array(items[start..<min(start + 4000, items.count)]))
        }
        var rng = SeededRNG(seed: 1)
        let clock = ContinuousClock()
        var right = Samples()
        var wrong = Samples()
        for _ in 0..<words {
            let title = items[rng.index(below: items.count)].title.text() ?? ""
            let typed = Array(title.prefix(20))
            for count in typed.indices.dropFirst() {
                var letters = typed[..<count]
                for place in [nil, count / 2] {
                    // A letter in its neighbour's place.
                    if let place, place > 0 { letters.swapAt(place, place - 1) }
                    let start = clock.now
                    _ = engine.suggest(String(letters), limit: 8)
                    let took = clock.now - start
                    if place == nil { right.add(took) } else { wrong.add(took) }
                }
            }
        }
        try await engine.close()
        var figures = Figures()
        figures.add("p50_us", right.microseconds(quantile: 0.5), "\(grouped(items.count)) items")
        figures.add("p99_us", right.microseconds(quantile: 0.99), "")
        figures.add("p50_us_typo", wrong.microseconds(quantile: 0.5), "two letters swapped")
        figures.add("p99_us_typo", wrong.microseconds(quantile: 0.99), "")
        figures.print(asJSON: json)
    }
}
