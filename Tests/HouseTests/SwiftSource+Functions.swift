/// A function, initialiser, deinitialiser or subscript with a body.
struct FunctionExtent: Equatable {
    var name: String
    /// The line of its keyword, from 1.
    var line: Int
    /// Lines from the keyword to the closing brace.
    var lineCount: Int
}

extension SwiftSource {
    /// Every function with a body, in the order of the keywords; nested ones count on their own too.
    var functions: [FunctionExtent] {
        let scanner = FunctionScanner(code: Array(code.utf8))
        return scanner.extents()
    }
}

/// Finds functions in code whose comments and texts are blanked.
private struct FunctionScanner {
    let code: [UInt8]

    private static let keywords = ["func", "init", "deinit", "subscript"]

    /// What can start the line after a declaration that has no body.
    private static let declarationStarts: Set<String> = [
        "associatedtype", "case", "class", "deinit", "enum", "extension", "fileprivate",
        "final", "func", "import", "init", "internal", "let", "mutating", "nonisolated", "package",
        "private", "protocol", "public", "static", "struct", "subscript", "typealias", "var",
    ]

    func extents() -> [FunctionExtent] {
        var extents: [FunctionExtent] = []
        var index = 0
        var line = 1
        while index < code.count {
            let word = word(at: index)
            if Self.keywords.contains(word), declares(word, at: index),
                let end = bodyEnd(from: index + word.utf8.count)
            {
                let breaks = code[index..<end].count { $0 == UInt8(ascii: "\n") }
                extents.append(
                    FunctionExtent(
                        name: name(word, at: index), line: line, lineCount: breaks + 1))
            }
            if code[index] == UInt8(ascii: "\n") { line += 1 }
            index += max(1, word.utf8.count)
        }
        return extents
    }

    /// The identifier that starts here; empty in the middle of one and at anything else.
    private func word(at start: Int) -> String {
        if start > 0, Self.isIdentifier(code[start - 1]) { return "" }
        var end = start
        while end < code.count, Self.isIdentifier(code[end]) { end += 1 }
        return String(decoding: code[start..<end], as: UTF8.self)
    }

    /// Not a member access such as `self.init(` or an escaped name.
    private func declares(_ word: String, at start: Int) -> Bool {
        if start > 0, [UInt8(ascii: "."), UInt8(ascii: "`")].contains(code[start - 1]) {
            return false
        }
        guard let next = code[(start + word.utf8.count)...].first else { return false }
        switch word {
        case "init": return "(?!<".utf8.contains(next)
        case "subscript": return "(<".utf8.contains(next)
        default: return next == UInt8(ascii: " ")
        }
    }

    private func name(_ keyword: String, at start: Int) -> String {
        guard keyword == "func" else { return keyword }
        let rest = code[(start + keyword.utf8.count + 1)...].prefix { !"(<".utf8.contains($0) }
        return String(decoding: rest, as: UTF8.self).filter { $0 != " " }
    }

    /// One past the closing brace of the body; nil where the declaration has none.
    private func bodyEnd(from start: Int) -> Int? {
        var index = start
        var depth = 0
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return blockEnd(from: index)
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && startsDeclaration(after: index): return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    private func startsDeclaration(after lineBreak: Int) -> Bool {
        var index = lineBreak + 1
        while index < code.count, code[index] == UInt8(ascii: " ") { index += 1 }
        guard index < code.count else { return true }
        return code[index] == UInt8(ascii: "@") || code[index] == UInt8(ascii: "#")
            || Self.declarationStarts.contains(word(at: index))
    }

    private func blockEnd(from start: Int) -> Int {
        var depth = 0
        for index in start..<code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return code.count
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }
}
