import JSON
import Primitives

/// The quarantine of earlier imports, whose lines hold what files said in the clear.
package enum QuarantineFile {
    private static let redacted = "what stood here was forgotten"
    /// What ends a cell or a value in the formats that are read.
    private static let ends: Set<UInt8> = Set(#" ,;|:"'\#t\#n{}[]()<>=\"#.utf8)

    /// Copies a quarantine file without the content of lines that name somebody: file, line and
    /// reason stay, so that every line is still accounted for.
    ///
    /// - Parameters:
    ///   - path: The quarantine file.
    ///   - ids: Of the people; each counts where it stands alone, between the marks that end a cell
    ///     or a value.
    ///   - copy: Appended to, and created only if the quarantine holds anything.
    /// - Returns: How many lines lost their content.
    /// - Throws: `ImportError` where a file cannot be read or written.
    package static func redact(
        _ path: String, naming ids: Set<String>, into copy: String
    ) throws -> Int {
        let names = Names(ids)
        var lines = try LineReader.open(path)
        var file = OutputFile(copy)
        var count = 0
        while lines.advance() != nil {
            let line = Array(lines.bytes[lines.range])
            if let entry = without(names, line) {
                count += 1
                try file.write(entry)
            } else {
                try file.write(line + [UInt8(ascii: "\n")])
            }
        }
        if let failure = lines.failure { throw failure }
        try file.flush()
        try file.sync()
        return count
    }

    /// What a line becomes; nil where it names nobody.
    private static func without(_ names: Names, _ line: [UInt8]) -> [UInt8]? {
        var fields = (try? JSONParser.parse(line).object) ?? Fields()
        let raw = fields["raw"]?.string
        let value = raw.flatMap { try? JSONParser.parse($0) } ?? .null
        guard
            names.stand(in: raw ?? "") || names.stand(in: fields["message"]?.string ?? "")
                || names.stand(in: value) || raw == nil && names.stand(in: line)
        else { return nil }
        fields["message"] = .string(redacted)
        fields["raw"] = .null
        var writer = JSONWriter()
        writer.write(.object(fields))
        writer.endLine()
        return writer.bytes
    }

    /// Ids to look for: those without marks among the words of a text, the others anywhere in it.
    private struct Names {
        private var words: Set<[UInt8]> = []
        private var phrases: [[UInt8]] = []

        init(_ ids: Set<String>) {
            for id in ids {
                let bytes = Array(id.utf8)
                if bytes.contains(where: ends.contains) {
                    phrases.append(bytes)
                } else {
                    words.insert(bytes)
                }
            }
        }

        func stand(in text: String) -> Bool { stand(in: Array(text.utf8)) }

        func stand(in bytes: [UInt8]) -> Bool {
            bytes.split(whereSeparator: ends.contains).contains { word in
                words.contains(Array(word))
                    // A number that a spreadsheet wrote.
                    || word.suffix(2) == Array(".0".utf8)[...]
                        && words.contains(Array(word.dropLast(2)))
            } || phrases.contains { bytes.firstRange(of: $0) != nil }
        }

        /// Escapes may hide an id in a text of JSON.
        func stand(in value: Value) -> Bool {
            switch value {
            case .string(let text): stand(in: text)
            case .int(let number): stand(in: "\(number)")
            case .array(let elements): elements.contains { stand(in: $0) }
            case .object(let fields): fields.entries.contains { stand(in: $0.value) }
            default: false
            }
        }
    }
}
