import ArgumentParser
import Commerce
import Engine
import Evaluation
import JSON
import Storage

struct EvaluatePipeline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Is the engine's home page better than the best of its sources alone?",
        discussion: """
            The files are those of UCI Online Retail. The engine learns from all before the month; \
            then the month comes by order by order. Before each order of a customer who ordered \
            before, the engine is asked for that customer's home page, as a shop would: the targets \
            are the products of the order that they never bought. With --interactions it is asked \
            for the last item of people, of whom it knows all before. Each source of candidates is \
            asked too, by what it gives to each. All products are ranked; what a list does not hold \
            is not found. Diversity is one minus the mean share of words, or of terms of --content, \
            that two items of a page have in common.
            """)

    @Argument(help: "The files of Online Retail, plain or gzip; - is standard input.")
    var files: [String] = []
    @Option(help: "The month asked about.") var month = "2011-08"
    @Option(help: "In place of orders, a file of `user item item …` a line, oldest first.")
    var interactions: String?
    @Option(help: "What its items are, as lines of `item term term …`; the first is the category.")
    var content: String?
    @Option(help: "People asked about, drawn by the seed.") var people = 2000
    @Option(help: "Draws people and intervals.") var seed: UInt64 = 1
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    func validate() throws {
        guard EvaluateBaskets.span(of: month) != nil else {
            throw ValidationError("--month must be a month such as 2011-08")
        }
        guard resamples > 0 else { throw ValidationError("--resamples must be at least 1") }
        guard people > 0 else { throw ValidationError("--people must be at least 1") }
        guard files.isEmpty == (interactions != nil) else {
            throw ValidationError("name files of Online Retail, or --interactions")
        }
    }

    func run() async throws {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-pipeline-")
        defer { FileSystem.remove(folder) }
        let report =
            if let interactions { try await nextItems(interactions, folder) } else {
                try await orders(folder)
            }
        print(json ? String(decoding: report.value.json, as: UTF8.self) : report.text)
    }

    private func orders(_ folder: String) async throws -> Report {
        guard let span = EvaluateBaskets.span(of: month) else {
            throw ValidationError("--month must be a month such as 2011-08")
        }
        let orders = try MonthOfOrders(files, in: span, folder: folder)
        let engine = try Engine(path: folder)
        var trial = PipelineTrial(terms: orders.terms, usual: engine.configuration)
        try await orders.forEach { order, user, had in
            let targets = Set(order.compactMap(\.item)).subtracting(had)
            if !had.isEmpty, !targets.isEmpty { trial.ask(user, had: had, targets, engine) }
            _ = try await engine.append(order, origin: .imported)
        }
        return try await report(
            trial, engine, "Home pages of known customers in \(month)",
            "\(grouped(trial.owners.count)) orders with something new; the engine's own pages, "
                + "order by order")
    }

    private func nextItems(_ path: String, _ folder: String) async throws -> Report {
        let data = try LeftOutPeople(path, content: content, folder: folder)
        let engine = try Engine(path: folder)
        var trial = PipelineTrial(terms: data.terms, usual: engine.configuration)
        for person in data.sample(people, seed: seed) where !person.had.contains(person.next) {
            trial.ask(person.user, had: person.had, [person.next], engine)
        }
        return try await report(
            trial, engine, "Home pages on \(path)",
            "\(grouped(trial.owners.count)) of \(grouped(data.people.count)) people; the last item "
                + "of each, which the engine does not know; what they had is left out")
    }

    private func report(
        _ trial: PipelineTrial, _ engine: Engine, _ title: String, _ note: String
    ) async throws -> Report {
        let items = engine.statistics.items
        try await engine.close()
        guard !trial.owners.isEmpty else {
            throw EvaluationError(.noQueries, "there is nothing new to be found")
        }
        return trial.report(
            title, note, items: items, Bootstrap(seed: seed, resamples: resamples))
    }
}
