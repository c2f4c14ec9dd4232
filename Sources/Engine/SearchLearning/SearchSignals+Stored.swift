import Primitives
import Ranking

/// Everything, in a form of its own.
extension SearchSignals {
    private static let version: UInt8 = 1

    var binary: [UInt8] {
        var writer = BinaryWriter()
        writer.write(byte: Self.version)
        for names in [queries, items] {
            writer.write(UInt64(names.count))
            for name in names { writer.write(name) }
        }
        writer.write(Double(relevance.mean))
        let entries = relevance.entries
        writer.write(UInt64(entries.count))
        for entry in entries {
            writer.write(UInt64(entry.query))
            writer.write(UInt64(entry.item))
            writer.write(Double(entry.signal.clicks))
            writer.write(Double(entry.signal.looks))
        }
        return writer.bytes
    }

    init(binary bytes: [UInt8]) throws(BinaryError) {
        var reader = BinaryReader(bytes)
        let version = try reader.byte()
        guard version == Self.version else { throw .newer(version: version) }
        var names: [[String]] = []
        for _ in 0..<2 {
            var list: [String] = []
            for _ in 0..<(try reader.count()) { list.append(try reader.string()) }
            names.append(list)
        }
        let mean = Float(try reader.double())
        var entries: [ClickRelevance.Entry] = []
        for _ in 0..<(try reader.count()) {
            let (query, item) = (try reader.number(), try reader.number())
            guard query < names[0].count, item < names[1].count else { throw .malformed }
            let signal = ClickSignal(
                clicks: Float(try reader.double()), looks: Float(try reader.double()))
            entries.append(.init(query: UInt32(query), item: UInt32(item), signal: signal))
        }
        guard reader.atEnd, mean.isFinite else { throw .malformed }
        self.init(
            queries: names[0], items: names[1], ClickRelevance(mean: mean, entries: entries))
    }
}
