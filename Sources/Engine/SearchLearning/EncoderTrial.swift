import Commerce
package import Evaluation
import Primitives
import Ranking
import TextAnalysis

/// Whether searches are worse off with the shop's own encoder.
///
/// The clicks of the log's last tenth say so, each as much more as its place was less looked at (Joachims
/// and others, "Unbiased learning-to-rank with biased feedback", 2017). Where there are few of them,
/// items are looked for by some words of their titles.
package struct EncoderTrial {
    /// How searches with the encoder do beside those with words alone.
    package struct Judgment: Hashable, Sendable {
        /// Searches whose answer is known.
        package var questions: Int
        /// By how much NDCG@10 is higher.
        package var lead: Interval

        /// Whether the encoder may answer.
        package var isPassed: Bool { lead.high >= 0 }
    }

    private struct Question {
        var query: String
        var item: String
        var weight = 1.0
        var owner: Int
    }

    private static let learntShare = 0.9
    private static let clicksMin = 100
    private static let itemsMax = 300
    private static let wordsMax = 4
    /// A place that is looked at less often does not count for more.
    private static let lookMin = 0.1

    private let questions: [Question]
    private let seed: UInt64

    /// - Parameters:
    ///   - log: What shoppers were shown; the encoder must not have learnt from its last tenth.
    ///   - candidates: Of the catalogue.
    ///   - seed: Draws words and intervals.
    init(_ log: SearchLog, _ candidates: SearchCandidates, seed: UInt64) {
        let clicks = Self.clicks(log)
        questions =
            clicks.count >= Self.clicksMin ? clicks : Self.titles(candidates, seed: seed)
        self.seed = seed
    }

    private static func clicks(_ log: SearchLog) -> [Question] {
        let looks = PositionModel(log.sessions).looks
        let start = Int(learntShare * Double(log.sessions.count))
        return log.sessions[start...].enumerated().flatMap { owner, session in
            session.clicked.indices.filter { session.clicked[$0] }.map { place in
                Question(
                    query: log.queries[Int(session.query)],
                    item: log.items[Int(session.items[place])],
                    weight: 1 / max(looks[place], lookMin), owner: owner)
            }
        }
    }

    /// Searches for items, spread over the catalogue, by words of their titles in order.
    private static func titles(_ candidates: SearchCandidates, seed: UInt64) -> [Question] {
        let items = candidates.items
        var random = SeededRNG(seed: seed)
        return stride(from: 0, to: items.count, by: max(1, items.count / itemsMax))
            .map { place in
                var words = Analyser.words(candidates.texts[place].title)
                while words.count > wordsMax {
                    words.remove(at: random.index(below: words.count))
                }
                return Question(
                    query: words.joined(separator: " "), item: items[place].id, owner: place)
            }
    }

    /// Asks each question with an encoder and without.
    func judgment(of encoder: SearchEncoder, _ candidates: SearchCandidates) -> Judgment {
        var words: [Double] = []
        var joined: [Double] = []
        let found = candidates.found(for: questions.map(\.query), encoder)
        for (question, found) in zip(questions, found) {
            let scores = found.map { $0.words + encoder.fusion.weight * max(0, $0.meaning) }
            let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
            words.append(Self.gain(found.firstIndex { $0.id == question.item }))
            joined.append(Self.gain(order.firstIndex { found[$0].id == question.item }))
        }
        func ratio(_ values: [Double]) -> Ratio {
            Ratio(
                "NDCG@10", values: values, weights: questions.map(\.weight),
                owners: questions.map(\.owner))
        }
        let lead = Bootstrap(seed: seed).comparisons([ratio(joined)], [ratio(words)]).first
        return Judgment(
            questions: questions.count, lead: lead?.interval ?? Interval(low: 0, high: 0))
    }

    private static func gain(_ place: Int?) -> Double {
        place.map {
            Metric.ndcg(10).value(of: Outcome(ranks: [$0 + 1], candidates: SearchCandidates.depth))
        } ?? 0
    }
}
