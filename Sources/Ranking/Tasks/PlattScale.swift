#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Logits made into probabilities that come true: a line through them, fitted to what happened
/// (Platt, "Probabilistic outputs for support vector machines", 1999).
struct PlattScale: Hashable, Sendable {
    var slope: Float = 1
    var offset: Float = 0

    private static let rounds = 30

    init(slope: Float = 1, offset: Float = 0) {
        self.slope = slope
        self.offset = offset
    }

    /// By Newton's method, with Platt's targets, which are no certainties.
    ///
    /// - Parameters:
    ///   - logits: What was foretold.
    ///   - labels: Of each, whether it came true.
    init(fitting logits: [Float], _ labels: [Bool]) {
        let yes = Double(labels.count { $0 })
        let no = Double(labels.count) - yes
        let (high, low) = ((yes + 1) / (yes + 2), 1 / (no + 2))
        var (a, b) = (1.0, 0.0)
        for _ in 0..<Self.rounds {
            // A trace of doubt, so that there is always one answer.
            var (ga, gb, aa, ab, bb) = (1e-3 * (a - 1), 1e-3 * b, 1e-3, 0.0, 1e-3)
            for (logit, label) in zip(logits, labels) {
                let z = Double(logit)
                let chance = 1 / (1 + exp(-(a * z + b)))
                let slope = chance - (label ? high : low)
                let weight = chance * (1 - chance)
                (ga, gb) = (ga + slope * z, gb + slope)
                (aa, ab, bb) = (aa + weight * z * z, ab + weight * z, bb + weight)
            }
            let determinant = aa * bb - ab * ab
            guard determinant > 1e-12 else { break }
            let (da, db) = ((bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant)
            (a, b) = (a - min(max(da, -1), 1), b - min(max(db, -1), 1))
            if abs(da) + abs(db) < 1e-9 { break }
        }
        // A task whose order is wrong is told by its rate alone.
        let rate = (yes + 1) / (yes + no + 2)
        slope = a > 0 ? Float(a) : 0
        offset = a > 0 ? Float(b) : Self.logit(Float(rate))
    }

    static func logit(_ chance: Float) -> Float { log(chance / (1 - chance)) }

    func apply(to logit: Float) -> Float { slope * logit + offset }

    func chance(of logit: Float) -> Float { 1 / (1 + exp(-apply(to: logit))) }
}
