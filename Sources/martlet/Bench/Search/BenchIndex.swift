import ArgumentParser
import Commerce
import Engine
import LexicalIndex
import Primitives
import Storage

/// What it takes to index a shop, to keep the index in files, to open it, and to change an item.
struct BenchIndex: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Index items, keep and open the index, change one item: time and bytes.",
        discussion: "One thread. Bytes are those of the index beside the items themselves.")

    private static let changes = 2000

    @OptionGroup var corpus: SearchCorpus
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let items = try corpus.items()
        let clock = ContinuousClock()
        var figures = Figures()
        var index = LexicalIndex()
        let building = clock.measure { index = SearchCorpus.index(items) }
        let text = Double(SearchCorpus.textBytes(of: items))
        figures.add(
            "docs_per_s", Double(items.count) / (building / .seconds(1)),
            "\(grouped(items.count)) items indexed in \(building)")
        figures.add("text_mb", text / 1e6, "texts that are searched")
        figures.add("index_mb", Double(index.bytes) / 1e6, "in memory")
        figures.add("index_per_text", Double(index.bytes) / text, "")

        var files: [[UInt8]] = []
        let writing = clock.measure { files = index.parts.map(\.bytes) }
        figures.add("files_mb", Double(files.reduce(0) { $0 + $1.count }) / 1e6, "in files")
        figures.add("files_s", writing / .seconds(1), "to make their content")
        let numbered = items.enumerated().map { (item: $1, document: UInt32($0)) }
        var opened = LexicalIndex()
        let opening = clock.measure {
            opened = LexicalIndex(restoring: files, items: numbered)
        }
        guard opened.restored == items.count else {
            throw ValidationError("Only \(opened.restored) items came from the files.")
        }
        figures.add("open_s", opening / .seconds(1), "the index from its files")

        var samples = Samples()
        var random = SeededRNG(seed: 2)
        for _ in 0..<Self.changes {
            let number = random.index(below: items.count)
            samples.add(
                clock.measure {
                    opened.remove(UInt32(number))
                    opened.insert(items[number], as: UInt32(number))
                })
        }
        figures.add("update_p50_ms", samples.milliseconds(quantile: 0.5), "one item replaced")
        figures.add("update_p99_ms", samples.milliseconds(quantile: 0.99), "")
        figures.add("update_max_ms", samples.milliseconds(quantile: 1), "with the longest merge")
        figures.print(asJSON: json)
    }
}
