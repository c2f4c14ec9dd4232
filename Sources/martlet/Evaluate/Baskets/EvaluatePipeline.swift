import ArgumentParser
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
            before, the engine is asked for that customer's home page of ten, as a shop would: the \
            targets are the products of the order that they never bought. Each source of candidates \
            is asked too, by what it gave to each of the best thousand. All products are ranked; what a list \
            does not hold is not found.
            """)

    @Argument(help: "The files, plain or gzip; - is standard input.") var files: [String]
    @Option(help: "The month asked about.") var month = "2011-08"
    @Option(help: "Draws the intervals.") var seed: UInt64 = 1
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    func validate() throws {
        guard EvaluateBaskets.span(of: month) != nil else {
            throw ValidationError("--month must be a month such as 2011-08")
        }
        guard resamples > 0 else { throw ValidationError("--resamples must be at least 1") }
    }

    func run() async throws {
        guard let span = EvaluateBaskets.span(of: month) else { return }
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-pipeline-")
        defer { FileSystem.removeFolder(folder) }
        let orders = try MonthOfOrders(files, in: span, folder: folder)
        let engine = try Engine(path: folder)
        var trial = PipelineTrial(bought: orders.bought)
        for order in orders.all { try await trial.take(order, engine) }
        let items = engine.statistics.items
        try await engine.close()
        guard trial.questions > 0 else {
            throw EvaluationError(.noQueries, "no known customer bought anything new in \(month)")
        }
        let report = trial.report(
            month: month, items: items, Bootstrap(seed: seed, resamples: resamples))
        print(json ? String(decoding: report.value.json, as: UTF8.self) : report.text)
    }
}
