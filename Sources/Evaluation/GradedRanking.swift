/// The first ten documents of an answer, by how relevant each is: the measures of search.
package struct GradedRanking: Sendable {
    private static let depth = 10

    private let shown: ArraySlice<Int>
    private let ideal: ArraySlice<Int>
    private let relevant: Int

    /// - Parameters:
    ///   - shown: The grades of the documents, in the order of the answer; 0 is irrelevant.
    ///   - all: The grades of all documents that are relevant to the query.
    package init(shown: [Int], all: [Int]) {
        self.shown = shown.prefix(Self.depth)
        ideal = all.sorted(by: >).prefix(Self.depth)
        relevant = all.count { $0 > 0 }
    }

    /// NDCG@10 with gain 2^grade − 1 (Burges and others, "Learning to rank using gradient descent",
    /// 2005); 0 where nothing is relevant.
    package var ndcg: Double {
        let best = Self.gain(ideal)
        return best > 0 ? Self.gain(shown) / best : 0
    }

    /// The share of the relevant documents that are shown.
    package var recall: Double {
        relevant > 0 ? Double(shown.count { $0 > 0 }) / Double(relevant) : 0
    }

    /// One over the place of the first relevant document.
    package var reciprocalRank: Double {
        shown.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
    }

    private static func gain(_ grades: ArraySlice<Int>) -> Double {
        zip(1..., grades).reduce(0) { sum, entry in
            sum + (power(2, Double(entry.1)) - 1) / logarithm(Double(entry.0 + 1))
        }
    }
}
