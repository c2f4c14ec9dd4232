/// What a rule found, and where.
struct Violation: Equatable, CustomStringConvertible {
    var path: String
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// The style rules that a machine can check. Each takes what it judges as a value, so that a bad
/// sample can show that it bites.
enum Rules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let catalogueLinesMin = 5

    // MARK: Lengths

    static func lengths(_ source: SwiftSource) -> [Violation] {
        var found: [Violation] = []
        if source.lineCount > fileLinesMax {
            found.append(
                Violation(
                    path: source.path, line: fileLinesMax + 1,
                    message: "the file has \(source.lineCount) lines, at most \(fileLinesMax)"))
        }
        for function in source.functions where function.lineCount > functionLinesMax {
            found.append(
                Violation(
                    path: source.path, line: function.line,
                    message: "\(function.name) has \(function.lineCount) lines, "
                        + "at most \(functionLinesMax)"))
        }
        return found
    }

    // MARK: Imports

    /// The modules that a file imports, with their lines.
    ///
    /// Foundation that stands in for a missing FoundationEssentials, as on macOS, counts as that.
    static func importedModules(_ source: SwiftSource) -> [(line: Int, module: String)] {
        let statement =
            #/
            ^\s* (?: @\w+ (?: \([^)]*\) )? \s+ )*
            (?: (?: public|package|internal|fileprivate|private ) \s+ )?
            import \s+
            (?: (?: struct|class|enum|protocol|func|var|let|typealias ) \s+ )?
            (\w+)
            /#
        var found: [(line: Int, module: String)] = []
        var conditions: [String] = []
        for (number, line) in source.codeLines {
            let words = line.filter { $0 != " " }
            if words.hasPrefix("#if") { conditions.append(words) }
            if words.hasPrefix("#else"), let condition = conditions.popLast() {
                conditions.append("not:" + condition)
            }
            if words.hasPrefix("#endif") { _ = conditions.popLast() }
            guard let module = line.prefixMatch(of: statement)?.1 else { continue }
            let standsIn = conditions.last == "not:#ifcanImport(FoundationEssentials)"
            found.append(
                (number, module == "Foundation" && standsIn ? "FoundationEssentials" : "\(module)"))
        }
        return found
    }

    /// Imports that the table does not allow, also where they would compile through another room.
    static func imports(_ source: SwiftSource, rooms: [Room] = Room.all) -> [Violation] {
        guard let name = source.room else { return [] }
        guard let room = rooms.first(where: { $0.name == name }) else {
            return [
                Violation(
                    path: source.path, line: 1,
                    message: "\(name) is no room of the table in Tests/HouseTests/Rooms.swift")
            ]
        }
        let allowed = room.rooms.union(room.modules).union(Room.everywhere)
        return importedModules(source).filter { !allowed.contains($0.module) }.map {
            Violation(
                path: source.path, line: $0.line,
                message: "\(name) may not import \($0.module)")
        }
    }

    /// Rows of the table that point up or sideways, or claim a module that is not theirs.
    static func table(_ rooms: [Room]) -> [Violation] {
        let levels = Dictionary(uniqueKeysWithValues: rooms.map { ($0.name, $0.level) })
        var found: [String] = []
        for room in rooms {
            for below in room.rooms.sorted() where (levels[below] ?? .max) >= room.level {
                found.append("\(room.name) may not stand on \(below): imports point down only")
            }
            for (module, owners) in Room.reserved
            where room.rooms.union(room.modules).contains(module) && !owners.contains(room.name) {
                found.append("\(room.name) may not know \(module)")
            }
        }
        return found.map {
            Violation(path: "Tests/HouseTests/Rooms.swift", line: 1, message: $0)
        }
    }

    /// Dependencies that the manifest gives a room beyond the table.
    static func manifest(_ text: String, rooms: [Room] = Room.all) -> [Violation] {
        let declaration = /(?:room\(\s*|[tT]arget\(\s*name:\s*)"(\w+)"([^)]*)\)/
        var found: [Violation] = []
        for match in text.matches(of: declaration) {
            guard let room = rooms.first(where: { $0.name == match.1 }) else { continue }
            let line = text[..<match.range.lowerBound].count { $0 == "\n" } + 1
            let words = match.2.matches(of: /"?\b[A-Za-z]\w*\b"?/).map { String($0.output) }
            let declared = words.flatMap { word -> [String] in
                word.hasPrefix("\"")
                    ? [word.filter { $0 != "\"" }] : Room.manifestNames[word] ?? []
            }
            for module in declared where !room.rooms.union(room.modules).contains(module) {
                found.append(
                    Violation(
                        path: "Package.swift", line: line,
                        message: "\(room.name) depends on \(module), which its row in "
                            + "Tests/HouseTests/Rooms.swift does not allow"))
            }
        }
        return found
    }

    // MARK: Words

    static func words(_ source: SwiftSource) -> [Violation] {
        var banned = [
            (/\btry!/, "try! traps on an error: handle it"),
            (/\bas!/, "as! traps on another type: handle it"),
            (/\bfatalError\(/, "fatalError: throw, or state a precondition"),
        ]
        if source.room != "martlet" {
            banned.append((/\bprint\(/, "print: output belongs to the martlet target"))
        }
        var found: [Violation] = []
        for (number, line) in source.codeLines {
            for (word, message) in banned where line.contains(word) {
                found.append(Violation(path: source.path, line: number, message: message))
            }
        }
        for (number, line) in source.textLines where line.contains(/\b(?:TODO|FIXME|XXX)\b/) {
            found.append(
                Violation(
                    path: source.path, line: number,
                    message: "a marker for later: open an issue, and document what is"))
        }
        return found
    }

    // MARK: Documentation

    /// What is wrong with the page of a room; `text` is nil where there is none.
    static func catalogue(_ room: String, _ text: String?) -> [Violation] {
        let path = "Sources/\(room)/\(room).docc/\(room).md"
        guard let text else {
            return [Violation(path: path, line: 1, message: "the room has no page")]
        }
        let lines = text.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }
        var found: [Violation] = []
        if lines.first?.hasPrefix("# ") != true {
            found.append(Violation(path: path, line: 1, message: "the page has no title"))
        }
        if lines.count - 1 < catalogueLinesMin {
            found.append(
                Violation(
                    path: path, line: 1,
                    message: "the page has \(max(0, lines.count - 1)) lines under its title, "
                        + "at least \(catalogueLinesMin)"))
        }
        return found
    }

    /// Rooms that the architecture does not name; `text` is nil where there is no such file.
    static func architecture(_ text: String?, rooms: [String]) -> [Violation] {
        let words = Set((text ?? "").split { !($0.isLetter || $0.isNumber || $0 == "_") })
        return rooms.filter { !words.contains($0[...]) }.map {
            Violation(path: "ARCHITECTURE.md", line: 1, message: "does not name the room \($0)")
        }
    }
}
