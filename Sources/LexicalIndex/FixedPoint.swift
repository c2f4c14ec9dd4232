/// Scores are whole numbers until they are given out: a sum of them is the same in any order, so
/// that no score depends on the order in which documents were numbered, merged or read.
enum FixedPoint {
    /// What a term says about a document at most.
    static let impactMax: Float = 1023
    /// Weights of terms are multiples of 1/64.
    static let weightUnit: Float = 64
    /// Hits are counted above a sum, from this bit on.
    static let hitShift: UInt32 = 26
    /// Terms of a query at most: weights are below 1,200 units, so that 48 sums of a weight and an
    /// impact stay below the hits.
    static let slotsMax = 48

    static func weight(_ weight: Float) -> UInt32 {
        UInt32(min(1199, max(1, (weight * weightUnit).rounded())))
    }

    /// The score that a sum stands for.
    static func score(_ sum: UInt32) -> Float {
        Float(sum & ((1 << hitShift) - 1)) / (weightUnit * impactMax)
    }
}
