package import Commerce
package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much of each kind happened lately, in windows from a minute to a month, in 96 bytes.
///
/// A window of length `w` weighs an event of age `a` by exp(−a / w): a steady stream of `r` events a
/// second counts `r · w`, as in a sliding window of that length, and nothing leaves it at a blow
/// (forward decay: Cormode et al., ICDE 2009). Events may come in any order.
package struct WindowCounts: Hashable, Sendable {
    /// What is counted.
    package enum Kind: Int, CaseIterable, Sendable {
        case impressions, clicks, carts, purchases

        /// Nil of what is counted nowhere.
        package init?(_ type: EventType) {
            switch type {
            case .impression: self = .impressions
            case .view, .click: self = .clicks
            case .addToCart: self = .carts
            case .purchase: self = .purchases
            default: return nil
            }
        }
    }

    package enum Window: Int, CaseIterable, Sendable {
        case minute, hour, day, week, month

        package var seconds: Double {
            switch self {
            case .minute: 60
            case .hour: 3600
            case .day: 86_400
            case .week: 7 * 86_400
            case .month: 30 * 86_400
            }
        }
    }

    /// Of each window the kinds, as they stood at `time`.
    private var minute = SIMD4<Float>()
    private var hour = SIMD4<Float>()
    private var day = SIMD4<Float>()
    private var week = SIMD4<Float>()
    private var month = SIMD4<Float>()
    /// Of the newest event; meaningless before the first.
    package private(set) var time = Timestamp(microseconds: 0)

    /// Before the first event.
    package init() {}

    /// Counts that were stored.
    ///
    /// - Parameters:
    ///   - time: Of the newest event.
    ///   - values: Window by window, the kinds of each; others than 20 count nothing.
    package init(time: Timestamp, values: [Float]) {
        guard values.count == Window.allCases.count * 4 else { return }
        self.time = time
        for window in Window.allCases {
            for kind in 0..<4 { self[window][kind] = values[4 * window.rawValue + kind] }
        }
    }

    /// As `init(time:values:)` takes them.
    package var values: [Float] {
        Window.allCases.flatMap { window in (0..<4).map { self[window][$0] } }
    }

    package var isEmpty: Bool { month == SIMD4() }

    /// Takes an event in at its time.
    package mutating func add(_ kind: Kind, at moment: Timestamp) {
        var one = WindowCounts()
        one.time = moment
        for window in Window.allCases { one[window][kind.rawValue] = 1 }
        add(one)
    }

    /// Takes in what was counted elsewhere.
    package mutating func add(_ other: WindowCounts) {
        guard !other.isEmpty else { return }
        guard !isEmpty else {
            self = other
            return
        }
        let newest = max(time, other.time)
        for window in Window.allCases {
            self[window] = counts(in: window, at: newest) + other.counts(in: window, at: newest)
        }
        time = newest
    }

    /// How much of each kind a window holds, by the kind's number.
    ///
    /// - Parameters:
    ///   - window: Which.
    ///   - moment: When; before the newest event nothing has faded yet.
    /// - Returns: Four counts, 0 or more.
    package func counts(in window: Window, at moment: Timestamp) -> SIMD4<Float> {
        let age = moment - time
        return age > 0 ? self[window] * Float(exp(-age / window.seconds)) : self[window]
    }

    private subscript(window: Window) -> SIMD4<Float> {
        get {
            switch window {
            case .minute: minute
            case .hour: hour
            case .day: day
            case .week: week
            case .month: month
            }
        }
        set {
            switch window {
            case .minute: minute = newValue
            case .hour: hour = newValue
            case .day: day = newValue
            case .week: week = newValue
            case .month: month = newValue
            }
        }
    }
}
