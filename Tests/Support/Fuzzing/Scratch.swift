import CZlib
import Commerce
import Ingest
import JSON
import Primitives
import TestSupport

/// A folder in which one target's files are made and imported again and again.
final class Scratch: Sendable {
    /// What came of an import; nil where it was refused as a whole.
    struct Outcome: Equatable {
        var lines = 0
        var taken: [String: Int] = [:]
        var quarantined: [Reason: Int] = [:]
        var ids: [String] = []
    }

    private static let rules = CleaningRules(
        for: .events, clock: WallClock { Timestamp(microseconds: 1_790_000_000_000_000) })

    private let folder = TemporaryDirectory()

    init() { folder.removeAtExit() }

    /// Imports files and checks that every line is accounted for.
    @discardableResult
    func importing(
        _ source: ImportSource, _ files: KeyValuePairs<String, [UInt8]>,
        mapping: [String: String] = [:]
    ) throws -> Outcome? {
        try importing(source, files.map { (name: $0.key, bytes: $0.value) }, mapping: mapping)
    }

    @discardableResult
    func importing(
        _ source: ImportSource, _ files: [(name: String, bytes: [UInt8])],
        mapping: [String: String] = [:]
    ) throws -> Outcome? {
        folder.delete("quarantine.jsonl")
        let options = ImportOptions(
            source: source, files: files.map { folder.write($0.bytes, to: $0.name) },
            mapping: mapping, schema: Schema(currency: Currency("EUR")), rules: Self.rules,
            quarantinePath: folder.file("quarantine.jsonl"))
        var sink = CheckingSink()
        let report: QualityReport
        do { report = try Importer(options).run(into: &sink) } catch is ImportError {
            return nil
        }
        try check(report, sink)
        for (file, report) in zip(files.sorted { $0.name < $1.name }, sorted(report.files)) {
            try check(report, against: file.bytes)
        }
        return Outcome(
            lines: report.total.lines, taken: report.total.taken,
            quarantined: report.total.quarantined, ids: sink.ids)
    }

    private func sorted(_ reports: [FileReport]) -> [FileReport] {
        reports.sorted { $0.name < $1.name }
    }

    private func check(_ report: QualityReport, _ sink: CheckingSink) throws {
        if let finding = sink.finding { throw finding }
        let total = report.total
        try require(total.isBalanced, "\(report.text) does not add up")
        let quarantined = (folder.read("quarantine.jsonl") ?? "").utf8.split(separator: 10)
        try require(
            quarantined.count == total.quarantinedCount,
            "\(quarantined.count) lines in the quarantine, \(total.quarantinedCount) counted")
        for line in quarantined {
            try require(
                (try? JSONParser.parse(Array(line))) != nil,
                "\(String(decoding: Array(line), as: UTF8.self)) is no JSON")
        }
        let known = total.takenCount + report.derivedItems + report.derivedUsers
        try require(
            sink.count + (total.taken["id_pair"] ?? 0) == known,
            "\(sink.count) things were handed over, \(known) counted")
    }

    /// Without quotes and packing a line is what ends in a newline.
    private func check(_ report: FileReport, against bytes: [UInt8]) throws {
        guard !report.name.contains(".csv"), !Self.isPacked(bytes),
            !bytes.contains(UInt8(ascii: "\""))
        else { return }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let lines = text.count { $0 == 10 } + (text.isEmpty || text.last == 10 ? 0 : 1)
        try require(report.lines == lines, "\(lines) lines, \(report.lines) counted")
    }

    // MARK: Packing

    static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// As gzip.
    func packed(_ bytes: [UInt8]) -> [UInt8] {
        let file = unsafe gzopen(folder.file("packed"), "wb1")
        _ = unsafe gzwrite(file, bytes, UInt32(bytes.count))
        _ = unsafe gzclose(file)
        return folder.read("packed", as: [UInt8].self) ?? []
    }
}

/// Checks what it is given, and remembers no more than that.
struct CheckingSink: ImportSink {
    private(set) var finding: Finding?
    private(set) var count = 0
    private(set) var ids: [String] = []

    mutating func put(_ items: [Item]) {
        check(items) { try FuzzTarget.check($0) }
        ids += items.map(\.id)
    }

    mutating func put(_ users: [User]) { check(users) { try FuzzTarget.check($0) } }

    mutating func append(_ events: [Event]) -> AppendCounts {
        check(events) { event in
            try require((try? Event(binary: event.binary)) == event, "an event changes by storing")
            let again = try? Event(
                fields: event.fields, schema: Schema(), fallbackID: "")
            try require(again == event, "an event that was taken would be refused: \(event)")
        }
        return AppendCounts(stored: events.count)
    }

    private mutating func check<Record>(_ records: [Record], _ body: (Record) throws -> Void) {
        count += records.count
        do { for record in records { try body(record) } } catch {
            finding = finding ?? error as? Finding
        }
    }
}
