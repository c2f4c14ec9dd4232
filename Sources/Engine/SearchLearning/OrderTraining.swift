import Commerce
import LexicalIndex
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Teaches the order of a search by clicks, and judges it by later ones.
///
/// In the order of time: of what came first the signals are made, what came next says what they are
/// worth, and the last of it judges. A third of the queries is kept from the signals, or else it could
/// not be learnt what to do with new ones.
struct OrderTraining {
    /// What the order is worth on the sessions that judge: the gains of clicks, each as much more as
    /// its place was less looked at.
    struct Judgment: Hashable, Sendable {
        var sessions = 0
        var learnt = 0.0
        var words = 0.0
    }

    /// Shares of the sessions: those of the signals, and those before the ones that judge.
    private static let knownShare = 0.45
    private static let learntShare = 0.85
    private static let strangeOf = 3
    /// Fewer queries teach no network: nine of RetroTech, each asked 5,000 times, made a worse order than
    /// that of the words. They have the fixed order of `AttractionOrder`.
    private static let queriesMin = 100
    /// A place that is looked at less often does not count for more.
    private static let lookMin = 0.1

    private let log: SearchLog
    private let seed: UInt64
    /// Of each query what words find.
    private let found: [[SearchSignals.Found]]

    /// - Parameters:
    ///   - log: What shoppers were shown.
    ///   - found: Of each of its queries.
    ///   - seed: Draws weights and order.
    init(_ log: SearchLog, _ found: [[SearchSignals.Found]], seed: UInt64) {
        self.log = log
        self.found = found
        self.seed = seed
    }

    /// The sessions that signals are made of while it is learnt.
    static func known(_ log: SearchLog) -> [SearchSession] {
        Array(log.sessions.prefix(Int(Double(log.sessions.count) * knownShare)))
    }

    /// Otherwise than the learner parts queries, so that each part has some.
    private static func isStrange(_ query: UInt32) -> Bool {
        Int(query) / strangeOf % strangeOf == 0
    }

    /// The signals of sessions.
    func signals(_ sessions: some Sequence<SearchSession>) -> SearchSignals {
        SearchSignals(
            queries: log.queries, items: log.items,
            ClickModel.position.relevance(in: Array(sessions)))
    }

    /// Of what the sessions can teach, the order whose judgment is better; nil where nothing was clicked.
    func fit() -> (ranker: SearchRanker?, judgment: Judgment)? {
        let end = Int(Double(log.sessions.count) * Self.learntShare)
        let known = signals(log.sessions[..<end])
        let looks = PositionModel(log.sessions).looks
        func judged(_ ranker: SearchRanker?) -> (ranker: SearchRanker?, judgment: Judgment) {
            let order = LearntOrder(version: "", encoder: nil, known, ranker)
            return (ranker, judgment(of: order, on: log.sessions[end...], looks))
        }
        let fixed = judged(nil)
        guard fixed.judgment.sessions > 0 else { return nil }
        guard let learnt = network(before: end).map(judged) else { return fixed }
        return learnt.judgment.learnt < fixed.judgment.learnt ? fixed : learnt
    }

    /// Nil where too few queries were asked, or too little clicked.
    private func network(before end: Int) -> SearchRanker? {
        guard log.queries.count >= Self.queriesMin else { return nil }
        let known = Self.known(log)
        let early = signals(known.lazy.filter { !Self.isStrange($0.query) })
        let late = ClickModel.position.relevance(in: Array(log.sessions[known.count..<end]))
        let numbers = Dictionary(
            log.items.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { a, _ in a })
        var training = SearchRanker.Training(mean: early.mean, seed: seed)
        for query in log.queries.indices where !late.items(of: UInt32(query)).isEmpty {
            let (found, evidence) = candidates(query, early)
            let outcomes = found.map { found in
                numbers[found.id].map { late.signal(UInt32(query), $0) } ?? .none
            }
            guard outcomes.contains(where: { $0.clicks > 0 }) else { continue }
            training.add(
                early.candidates(found, evidence), outcomes: outcomes, owner: query)
        }
        return training.fit()
    }

    /// What words find, and what is remembered beside it, as a search has it.
    private func candidates(
        _ query: Int, _ signals: SearchSignals
    ) -> (found: [SearchSignals.Found], evidence: SearchSignals.Evidence) {
        let evidence = signals.evidence(of: log.queries[query])
        let byWords = Set(found[query].map(\.id))
        let remembered = evidence.remembered.filter { !byWords.contains($0) }
            .map { SearchSignals.Found(id: $0, words: 0, meaning: 0) }
        return (found[query] + remembered, evidence)
    }

    private func judgment(
        of order: LearntOrder, on sessions: ArraySlice<SearchSession>, _ looks: [Double]
    ) -> Judgment {
        var orders: [UInt32: (learnt: [String: Int], words: [String: Int])] = [:]
        var judgment = Judgment()
        for session in sessions where session.clicked.contains(true) {
            let query = Int(session.query)
            let ranks = orders[session.query] ?? ranks(query, order)
            orders[session.query] = ranks
            judgment.sessions += 1
            judgment.learnt += gain(session, looks) { ranks.learnt[$0] }
            judgment.words += gain(session, looks) { ranks.words[$0] }
        }
        return judgment
    }

    /// Where an order puts what there is for a query, and where words do.
    private func ranks(
        _ query: Int, _ order: LearntOrder
    ) -> (learnt: [String: Int], words: [String: Int]) {
        let (candidates, evidence) = candidates(query, order.signals)
        func ranks(_ ids: [String]) -> [String: Int] {
            Dictionary(
                ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
        return (
            ranks(order.order(candidates, evidence).map { candidates[$0].id }),
            ranks(found[query].map(\.id))
        )
    }

    /// What clicks are worth if what was shown stood in another order.
    private func gain(
        _ session: SearchSession, _ looks: [Double], _ rank: (String) -> Int?
    ) -> Double {
        let ranks = session.items.map { rank(log.items[Int($0)]) ?? .max }
        let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
        var gain = 0.0
        for (place, index) in order.enumerated() where session.clicked[index] {
            gain += 1 / (max(looks[index], Self.lookMin) * log2(Double(place + 2)))
        }
        return gain
    }
}
