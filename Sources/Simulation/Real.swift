/// Exponential and logarithm by series: the same bits on every machine, which libm does not
/// promise.
enum Real {
    private static let ln2 = 0.693_147_180_559_945_3

    static func exponential(_ x: Double) -> Double {
        let doublings = (x / ln2).rounded()
        let rest = x - doublings * ln2
        var term = 1.0
        var sum = 1.0
        for order in 1...16 {
            term *= rest / Double(order)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(doublings), significand: 1)
    }

    /// The natural logarithm of a positive, normal number.
    static func logarithm(_ x: Double) -> Double {
        let ratio = (x.significand - 1) / (x.significand + 1)
        var power = ratio
        var sum = 0.0
        for order in stride(from: 1, through: 61, by: 2) {
            sum += power / Double(order)
            power *= ratio * ratio
        }
        return 2 * sum + Double(x.exponent) * ln2
    }

    /// `base` to the power of `exponent`, for a positive base.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        exponential(exponent * logarithm(base))
    }
}

extension Double {
    /// The nearest number in 0...1.
    var clamped: Double { Swift.min(1, Swift.max(0, self)) }
}
