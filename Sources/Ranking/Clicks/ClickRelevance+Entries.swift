/// Signals one by one, for those who keep them.
extension ClickRelevance {
    package struct Entry: Hashable, Sendable {
        package var query: UInt32
        package var item: UInt32
        package var signal: ClickSignal

        package init(query: UInt32, item: UInt32, signal: ClickSignal) {
            self.query = query
            self.item = item
            self.signal = signal
        }
    }

    /// What is known of each query and item that were seen together, by query and item.
    package var entries: [Entry] {
        signals.map { key, signal in
            Entry(
                query: UInt32(key >> 32), item: UInt32(truncatingIfNeeded: key), signal: signal)
        }.sorted { ($0.query, $0.item) < ($1.query, $1.item) }
    }

    /// - Parameters:
    ///   - mean: The share of all looks that came to a click.
    ///   - entries: None twice.
    package init(mean: Float, entries: some Sequence<Entry>) {
        self.mean = mean
        for entry in entries { take(entry.signal, SessionPairs.key(entry.query, entry.item)) }
    }
}
