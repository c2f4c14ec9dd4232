package import Neural

/// Several sources of candidates made into one order: a small learned model over what each makes
/// of each candidate.
package struct Blend: Sendable {
    let features: CandidateFeatures
    let ranker: ListRanker

    init(features: CandidateFeatures, ranker: ListRanker) {
        self.features = features
        self.ranker = ranker
    }

    /// A score a candidate; higher is better.
    ///
    /// - Parameters:
    ///   - list: Of the sources that the blend was trained on, in their order.
    ///   - history: What the shopper had, oldest first.
    ///   - frequency: Of the candidates, in what the sources know by now.
    /// - Returns: The candidates' scores, in the order of the list.
    package func scores(
        of list: CandidateList, history: [UInt32], frequency: ItemFrequency
    ) -> [Float] {
        ranker.scores(of: features.rows(of: list, history: history, frequency: frequency))
    }

    /// Adds the blend to a file.
    ///
    /// - Parameters:
    ///   - writer: Of the file.
    ///   - name: Tells it from other blends there.
    package func add(to writer: inout SafetensorsWriter, as name: String) {
        ranker.add(to: &writer, as: name)
    }

    /// Reads a blend; nil where it is one of something else.
    ///
    /// - Parameters:
    ///   - file: That holds it.
    ///   - name: Under which it was added.
    ///   - sources: Of candidates, for which it was trained.
    /// - Throws: `SafetensorsError` where it is not there or the file is damaged.
    package init?(
        from file: borrowing SafetensorsFile, named name: String, sources: Int
    ) throws(SafetensorsError) {
        features = CandidateFeatures(sources: sources)
        guard let ranker = try ListRanker(from: file, named: name, features: features.count)
        else { return nil }
        self.ranker = ranker
    }
}
