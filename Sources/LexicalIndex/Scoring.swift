/// BM25F (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009)
/// over the fields of an index as it stands.
struct Scoring {
    private static let k1: Float = 1.2

    private let count: Int
    /// What a frequency is divided by: `base + slope × length`, by field.
    private var base = SIMD4<Float>()
    private var slope = SIMD4<Float>()

    init(count: Int, totalLengths: SIMD4<Int>) {
        self.count = count
        for field in SearchField.allCases {
            let index = field.rawValue
            let mean = max(1, Float(totalLengths[index]) / Float(max(1, count)))
            base[index] = (1 - field.lengthNormalisation) / field.weight
            slope[index] = field.lengthNormalisation / (mean * field.weight)
        }
    }

    /// How much a term of so many documents says.
    func idf(of documents: Int) -> Float {
        let ratio = (Double(count - documents) + 0.5) / (Double(documents) + 0.5)
        return Float(naturalLogarithm(1 + ratio))
    }

    /// What one term adds to a document whose fields have `length` terms.
    func score(_ posting: Posting, _ length: SIMD4<UInt16>, idf: Float) -> Float {
        let divisor = base + slope * SIMD4<Float>(length)
        let weight = (SIMD4<Float>(posting.frequencies) / divisor).sum()
        return idf * weight / (Self.k1 + weight)
    }
}
