import Commerce
package import Primitives
import Ranking
import Storage
import TextEncoder

/// Trains what a search learns of a shop: its own encoder, where it brings none, and the order that
/// clicks teach. An engine that serves the directory takes both over within a second.
package struct SearchTraining {
    package struct Options: Sendable {
        /// The folder of the encoder that the shop brings.
        package var encoder: String?
        package var seed: UInt64 = 1

        package init() {}
    }

    package struct Outcome: Sendable {
        package var items: Int
        /// Answers that were learnt from, and the queries that they answered.
        package var answers: Int
        package var queries: Int
        /// The shop's own encoder; nil where it brings one, or has no items.
        package var encoder: Encoder?
        /// The order that clicks taught; nil where too little was clicked.
        package var order: Order?
        package var seconds: Double
    }

    /// The shop's own encoder, and how searches do with it beside words alone.
    package struct Encoder: Sendable {
        package var version: String
        package var judgment: EncoderTrial.Judgment
    }

    /// An order, and how it does beside that of the words on the last answers.
    package struct Order: Sendable {
        package var version: String
        /// Whether a network makes it; else the fixed formula of `AttractionOrder`.
        package var isLearnt: Bool
        package var isServed: Bool
        /// What clicks are worth by the place that they would have had.
        package var gain: Double
        package var gainOfWords: Double
        package var answers: Int
    }

    private let directory: String
    private let options: Options
    private let clock: WallClock
    private let registry: ModelRegistry

    /// - Parameters:
    ///   - path: A data directory; a server may be using it.
    ///   - options: What is trained.
    ///   - clock: Tells when it was made.
    package init(directory path: String, options: Options, clock: WallClock = .system) {
        directory = path
        self.options = options
        self.clock = clock
        registry = ModelRegistry(directory: path)
    }

    /// Reads, trains and registers. The encoder and the order are served if they are not behind what
    /// words do alone.
    ///
    /// - Parameter log: What is learnt from, where that is not what the shop recorded.
    /// - Returns: What came of it.
    /// - Throws: `StorageError`, `TextEncoderError` or `SafetensorsError`.
    package func run(on log: SearchLog? = nil) throws -> Outcome {
        let started = clock.now()
        let (items, log) = try read(log)
        var outcome = Outcome(
            items: items.count, answers: log.sessions.count, queries: log.queries.count,
            seconds: 0)
        guard !items.isEmpty else { return outcome }
        let claim = try registry.claim()
        defer { claim.release() }
        let candidates = SearchCandidates(items)
        let given = try options.encoder.map { try SearchEncoder(folder: $0) }
        let early = given ?? own(candidates, log, OrderTraining.known(log))
        let judgment =
            given == nil
            ? EncoderTrial(log, candidates, seed: options.seed).judgment(of: early, candidates)
            : nil
        let isMeant = judgment?.isPassed ?? true
        var order: (ranker: SearchRanker?, judgment: OrderTraining.Judgment)?
        if !log.sessions.isEmpty {
            let found = candidates.found(for: log.queries, isMeant ? early : nil)
            order = OrderTraining(log, found, seed: options.seed).fit()
        }
        var encoder = early
        if let judgment {
            if !log.sessions.isEmpty { encoder = own(candidates, log, log.sessions) }
            try encoder.save(to: registry.encoderPath(of: encoder.version))
            try registry.use(encoder: isMeant ? encoder.version : nil)
            outcome.encoder = Encoder(version: encoder.version, judgment: judgment)
        }
        outcome.order = try order.map {
            try register($0.ranker, $0.judgment, log, encoder: isMeant ? encoder.version : nil)
        }
        if outcome.order?.isServed != true { try registry.use(order: nil) }
        outcome.seconds = clock.now() - started
        return outcome
    }

    private func read(_ given: SearchLog?) throws -> (items: [Item], log: SearchLog) {
        let reading = try DataDirectory(reading: directory)
        do {
            var items: [Item] = []
            try reading.catalogue.forEachItem { items.append($0) }
            let log = try given ?? SearchLog(reading)
            try reading.close()
            return (items, log)
        } catch {
            try? reading.close()
            throw error
        }
    }

    private func register(
        _ ranker: SearchRanker?, _ judgment: OrderTraining.Judgment, _ log: SearchLog,
        encoder: String?
    ) throws -> Order {
        let signals = SearchSignals(
            queries: log.queries, items: log.items,
            ClickModel.position.relevance(in: log.sessions))
        let order = LearntOrder(
            version: LearntOrder.version(isLearnt: ranker != nil, at: clock.now()),
            encoder: encoder, signals, ranker)
        try order.save(to: registry)
        let isBetter = judgment.sessions > 0 && judgment.learnt >= judgment.words
        if isBetter { try registry.use(order: .init(version: order.version, encoder: encoder)) }
        let sessions = Double(max(1, judgment.sessions))
        return Order(
            version: order.version, isLearnt: ranker != nil, isServed: isBetter,
            gain: judgment.learnt / sessions,
            gainOfWords: judgment.words / sessions, answers: judgment.sessions)
    }

    // MARK: Encoder

    /// Rows of the table of a shop's encoder: more items have more words.
    private static func buckets(_ items: Int) -> Int { items < 10_000 ? 1 << 15 : 1 << 17 }
    private static let passes = 5
    /// Items of a query that teach, the best first.
    private static let examplesMax = 10

    /// The shop's own encoder, by its catalogue and by what clicks say of it.
    private func own(
        _ candidates: SearchCandidates, _ log: SearchLog, _ sessions: [SearchSession]
    ) -> SearchEncoder {
        let items = candidates.items
        let encoder = ShopEncoder(buckets: Self.buckets(items.count), seed: options.seed)
        let trainer = ShopEncoderTrainer(
            encoder, items: candidates.texts.map { ($0.title, $0.details) },
            examples: examples(items, log, ClickModel.position.relevance(in: sessions)),
            seed: options.seed)
        for _ in 0..<Self.passes {
            _ = trainer.catalogueEpoch()
            _ = trainer.clickEpoch()
        }
        return SearchEncoder(version: timedID("encoder-", at: clock.now()), encoder)
    }

    /// Of each query the items that are worth most as answers, of those worth more than the mean.
    private func examples(
        _ items: [Item], _ log: SearchLog, _ relevance: ClickRelevance
    ) -> [ShopEncoderTrainer.Example] {
        let places = Dictionary(
            items.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        return log.queries.enumerated().flatMap { number, query in
            let query = (number: UInt32(number), text: query)
            let best = relevance.items(of: query.number).compactMap { item in
                let value = relevance.signal(query.number, item).value(beside: relevance.mean)
                return value > relevance.mean
                    ? places[log.items[Int(item)]].map { (item: $0, value: value) } : nil
            }.sorted { ($1.value, $0.item) < ($0.value, $1.item) }
            return best.prefix(Self.examplesMax).map {
                ShopEncoderTrainer.Example(query: query.text, item: $0.item, weight: $0.value)
            }
        }
    }
}
