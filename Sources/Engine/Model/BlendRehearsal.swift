import Commerce
import Primitives
import Ranking
import SequenceModel

/// Learns how a model and the companions answer together, the way it will be asked: a model of the
/// same kind is trained on the first nine tenths of a shop's log, and the last tenth comes by event
/// by event. Each event is foretold by both, neither of which knows it, before the companions learn it.
///
/// Blends are learnt on the first two thirds of these questions and judged on the last; one that is
/// shown to be behind either of its sources is not kept. An order's lines are one question, asked before
/// the order. The catalogue plays no part, for today's is not that of then.
struct BlendRehearsal {
    static let placements: [Placement] = [.home, .similar]
    /// Questions of a placement: fewer teach nothing, and more cost memory, 13 kB each.
    private static let questionsMin = 150
    private static let questionsMax = 3000
    /// Seconds after which nobody looks at an item any more.
    private static let pause: Double = 30 * 60
    private static let statesBytes = 64 << 20
    private static let pageEvents = 10_000

    private let log: any EventLog
    private let catalogue: any Catalogue
    private let settings: ModelSettings
    private let options: ModelTraining.Options
    private let passes: Int
    private let data: TrainingData
    private let end: Int64

    /// Nil where the log is too short to learn from its last tenth.
    ///
    /// - Parameters:
    ///   - log: Of the shop.
    ///   - catalogue: Describes its items and users to the model.
    ///   - settings: Of the model that will serve.
    ///   - options: How it was trained.
    ///   - passes: How long.
    /// - Throws: `StorageError`.
    init?(
        log: some EventLog, catalogue: some Catalogue, _ settings: ModelSettings,
        _ options: ModelTraining.Options, passes: Int
    ) throws {
        self.log = log
        self.catalogue = catalogue
        self.settings = settings
        self.options = options
        self.passes = passes
        end = log.lastOffset
        data = try TrainingData(log: log, catalogue: catalogue, after: 0, through: end / 10 * 9)
        guard data.events > 1, Int(end - data.offset) >= Self.questionsMin else { return nil }
    }

    /// A question, whose it was, and what came of it.
    struct Asked {
        var placement: Placement
        var question: BlendQuestion
        var excluded: Set<UInt32>
        var owner: Int
        var answers: [UInt32] = []
    }

    /// - Throws: `StorageError`, or what kept the linear neighbours from being fitted.
    func run() throws -> BlendOutcome {
        var state = EngineState(behaviour: Behaviour(bounds: Behaviour.Bounds()))
        try catalogue.forEachUser { state.put($0) }
        try forEach(from: 1, through: data.offset) { state.apply($0) }
        state.linear = try LinearNeighbours(fitting: state.behaviour)
        let live = LiveModel(
            version: "rehearsal", trained(), statesBytesMax: Self.statesBytes)
        state.use(PromotedModel(live, ids: data.items, state.catalogue))
        var questions = Questions(share: share)
        try forEach(from: data.offset + 1, through: end) { logged in
            questions.take(logged, state)
            state.apply(logged)
        }
        return BlendOutcome(questions.asked, seed: options.seed)
    }

    private func trained() -> Transformer {
        let count = data.items.count
        let model = settings.model(
            items: count, attributes: data.knowsAttributes, features: data.features,
            seed: options.seed)
        let trainer = Trainer(
            model,
            settings.training(items: count, threads: options.threads, seed: options.seed),
            features: data.features)
        var training = TrainingSet()
        for sequence in data.sequences { training.append(sequence) }
        for _ in 0..<passes { _ = trainer.epoch(training) { _, _ in true } }
        return trainer.average
    }

    /// Of the people, so many as may ask without asking too much.
    private var share: Double {
        min(1, Double(2 * Self.questionsMax) / Double(max(1, end - data.offset)))
    }

    private func forEach(
        from first: Int64, through end: Int64, _ body: (LoggedEvent) -> Void
    ) throws {
        var next = first
        while next <= end {
            let page = try log.read(from: next, limit: Self.pageEvents)
            for logged in page where logged.offset <= end { body(logged) }
            guard let last = page.last else { return }
            next = last.offset + 1
        }
    }

    /// Asks what will come before it comes.
    private struct Questions {
        let share: Double
        private(set) var asked: [Asked] = []
        private var counts: [Placement: Int] = [:]
        private var owners: [Subject: Int] = [:]
        /// Of each person the last questions, and the order that answers them.
        private var open: [Subject: (order: String?, places: [Int])] = [:]

        init(share: Double) { self.share = share }

        mutating func take(_ logged: LoggedEvent, _ state: EngineState) {
            let event = logged.event
            guard let subject = event.subject, let id = logged.learningItem,
                Visit.Action(event.type)?.modelClass != nil, event.consent?.learn ?? true,
                Double(stableHash("\(subject)") >> 11) < share * 0x1p53,
                let item = state.behaviour.items.number(of: id)
            else { return }
            let order = event.type == .purchase ? event.order : nil
            if order == nil || open[subject]?.order != order {
                open[subject] = (order, ask(logged, subject, state, item))
            }
            for place in open[subject]?.places ?? []
            where !asked[place].excluded.contains(item) && !asked[place].answers.contains(item) {
                asked[place].answers.append(item)
            }
        }

        private mutating func ask(
            _ logged: LoggedEvent, _ subject: Subject, _ state: EngineState, _ item: UInt32
        ) -> [Int] {
            let event = logged.event
            let asker = Asker(user: event.user, visitor: event.visitor, session: event.session)
            guard let history = state.behaviour.history(of: asker), let last = history.visits.last,
                last.item != item
            else { return [] }
            let owner = owners[subject] ?? owners.count
            owners[subject] = owner
            var places: [Int] = []
            for placement in BlendRehearsal.placements
            where counts[placement, default: 0] < BlendRehearsal.questionsMax {
                var request = RecommendRequest(placement: placement, asker: asker)
                if placement == .similar {
                    guard logged.time - last.time < BlendRehearsal.pause else { continue }
                    request.items = [state.behaviour.items.id(of: last.item)]
                }
                let recommender = Recommender(state)
                let (candidates, excluded) = recommender.gathered(request, history)
                guard
                    let expected = recommender.expected(request, history, excluding: excluded)
                else { continue }
                counts[placement, default: 0] += 1
                places.append(asked.count)
                asked.append(
                    Asked(
                        placement: placement,
                        question: recommender.question(
                            candidates, expected, request.filter, excluding: excluded),
                        excluded: excluded, owner: owner))
            }
            return places
        }
    }
}
