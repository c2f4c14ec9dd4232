import Commerce
import Ingest
import Primitives
import TestSupport

/// One import of small files, and what came of it.
struct Trial {
    let folder = TemporaryDirectory()
    var sink = MemorySink()
    var report: QualityReport

    /// Imports files given as names and contents.
    init(
        _ source: ImportSource, _ files: KeyValuePairs<String, String>,
        mapping: [String: String] = [:], schema: Schema = Schema(), rules: CleaningRules? = nil,
        format: FileFormat? = nil
    ) throws {
        let paths = files.map { [folder] name, text in folder.write(text, to: name) }
        let options = ImportOptions(
            source: source, files: paths, mapping: mapping, schema: schema, rules: rules,
            quarantinePath: folder.file("quarantine.jsonl"), format: format)
        report = try Importer(options).run(into: &sink)
    }

    init(_ source: ImportSource, bytes: [UInt8], name: String) throws {
        let options = ImportOptions(
            source: source, files: [folder.write(bytes, to: name)],
            quarantinePath: folder.file("quarantine.jsonl"))
        report = try Importer(options).run(into: &sink)
    }

    /// The lines of the quarantine file; nil where there is no file.
    var quarantine: [String]? {
        folder.read("quarantine.jsonl")?.split(separator: "\n").map(String.init)
    }

    /// How often each reason occurred, by its code.
    var reasons: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: report.total.quarantined.map { ($0.key.rawValue, $0.value) })
    }
}

/// Rules whose clock stands still.
func rules(for source: ImportSource) -> CleaningRules {
    CleaningRules(
        for: source,
        clock: WallClock { Timestamp(microseconds: 1_790_000_000_000_000) })
}

/// A gzip member of stored blocks: enough to test reading, without a compressor.
func gzip(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
        let end = min(bytes.count, start + 0xFFFF)
        result.append(end == bytes.count ? 1 : 0)
        for number in [UInt16(end - start), ~UInt16(end - start)] { result += littleEndian(number) }
        result += bytes[start..<end]
        start = end
    } while start < bytes.count
    return result + littleEndian(crc32(bytes)) + littleEndian(UInt32(bytes.count))
}

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = .max
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return ~sum
}
