import Commerce
import Engine
import Evaluation

/// Asks an engine for home pages before each order, and keeps what it and each of its sources found.
struct PipelineTrial {
    private static let pageLength = 10
    /// The page itself, beside the sources.
    private static let pipeline = "pipeline"
    private static let sources = Source.allCases.filter { $0 != .blend && $0 != .new }

    private var bought: [String: Set<String>]
    private var owners: [Int] = []
    private var customers: [String: Int] = [:]
    /// NDCG@10, a question each.
    private var gains: [String: [Double]] = [:]
    private var shown: [String: Set<String>] = [:]

    /// - Parameter bought: By customer, what they have bought so far.
    init(bought: [String: Set<String>]) { self.bought = bought }

    var questions: Int { owners.count }

    /// Asks before an order, and lets the engine know of it.
    mutating func take(_ order: [Event], _ engine: Engine) async throws {
        guard let user = order.first?.user else { return }
        let had = bought[user] ?? []
        let items = Set(order.compactMap(\.item))
        let targets = items.subtracting(had)
        if !had.isEmpty, !targets.isEmpty { ask(user, had, targets, engine) }
        bought[user] = had.union(items)
        _ = try await engine.append(order, origin: .imported)
    }

    private mutating func ask(
        _ user: String, _ had: Set<String>, _ targets: Set<String>, _ engine: Engine
    ) {
        var request = RecommendRequest(placement: .home, asker: Asker(user: user))
        request.limit = Engine.depthMax
        request.isExplained = true
        // What was bought longer ago than an engine remembers is no target, and is masked.
        request.exclude = Array(had)
        let hits = engine.recommend(request).hits
        let owner = customers[user] ?? customers.count
        customers[user] = owner
        owners.append(owner)
        note(hits.map(\.id), targets, Self.pipeline)
        for source in Self.sources {
            let scored = hits.compactMap { hit -> (id: String, value: Float)? in
                let part = hit.explanation?.parts.first { $0.name == .source(source) }
                return part.map { (hit.id, $0.value) }
            }
            let order = scored.sorted { $0.value != $1.value ? $0.value > $1.value : $0.id < $1.id }
            note(order.map(\.id), targets, "\(source)")
        }
    }

    private mutating func note(_ list: [String], _ targets: Set<String>, _ name: String) {
        var ranks = list.enumerated().filter { targets.contains($0.element) }.map { $0.offset + 1 }
        ranks += Array(repeating: .max, count: targets.count - ranks.count)
        gains[name, default: []].append(
            Metric.ndcg(Self.pageLength).value(of: Outcome(ranks: ranks, candidates: .max)))
        shown[name, default: []].formUnion(list.prefix(Self.pageLength))
    }

    // MARK: Report

    func report(month: String, items: Int, _ bootstrap: Bootstrap) -> Report {
        func ratio(_ name: String) -> Ratio {
            Ratio("NDCG@10", values: gains[name] ?? [], owners: owners)
        }
        let names =
            [Self.pipeline]
            + Self.sources.map { "\($0)" }.filter { name in
                gains[name]?.contains { $0 > 0 } ?? false
            }
        let models = names.map { name in
            let ratio = ratio(name)
            let coverage = Double(shown[name]?.count ?? 0) / Double(max(1, items))
            return Report.Model(
                name: name,
                figures: [
                    Report.Figure(
                        key: "NDCG@10", value: ratio.value,
                        interval: bootstrap.intervals([ratio])[0]),
                    Report.Figure(key: "coverage", value: coverage),
                ])
        }
        return Report(
            title: "Home pages of known customers in \(month)",
            notes: [
                "\(grouped(owners.count)) orders with something new; the engine's own pages, "
                    + "order by order",
                "intervals draw customers; seed \(bootstrap.seed)",
            ], models: models,
            pairs: names.dropFirst().map { name in
                Report.Pair(
                    first: Self.pipeline, second: name,
                    comparisons: bootstrap.comparisons([ratio(Self.pipeline)], [ratio(name)]))
            })
    }
}
