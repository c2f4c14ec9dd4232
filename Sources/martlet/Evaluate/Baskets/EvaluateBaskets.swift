import ArgumentParser
import Engine
import Evaluation
import JSON
import Primitives
import Storage

struct EvaluateBaskets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baskets",
        abstract: "What will known customers of a shop order in a month? HR, Recall and NDCG@10.",
        discussion: """
            The files are those of UCI Online Retail, cleaned as `martlet import online-retail` \
            does; cancellations are no orders. Each order in the month of a customer who ordered \
            before is a query; its targets are its distinct product codes, its history all earlier \
            orders of the customer, those of the same month included. Models learn from the orders \
            before the month; settings and weights are chosen on the month before that, by models \
            that learnt from what came earlier still. All products that were ever ordered are \
            ranked and nothing is masked. The keys `new-…` ask once more, for the targets that the \
            customer never bought before, what they bought being masked; orders without such a \
            target are left out. Ties count against the model. `blend` and `discovery` are \
            weighted sums of \(BasketChoice.parts.map(\.rawValue).joined(separator: ", ")), chosen \
            for all targets and for new ones.
            """)

    @Argument(help: "The files, plain or gzip; - is standard input.") var files: [String]
    @Option(help: "The month asked about.") var month = "2011-08"
    @Option(
        name: .customLong("model"),
        help: "Models by commas, of \(BasketChoice.names); the others are compared with the first.")
    var models = BasketModelList(choices: BasketChoice.allCases)
    @Option(help: "Draws the intervals.") var seed: UInt64 = 1
    @Flag(help: "Choose each model's settings on the month before, and print what was tried.")
    var tune = false
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Option(help: "Write a page with charts to this file.") var report: String?
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    func validate() throws {
        guard Self.span(of: month) != nil else {
            throw ValidationError("--month must be a month such as 2011-08")
        }
        guard resamples > 0 else { throw ValidationError("--resamples must be at least 1") }
        guard Set(models.choices).count == models.choices.count else {
            throw ValidationError("--model names a model twice")
        }
    }

    func run() async throws {
        guard let span = Self.span(of: month) else { return }
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-baskets-")
        let baskets = try Baskets(files, quarantine: folder)
        FileSystem.remove(folder)
        var evaluation = BasketEvaluation(
            baskets: baskets, month: month, test: span,
            validation: Self.monthBefore(span.lowerBound)..<span.lowerBound, seed: seed,
            resamples: resamples)
        let result = try await evaluation.report(
            on: models.choices, tuned: tune, show: show)
        if let report { try FileSystem.replace(report, with: Array(result.html.utf8)) }
        print(json ? String(decoding: result.value.json, as: UTF8.self) : result.text)
    }

    private func show(_ text: String) {
        if json { printError(text) } else { print(text) }
    }

    /// From the first moment of a month to the first of the next.
    static func span(of month: String) -> Range<Timestamp>? {
        guard let start = Timestamp("\(month)-01T00:00:00Z") else { return nil }
        // A month has 28 days at least and 31 at most.
        let next = start + 31 * 86_400
        return start..<firstOfMonth(next)
    }

    private static func monthBefore(_ start: Timestamp) -> Timestamp {
        firstOfMonth(start + -86_400)
    }

    private static func firstOfMonth(_ time: Timestamp) -> Timestamp {
        time + -Double(time.date.day - 1) * 86_400
    }
}

/// Names of models with commas between them.
struct BasketModelList: ExpressibleByArgument {
    var choices: [BasketChoice]

    init(choices: [BasketChoice]) { self.choices = choices }

    init?(argument: String) {
        choices = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let choice = BasketChoice(rawValue: String(name)) else { return nil }
            choices.append(choice)
        }
    }

    var defaultValueDescription: String { "all" }
}
