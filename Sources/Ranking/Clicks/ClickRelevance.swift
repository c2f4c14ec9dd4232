/// What a click model made of sessions: a signal for each query and item that were seen together.
package struct ClickRelevance: Sendable {
    /// The share of all looks that came to a click.
    package let mean: Float
    private(set) var signals: [UInt64: ClickSignal] = [:]
    private var queries: [UInt32: [UInt32]] = [:]
    private var items: [UInt32: ClickSignal] = [:]

    init(_ pairs: SessionPairs, clicks: [Double], looks: [Double]) {
        mean = Float(clicks.reduce(0, +) / max(1, looks.reduce(0, +)))
        for (place, pair) in pairs.keys.enumerated() {
            take(ClickSignal(clicks: Float(clicks[place]), looks: Float(looks[place])), pair)
        }
    }

    mutating func take(_ signal: ClickSignal, _ pair: UInt64) {
        let (query, item) = (UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair))
        signals[pair] = signal
        queries[query, default: []].append(item)
        items[item, default: .none].add(signal)
    }

    /// Clicks on the item that has most.
    package var clicksMax: Float { items.values.reduce(0) { max($0, $1.clicks) } }

    package func signal(_ query: UInt32, _ item: UInt32) -> ClickSignal {
        signals[SessionPairs.key(query, item)] ?? .none
    }

    /// How well an item answers whatever it is shown for.
    package func signal(ofItem item: UInt32) -> ClickSignal { items[item] ?? .none }

    /// Items that were seen with a query, in the order of first sight.
    package func items(of query: UInt32) -> [UInt32] { queries[query] ?? [] }

    /// What queries like one say of the items seen with them, each as much as it is alike.
    ///
    /// - Parameter neighbours: Queries, and how alike each is, 0...1.
    /// - Returns: By item.
    package func shared(
        by neighbours: [(query: UInt32, likeness: Float)]
    ) -> [UInt32: ClickSignal] {
        var shared: [UInt32: ClickSignal] = [:]
        for (query, likeness) in neighbours {
            for item in items(of: query) {
                shared[item, default: .none].add(signal(query, item), weight: likeness)
            }
        }
        return shared
    }
}
