/// Why a file could not be imported, or not to its end. What is wrong with single lines goes to
/// the quarantine instead.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case cannotOpen = "cannot_open"
        case damaged
        case empty
        case badHeader = "bad_header"
        case missingColumn = "missing_column"
        case duplicateColumn = "duplicate_column"
        case badMapping = "bad_mapping"
        case unknownFile = "unknown_file"
        case filesDisagree = "files_disagree"
        case cannotWrite = "cannot_write"
    }

    package var code: Code
    package var file: String
    package var line: Int?
    /// What is wrong, and what to do.
    package var message: String

    package init(_ code: Code, _ file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): \(message)"
    }
}

extension ImportError {
    /// Names listed at most: the header of a file that is none may be a megabyte of anything.
    private static let namesMax = 30

    /// A column that is not there, and those that are.
    init(missing what: String, among header: [String], of file: String, mapped: String) {
        let names = header.prefix(Self.namesMax).map { name in
            let start = name.unicodeScalars.prefix(60)
            return start.endIndex == name.endIndex ? name : String(start) + "…"
        }
        let rest = header.count > names.count ? " and \(header.count - names.count) more" : ""
        self.init(
            .missingColumn, file, line: 1,
            "has no \(what); its columns are \(names.joined(separator: ", "))\(rest). "
                + "Map one with \(mapped)")
    }
}
