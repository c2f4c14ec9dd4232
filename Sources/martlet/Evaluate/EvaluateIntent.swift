import ArgumentParser
import QueryUnderstanding

struct EvaluateIntent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intent",
        abstract: "What queries say, against what people read in them: precision, recall, F1.",
        discussion: """
            A slot is right if its field and its stretch of the query are, of a price its bounds. \
            Labels whose brand, category or words the shop's catalogue does not hold are not \
            counted as missed, for such a reading is not to be made. Every second line of the \
            labels only reports.
            """)

    /// Which queries.
    enum Half: String, CaseIterable, ExpressibleByArgument {
        case all, build, report
    }

    @Option(help: "The labels; those of a checkout are Tests/Support/Evaluation/intent.tsv.")
    var labels: String
    @Option(help: "The folder of public data that they refer to.") var data: String
    @Option(help: "Which half: all, build or report.") var half = Half.report
    @Flag(help: "Print each query with what was read wrongly.") var errors = false
    @Flag(help: "Print one line of JSON.") var json = false

    /// Slots of some queries.
    private struct Tally {
        var queries = 0
        var right = 0
        var read = 0
        var labelled = 0
        /// Labels that the shop does not support, which were not found.
        var unsupported = 0

        var precision: Double { read == 0 ? 0 : Double(right) / Double(read) }
        var recall: Double { labelled == 0 ? 0 : Double(right) / Double(labelled) }
        var f1: Double { 2 * precision * recall / max(precision + recall, .leastNonzeroMagnitude) }
    }

    func run() async throws {
        let labels = try IntentLabels(labels, data: data)
        var shops: [String: IntentShop] = [:]
        var tallies: [String: Tally] = [:]
        var samples = Samples()
        let clock = ContinuousClock()
        for query in labels.queries where half == .all || query.isForReport == (half == .report) {
            let name =
                query.isChinese ? "chinese" : query.source == "fashion" ? "fashion" : "electronics"
            let shop = try shops[name] ?? IntentShop(name, labels, data: data)
            shops[name] = shop
            let start = clock.now
            let understanding = shop.interpreter.read(query.text)
            samples.add(clock.now - start)
            let language = query.isChinese ? "zh" : "en"
            for key in [language, "all"] {
                count(understanding, query, shop, &tallies[key, default: Tally()], key == "all")
            }
        }
        var figures = Figures()
        for key in ["all", "en", "zh"] {
            guard let tally = tallies[key] else { continue }
            figures.add(
                "F1_\(key)", tally.f1, "\(tally.queries) queries, \(tally.labelled) slots")
            figures.add("precision_\(key)", tally.precision, "\(tally.read) slots read")
            figures.add(
                "recall_\(key)", tally.recall,
                "\(tally.unsupported) further labels name what the shop does not have")
        }
        figures.add("p50_us", samples.microseconds(quantile: 0.5), "a query")
        figures.add("p99_us", samples.microseconds(quantile: 0.99), "")
        figures.print(asJSON: json)
    }

    private func count(
        _ understanding: Understanding, _ query: IntentLabels.Query, _ shop: IntentShop,
        _ tally: inout Tally, _ isTelling: Bool
    ) {
        let read = understanding.slots.map { $0.label(in: query.text) }
        var found = Set<Int>()
        var wrong: [String] = []
        tally.queries += 1
        for slot in read {
            let places = query.labels.indices.filter {
                query.labels[$0].alternatives.contains(slot)
            }
            guard let place = places.first(where: { !found.contains($0) }) ?? places.first else {
                tally.read += 1
                wrong.append("+\(slot)")
                continue
            }
            // What is said twice is read once; what is optional does not count.
            guard found.insert(place).inserted, !query.labels[place].isOptional else { continue }
            tally.read += 1
            tally.right += 1
            tally.labelled += 1
        }
        for (place, label) in query.labels.enumerated()
        where !found.contains(place) && !label.isOptional {
            if label.alternatives.contains(where: { isSupported($0, query.text, shop) }) {
                tally.labelled += 1
                wrong.append("-\(label.alternatives.sorted().joined(separator: "|"))")
            } else {
                tally.unsupported += 1
            }
        }
        if errors, isTelling, !wrong.isEmpty {
            print("\(query.text)  \(wrong.joined(separator: " "))")
        }
    }

    private func isSupported(_ label: String, _ text: String, _ shop: IntentShop) -> Bool {
        let parts = label.split(separator: "=")
        guard parts.count == 2, parts[0] != "price" else { return true }
        let bounds = parts[1].split(separator: "-").compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else { return true }
        let characters = Array(text.unicodeScalars)
        var words = String.UnicodeScalarView()
        words.append(contentsOf: characters[bounds[0]..<min(bounds[1], characters.count)])
        return shop.supports(String(parts[0]), String(words))
    }
}
