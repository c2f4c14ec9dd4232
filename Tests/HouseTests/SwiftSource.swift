/// A Swift file of the repository, with its text and with its code alone.
struct SwiftSource: Sendable {
    /// From the root of the repository, such as `Sources/JSON/JSONParser.swift`.
    let path: String
    let text: String
    /// The text with comments and the insides of string literals blanked; every line keeps its place.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var blanker = Blanker(text)
        code = blanker.blanked()
    }

    /// The folder below `Sources`.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The lines of the code with their numbers, from 1.
    var codeLines: [(number: Int, line: Substring)] { Self.numbered(code) }

    var textLines: [(number: Int, line: Substring)] { Self.numbered(text) }

    private static func numbered(_ text: String) -> [(number: Int, line: Substring)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            (number: $0.offset + 1, line: $0.element)
        }
    }

    /// Lines as an editor counts them: a line break at the end starts no new one.
    var lineCount: Int {
        textLines.count - (text.isEmpty || text.hasSuffix("\n") ? 1 : 0)
    }
}

/// Replaces comments and the insides of string literals with blanks. Code in an interpolation stays.
private struct Blanker {
    private enum Mode {
        case text(hashes: Int, quotes: Int)
        case interpolation(depth: Int)
    }

    private let bytes: [UInt8]
    private var output: [UInt8]
    private var index = 0
    private var modes: [Mode] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        output = bytes
    }

    mutating func blanked() -> String {
        while index < bytes.count {
            if case .text(let hashes, let quotes)? = modes.last {
                stepInText(hashes: hashes, quotes: quotes)
            } else {
                stepInCode()
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func stepInText(hashes: Int, quotes: Int) {
        let closing = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
        if starts(with: closing) {
            modes.removeLast()
            index += closing.utf8.count
            return
        }
        let escape = "\\" + String(repeating: "#", count: hashes)
        guard starts(with: escape) else {
            blank(1)
            return
        }
        blank(escape.utf8.count)
        if starts(with: "(") { modes.append(.interpolation(depth: 0)) }
        blank(1)
    }

    private mutating func stepInCode() {
        if starts(with: "//") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank(1) }
        } else if starts(with: "/*") {
            blankBlockComment()
        } else if let literal = openingLiteral() {
            modes.append(.text(hashes: literal.hashes, quotes: literal.quotes))
            index += literal.hashes + literal.quotes
        } else if case .interpolation(let depth)? = modes.last {
            stepInInterpolation(depth: depth)
        } else {
            index += 1
        }
    }

    private mutating func stepInInterpolation(depth: Int) {
        switch bytes[index] {
        case UInt8(ascii: "("):
            modes[modes.count - 1] = .interpolation(depth: depth + 1)
            index += 1
        case UInt8(ascii: ")") where depth == 0:
            modes.removeLast()
            blank(1)
        case UInt8(ascii: ")"):
            modes[modes.count - 1] = .interpolation(depth: depth - 1)
            index += 1
        default: index += 1
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && index < bytes.count
    }

    private func openingLiteral() -> (hashes: Int, quotes: Int)? {
        var position = index
        while position < bytes.count, bytes[position] == UInt8(ascii: "#") { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let hashes = position - index
        let isMultiline = starts(with: "\"\"\"", at: position)
        return (hashes, isMultiline ? 3 : 1)
    }

    private func starts(with text: String, at position: Int? = nil) -> Bool {
        bytes[(position ?? index)...].starts(with: text.utf8)
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] != UInt8(ascii: "\n") { output[index] = UInt8(ascii: " ") }
            index += 1
        }
    }
}
