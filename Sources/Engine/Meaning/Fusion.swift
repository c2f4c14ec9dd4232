/// How words and meaning make one score: the words' score as a share of the best one's, plus the weight
/// times the cosine. `docs/evaluation.md` has what it was chosen by.
struct Fusion: Hashable, Sendable {
    /// What the cosine weighs.
    var weight: Float
    /// The least cosine at which an item that lacks the words is found.
    var nearMin: Float

    /// Of encoders from a folder.
    static let given = Fusion(weight: 0.3, nearMin: 0.35)
    /// Of the shop's own.
    static let own = Fusion(weight: 0.1, nearMin: 0.5)
}
