import Commerce
import Evaluation
import LexicalIndex
import Primitives
import Ranking
import Simulation
import TextAnalysis

/// What rankers learn from the clicks of simulated shoppers, whose position bias and judgment are
/// known: measured by the truth about each query, on queries that were asked and on queries that
/// nobody asked yet.
struct ClickEvaluation {
    struct Settings {
        var seed: UInt64 = 1
        var items = 2000
        var queries = 1000
        var sessions = 40_000
        /// A query in so many is never asked before it is measured.
        var unseenOf = 4
    }

    /// Places of an answer.
    private static let shown = 20
    /// Items by words that rankers put into order.
    static let candidates = 100
    /// How much the order of answers moves from day to day, as the logarithm of scores.
    private static let stir = 0.25

    let settings: Settings
    let shop: Shop
    let index: LexicalIndex
    private(set) var queries: [Simulation.Query] = []
    /// Of each query the best by words, with their shares of the best score.
    private(set) var found: [[(item: UInt32, share: Float)]] = []
    private(set) var sessions: [SearchSession] = []

    init(_ settings: Settings) {
        self.settings = settings
        shop = Shop(seed: settings.seed, itemCount: settings.items)
        var index = LexicalIndex()
        index.insert(
            contentsOf: shop.items.enumerated().lazy.map { (item: $1, document: UInt32($0)) })
        self.index = index
        var random = SeededRNG(seed: settings.seed)
        drawQueries(&random)
        drawSessions(&random)
    }

    func isSeen(_ query: Int) -> Bool { query % settings.unseenOf != 0 }

    /// Plain queries of each kind, and others with properties and brands of its items, shuffled.
    private mutating func drawQueries(_ random: inout SeededRNG) {
        var queries = Language.allCases.flatMap { shop.queries(in: $0) }
        var texts = Set(queries.map(\.text))
        while queries.count < settings.queries {
            let item = shop.traits[random.index(below: shop.traits.count)]
            var wish = Wish(leaf: item.leaf, kind: item.kind)
            if random.chance(0.6) { wish.colour = item.colour }
            if random.chance(0.4) { wish.material = item.material }
            if random.chance(0.4) { wish.brand = item.brand }
            let language: Language = random.chance(0.5) ? .en : .zh
            let text = shop.phrase(wish, in: language)
            guard texts.insert(text).inserted else { continue }
            queries.append(Simulation.Query(text: text, language: language, wish: wish))
        }
        queries.shuffle(using: &random)
        self.queries = Array(queries.prefix(settings.queries))
        found = self.queries.map { query in
            let matches = index.search(
                QueryReader(index, locale: query.language.locale).read(query.text),
                count: Self.candidates, mode: .any
            ).matches.prefix(Self.candidates)
            let best = matches.first?.score ?? 1
            return matches.map { ($0.document, $0.score / best) }
        }
    }

    /// Some queries are asked far more often than others, by shoppers who judge by query and taste.
    private mutating func drawSessions(_ random: inout SeededRNG) {
        let shoppers = Simulator(shop: shop, shopperCount: 500, seed: settings.seed).shoppers
        let asked = queries.indices.filter { isSeen($0) && !found[$0].isEmpty }
        let weights = asked.indices.map { 1 / Double($0 + 10) }
        for _ in 0..<settings.sessions {
            let query = asked[random.index(weights: weights)]
            let shopper = random.pick(shoppers)
            let answer = found[query].map { candidate in
                (
                    item: candidate.item,
                    score: Double(candidate.share) * (1 + Self.stir * random.normal())
                )
            }.sorted { $0.score > $1.score }.prefix(Self.shown).map(\.item)
            let clicked = answer.enumerated().map { position, item in
                let looks = random.chance(shopper.examination(of: position))
                let appeal = shop.appeal(
                    of: Int(item), to: shopper, asking: .search(queries[query]))
                return random.chance(Shopper.attraction(of: appeal)) && looks
            }
            sessions.append(
                SearchSession(query: UInt32(query), items: answer, clicked: clicked))
        }
    }

    /// NDCG@10 by query of an order of the candidates, by the truth in five grades.
    func gains(_ scores: (Int) -> [Float]) -> [Double] {
        queries.indices.map { query in
            let candidates = found[query]
            let scores = scores(query)
            let order = candidates.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
            func grade(_ item: Int) -> Int {
                Int((4 * shop.relevance(of: item, to: queries[query])).rounded())
            }
            return GradedRanking(
                shown: order.prefix(10).map { grade(Int(candidates[$0].item)) },
                all: shop.items.indices.map(grade)
            ).ndcg
        }
    }
}
