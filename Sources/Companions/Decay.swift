#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much less something weighs with each step away: 1 at distance 0.
///
/// The choices of Ludewig & Jannach, "Evaluation of session-based recommendation algorithms", 2018.
package enum Decay: Hashable, Sendable {
    case none
    /// 1 / (1 + distance).
    case inverse
    /// 1 / (1 + distance)².
    case quadratic
    /// 1 / (1 + log₂(1 + distance)).
    case logarithmic
    /// 1 − distance · slope, and nothing once that is negative.
    case linear(slope: Double)
    /// e^(−distance / length).
    case exponential(length: Double)

    package func weight(_ distance: Int) -> Double {
        let distance = Double(distance)
        return switch self {
        case .none: 1
        case .inverse: 1 / (1 + distance)
        case .quadratic: 1 / ((1 + distance) * (1 + distance))
        case .logarithmic: 1 / (1 + log2(1 + distance))
        case .linear(let slope): max(0, 1 - distance * slope)
        case .exponential(let length): exp(-distance / length)
        }
    }
}

/// A decay that is looked up: what many are weighed by.
struct DecayTable: Sendable {
    private static let bits = 10

    private let decay: Decay
    /// An exponential's weights at the first distances, and at every `1 << bits`-th: their products are
    /// those between.
    private var near: [Double] = []
    private var far: [Double] = []

    /// - Parameters:
    ///   - decay: What is looked up.
    ///   - longest: The longest distance.
    init(_ decay: Decay, to longest: Int) {
        self.decay = decay
        guard case .exponential = decay else { return }
        near = (0..<1 << Self.bits).map(decay.weight)
        far = (0...longest >> Self.bits).map { decay.weight($0 << Self.bits) }
    }

    func weight(_ distance: Int) -> Double {
        guard distance >> Self.bits < far.count else { return decay.weight(distance) }
        return far[distance >> Self.bits] * near[distance & (near.count - 1)]
    }
}
