/// How far the encoding of a catalogue has come.
package struct EncodingProgress: Hashable, Sendable {
    /// Different texts.
    package var total: Int
    /// Those that were there already.
    package var cached: Int
    /// Those that were encoded now.
    package var encoded = 0
    package var elapsed = Duration.zero

    package init(total: Int, cached: Int) {
        (self.total, self.cached) = (total, cached)
    }

    package var isComplete: Bool { cached + encoded == total }

    /// Texts encoded in a second; nil before the first.
    package var rate: Double? {
        encoded > 0 && elapsed > .zero ? Double(encoded) / (elapsed / .seconds(1)) : nil
    }

    /// What the rest will take at this rate.
    package var secondsLeft: Double? { rate.map { Double(total - cached - encoded) / $0 } }
}
