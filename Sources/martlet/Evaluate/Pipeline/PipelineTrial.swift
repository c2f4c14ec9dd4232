import Arrangement
import Commerce
import Engine
import Evaluation

/// Asks an engine for home pages, and keeps what these and each source of candidates found.
struct PipelineTrial {
    /// A list that answers a question: the page, another arrangement of it, or a source alone.
    struct Answers {
        /// A question each.
        var gains: [Double] = []
        var recalls: [Double] = []
        var diversities: [Double] = []
        /// All that stood among the first ten.
        var shown: Set<String> = []
    }

    /// The page itself, beside the sources.
    static let page = "page"
    /// All that any source proposes, which has no order.
    static let candidates = "candidates"
    private static let pageLength = 10
    /// Of a list, how many are looked through for what is to be found.
    private static let reach = 100
    private static let sources = Source.allCases.filter { $0 != .blend && $0 != .new }
    /// How strongly likeness counts against an item, and whether categories are spread as usual.
    private static let arrangements: [(name: String, diversity: Float, isSpread: Bool)] = [
        ("unarranged", 0, false), ("diversity 0.3", 0.3, true), ("diversity 0.6", 0.6, true),
        ("diversity 0.9", 0.9, true),
    ]

    private(set) var owners: [Int] = []
    private(set) var answers: [String: Answers] = [:]
    /// Items that are proposed for a question.
    private(set) var proposed = 0
    private let terms: [String: Set<String>]
    private let usual: EngineConfiguration
    private var numbers: [String: Int] = [:]

    /// - Parameters:
    ///   - terms: By item, what says what it is: what shares many is alike.
    ///   - usual: The engine's settings.
    init(terms: [String: Set<String>], usual: EngineConfiguration) {
        self.terms = terms
        self.usual = usual
    }

    /// The page first, then its other arrangements and the sources.
    static var names: [String] {
        [page] + arrangements.map(\.name) + sources.map { "\($0)" } + [candidates]
    }

    /// Asks for somebody's home page.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - had: What must not come back.
    ///   - targets: What is to be found.
    ///   - engine: Knows what the user did, and not the targets.
    mutating func ask(
        _ user: String, had: Set<String>, _ targets: Set<String>, _ engine: Engine
    ) {
        var request = RecommendRequest(placement: .home, asker: Asker(user: user))
        request.limit = Self.reach
        request.exclude = Array(had)
        let owner = numbers[user] ?? numbers.count
        numbers[user] = owner
        owners.append(owner)
        note(engine.recommend(request).hits.map(\.id), targets, Self.page)
        for arrangement in Self.arrangements {
            var settings = PlacementSettings(.home)
            settings.arrangement.diversity = arrangement.diversity
            if !arrangement.isSpread { settings.arrangement.spread = 1 }
            var configuration = usual
            configuration.placements[.home] = settings
            _ = engine.use(configuration)
            note(engine.recommend(request).hits.map(\.id), targets, arrangement.name)
        }
        _ = engine.use(usual)
        let proposals = engine.proposals(for: request)
        proposed += proposals.count
        let found = targets.intersection(proposals.map(\.item)).count
        answers[Self.candidates, default: Answers()].recalls.append(
            Double(found) / Double(targets.count))
        for source in Self.sources { note(list(source, proposals), targets, "\(source)") }
    }

    /// What a source proposes, best first.
    private func list(_ source: Source, _ proposals: [Proposal]) -> [String] {
        let scored = proposals.compactMap { proposal in
            proposal.parts.first { $0.name == .source(source) }.map { (proposal.item, $0.value) }
        }
        return scored.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(Self.reach).map(\.0)
    }

    private mutating func note(_ list: [String], _ targets: Set<String>, _ name: String) {
        var ranks = list.enumerated().filter { targets.contains($0.element) }.map { $0.offset + 1 }
        let recall = Double(ranks.count) / Double(targets.count)
        ranks += Array(repeating: .max, count: targets.count - ranks.count)
        let page = Array(list.prefix(Self.pageLength))
        let diversity = diversity(of: page)
        var now = answers.removeValue(forKey: name) ?? Answers()
        now.gains.append(
            Metric.ndcg(Self.pageLength).value(of: Outcome(ranks: ranks, candidates: .max)))
        now.recalls.append(recall)
        now.diversities.append(diversity)
        now.shown.formUnion(page)
        answers[name] = now
    }

    /// One minus the mean share of terms that two items of a page have in common (Jaccard).
    private func diversity(of page: [String]) -> Double {
        let sets = page.map { terms[$0] ?? [] }
        guard sets.count > 1 else { return 0 }
        var sum = 0.0
        for (place, first) in sets.enumerated() {
            for second in sets[(place + 1)...] {
                let union = first.union(second).count
                sum += union > 0 ? Double(first.intersection(second).count) / Double(union) : 0
            }
        }
        return 1 - sum / Double(sets.count * (sets.count - 1) / 2)
    }
}
