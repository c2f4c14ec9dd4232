import Commerce
import Primitives

/// A segment as a file keeps it: without the numbers of its documents, which differ from start to
/// start, and with their ids and a digest of each.
///
/// Arrays lie one behind the other as they are in memory, in little endian, each after its count.
/// Before them stand a mark and what this version makes of a sample item, so that a segment that
/// another version would have built otherwise is foreign; behind them stands a checksum.
struct SegmentFile {
    private static let mark: [UInt8] = Array("martlet segment 1\n".utf8)

    var digests: [UInt64]
    var terms: SortedKeys
    var postings: Postings
    var columns: Columns
    var forward: [UInt32]
    var forwardEnds: [UInt32]
    var titleEnds: [UInt32]

    // MARK: Write

    var bytes: [UInt8] {
        var writer = ArrayWriter(Self.mark)
        writer.append([Self.sample])
        write(to: &writer)
        return writer.finish()
    }

    private func write(to writer: inout ArrayWriter) {
        writer.append(digests)
        writer.append(terms)
        writer.append(postings.ends)
        writer.append(postings.ordinals)
        writer.append(postings.impacts)
        writer.append(columns.keys)
        writer.append(columns.ends)
        writer.append(columns.ordinals)
        writer.append(columns.rowEnds)
        writer.append(columns.rows)
        writer.append(forward)
        writer.append(forwardEnds)
        writer.append(titleEnds)
    }

    /// A digest of what becomes of an item of many scripts: it changes with the analysis of texts, the
    /// weights of fields and the form of the arrays.
    private static let sample: UInt64 = {
        var item = Item(id: "sample")
        item.title = LocalizedText([
            "de": "Straßenlampen 15.6\" KX-TG9344", "": "4 GB T&amp;shirts for him",
        ])
        item.description = LocalizedText("蓝牙耳机和笔记本电脑 が食べる ภาษาไทยง่าย Ёлка")
        item.brand = "Crème"
        item.categories = [["Home", "Boxes"]]
        item.attributes = ["new": .flag(true), "size": .number(-1.5), "tags": .list(["Azure"])]
        var builder = SegmentBuilder()
        builder.add(item, as: 0)
        var writer = ArrayWriter(mark)
        builder.finish().file.write(to: &writer)
        return stableHash(writer.finish())
    }()

    // MARK: Read

    /// Nil where the bytes are damaged or foreign.
    init?(_ bytes: [UInt8]) {
        guard var reader = ArrayReader(bytes, after: Self.mark),
            reader.array(of: UInt64.self) == [Self.sample],
            let digests = reader.array(of: UInt64.self), let terms = reader.keys(),
            let postingEnds = reader.array(of: UInt32.self),
            let ordinals = reader.array(of: UInt16.self),
            let impacts = reader.array(of: UInt16.self), let keys = reader.keys(),
            let columnEnds = reader.array(of: UInt32.self),
            let columnOrdinals = reader.array(of: UInt16.self),
            let rowEnds = reader.array(of: UInt32.self), let rows = reader.array(of: UInt32.self),
            let forward = reader.array(of: UInt32.self),
            let forwardEnds = reader.array(of: UInt32.self),
            let titleEnds = reader.array(of: UInt32.self), reader.atEnd
        else { return nil }
        self.init(
            digests: digests, terms: terms,
            postings: Postings(ends: postingEnds, ordinals: ordinals, impacts: impacts, maxima: []),
            columns: Columns(
                keys: keys, ends: columnEnds, ordinals: columnOrdinals, rowEnds: rowEnds,
                rows: rows),
            forward: forward, forwardEnds: forwardEnds, titleEnds: titleEnds)
        guard isSound else { return nil }
        postings.maxima = (0..<terms.count).map { term in
            postings.impacts[postings.range(of: term)].max() ?? 0
        }
    }

    init(
        digests: [UInt64], terms: SortedKeys, postings: Postings, columns: Columns,
        forward: [UInt32], forwardEnds: [UInt32], titleEnds: [UInt32]
    ) {
        self.digests = digests
        self.terms = terms
        self.postings = postings
        self.columns = columns
        self.forward = forward
        self.forwardEnds = forwardEnds
        self.titleEnds = titleEnds
    }

    /// The ids of the documents.
    var ids: [String] {
        let keys = columns.keys(of: .id, .text)
        return digests.indices.map { document in
            let key = columns.row(document).first { keys.contains(Int($0)) }
            return key.map { ColumnKey.text(columns.keys[Int($0)], .text) } ?? ""
        }
    }

    /// The segment, under the numbers of its documents.
    func segment(_ numbers: [UInt32]) -> Segment {
        Segment(
            numbers: numbers, digests: digests, terms: TermDictionary(terms), postings: postings,
            columns: columns, forward: forward, forwardEnds: forwardEnds, titleEnds: titleEnds)
    }
}
