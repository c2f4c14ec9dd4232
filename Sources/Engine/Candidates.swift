import Companions
import Primitives

/// Items that may be shown, by number: what speaks for each, and what speaks loudest.
struct Candidates {
    struct Evidence {
        var score: Float
        /// The largest single contribution, and where it came from.
        var strongest: Float
        var kind: Reason.Kind
        var source: UInt32?
    }

    private(set) var evidence: [UInt32: Evidence] = [:]

    mutating func add(
        _ item: UInt32, _ score: Float, _ kind: Reason.Kind, from source: UInt32? = nil
    ) {
        guard var known = evidence[item] else {
            evidence[item] = Evidence(
                score: score, strongest: score, kind: kind, source: source)
            return
        }
        known.score += score
        if score > known.strongest {
            known.strongest = score
            known.kind = kind
            known.source = source
        }
        evidence[item] = known
    }

    /// Multiplies all that was added until now.
    mutating func scale(by factor: Float) {
        evidence = evidence.mapValues { known in
            var scaled = known
            scaled.score *= factor
            scaled.strongest *= factor
            return scaled
        }
    }

    /// Adds what says nothing of its own to a shopper: a reason that is there already stays.
    mutating func lift(_ item: UInt32, _ score: Float, _ kind: Reason.Kind) {
        if evidence[item] == nil { return add(item, score, kind) }
        evidence[item]?.score += score
    }
}
