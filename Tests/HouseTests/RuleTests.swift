import Testing

/// Each rule is shown a bad sample that it must catch, and a good one that it must let pass.
@Suite("House rules bite")
struct RuleTests {
    private func source(_ text: String, room: String = "Commerce") -> SwiftSource {
        SwiftSource(path: "Sources/\(room)/Sample.swift", text: text)
    }

    // MARK: Lengths

    @Test("a file may have 400 lines", arguments: [(400, 0), (401, 1)])
    func fileLength(lines: Int, violations: Int) {
        let text = String(repeating: "let a = 1\n", count: lines)
        #expect(Rules.lengths(source(text)).count == violations)
        #expect(Rules.lengths(source(String(text.dropLast()))).count == violations)
    }

    @Test(
        "a function may have 70 lines",
        arguments: ["func f()", "init?(a: Int)", "deinit", "subscript(a: Int) -> Int"])
    func functionLength(header: String) {
        func sample(_ lines: Int) -> SwiftSource {
            let body = String(repeating: "        a += 1\n", count: lines - 2)
            return source("struct S {\n    \(header) {\n\(body)    }\n}\n")
        }
        #expect(Rules.lengths(sample(70)).isEmpty)
        #expect(Rules.lengths(sample(71)).map(\.line) == [2])
    }

    @Test("functions are found with their extents")
    func functions() {
        let text = """
            protocol P {
                func none(_ a: Int) throws
                /// A comment with { a brace.
                func noneEither() -> [Int]
            }
            struct S {
                init() { self.init(a: "}") }
                func long(
                    _ a: Int = { 3 }(), b: [Int: String]
                ) async throws -> [Int] where A: B {
                    func inner() {
                        // }
                    }
                    let text = "\\(a.map { "}\\($0)" }) {"
                    return text
                }
                static func == (a: S, b: S) -> Bool { true }
                var computed: Int { 3 }
            }
            let raw = #"func no() { \\# "{"#
            let lines = \"\"\"
                func neither() {
                \"\"\"
            func last<A>(a: A) {
            }
            """
        #expect(
            source(text).functions == [
                FunctionExtent(name: "init", line: 7, lineCount: 1),
                FunctionExtent(name: "long", line: 8, lineCount: 9),
                FunctionExtent(name: "inner", line: 11, lineCount: 3),
                FunctionExtent(name: "==", line: 17, lineCount: 1),
                FunctionExtent(name: "last", line: 24, lineCount: 2),
            ])
    }

    @Test("comments and texts are blanked, line by line")
    func blanking() {
        let text = "a /* b\n/* c */ \"d */ e \"f\\\"\\(g(\"h\"))\" // \"i\nj #\"k\"\\#(l)\"# m\n"
        let code = source(text).code
        #expect(code.split(separator: "\n").count == 3)
        #expect(code.utf8.count == text.utf8.count)
        #expect(code.filter(\.isLetter) == "aegjlm")
    }

    // MARK: Imports

    @Test(
        "every form of import is seen",
        arguments: [
            "import Hummingbird", "package import Hummingbird",
            "  @preconcurrency import Hummingbird",
            "@_spi(Internal) private import Hummingbird", "import struct Hummingbird.Router",
            "#if os(Linux)\n    import Hummingbird",
        ])
    func importForms(text: String) throws {
        let violation = try #require(Rules.imports(source(text)).first)
        #expect(violation.description.contains("Commerce may not import Hummingbird"))
        #expect(violation.line == text.count { $0 == "\n" } + 1)
        #expect(violation.path == "Sources/Commerce/Sample.swift")
    }

    @Test(
        "rooms may not import what is above, beside or beyond them",
        arguments: [
            ("Primitives", "Commerce"), ("JSON", "Commerce"), ("Commerce", "JSON"),
            ("Commerce", "HashTreeCollections"), ("Storage", "Hummingbird"), ("Engine", "GRDB"),
            ("Engine", "JSON"), ("Simulation", "Service"), ("Simulation", "Engine"),
            ("Service", "NIO"), ("Service", "GRDB"), ("Service", "Ingest"), ("martlet", "NIOCore"),
            ("martlet", "Foundation"), ("Storage", "Foundation"),
            ("Engine", "FoundationEssentials"), ("LexicalIndex", "CZlib"),
            ("Features", "Companions"), ("Cellar", "Primitives"),
        ])
    func refusedImports(room: String, module: String) {
        #expect(Rules.imports(source("import \(module)\n", room: room)).count == 1)
    }

    @Test(
        "rooms may import what lies below them",
        arguments: [
            ("Primitives", "Synchronization"), ("Primitives", "HashTreeCollections"),
            ("Commerce", "Primitives"), ("Ingest", "CZlib"), ("Storage", "GRDB"),
            ("Engine", "Storage"), ("Service", "Hummingbird"), ("martlet", "ArgumentParser"),
        ])
    func allowedImports(room: String, module: String) {
        #expect(Rules.imports(source("package import \(module)\n", room: room)).isEmpty)
    }

    @Test("an import in a comment or a text is none")
    func importsInText() {
        let text = "// import GRDB\nlet a = \"\"\"\n    import GRDB\n    \"\"\"\nimportant(GRDB)\n"
        #expect(Rules.imports(source(text)).isEmpty)
    }

    @Test("Foundation may stand in for FoundationEssentials, and only for that")
    func standIn() {
        func sample(_ condition: String) -> String {
            "#if \(condition)\n    import GRDB\n#else\n    import Foundation\n#endif\n"
        }
        let essentials = sample("canImport(FoundationEssentials)")
        #expect(Rules.imports(source(essentials, room: "Storage")).isEmpty)
        #expect(Rules.imports(source(essentials, room: "Engine")).map(\.line) == [2, 4])
        #expect(Rules.imports(source(sample("os(Linux)"), room: "Storage")).map(\.line) == [4])
        let after = essentials + "import Foundation\n"
        #expect(Rules.imports(source(after, room: "Storage")).map(\.line) == [6])
    }

    @Test("a table that points up or sideways, or takes another's module, is refused")
    func table() {
        let low = Room("Low", level: 0)
        #expect(Rules.table([low, Room("High", level: 1, rooms: ["Low"])]).isEmpty)
        #expect(Rules.table([low, Room("Beside", level: 0, rooms: ["Low"])]).count == 1)
        let up = [Room("Low", level: 0, rooms: ["High"]), Room("High", level: 1)]
        #expect(Rules.table(up).count == 1)
        #expect(Rules.table([Room("High", level: 1, rooms: ["Gone"])]).count == 1)
        #expect(Rules.table([Room("Low", level: 0, modules: ["GRDB"])]).count == 1)
        #expect(Rules.table([Room("Low", level: 0, modules: ["Foundation"])]).count == 1)
    }

    @Test("a manifest with an edge beyond the table is refused")
    func manifest() {
        let good = """
            room("Primitives", collections),
            room(
                "Ingest", "Commerce", "JSON", "Primitives", "CZlib"),
            .target(
                name: "Service",
                dependencies: [
                    "Engine", hummingbird, httpTypes,
                ] + nio, swiftSettings: strict),
            """
        #expect(Rules.manifest(good).isEmpty)
        let bad = """
            room("JSON", "Primitives"),
            room(
                "Commerce", "JSON", "Primitives", grdb),
            .executableTarget(name: "martlet", dependencies: ["Service"] + nio)
            """
        #expect(Rules.manifest(bad).map(\.line) == [2, 2, 4, 4, 4])
    }

    // MARK: Words

    @Test(
        "traps, prints and markers are refused",
        arguments: [
            "try! f()", "let a = b as! C", "fatalError(\"x\")", "print(a)", "f(\"\\(print(a))\")",
            "// TODO: later", "let a = 1  // FIXME", "/* XXX */",
        ])
    func refusedWords(line: String) {
        let found = Rules.words(source("let a = 1\n\(line)\n"))
        #expect(found.map(\.line) == [2])
    }

    @Test(
        "words that only look alike pass",
        arguments: [
            "try? f()", "b as? C", "let a = \"print(a)\"", "// why we do not print( here",
            "fingerprint(a)", "isAs!", "todoList()", "/// XXXL is a size",
        ])
    func allowedWords(line: String) {
        #expect(Rules.words(source("\(line)\n")).isEmpty)
    }

    @Test("the command line may print")
    func martletPrints() {
        #expect(Rules.words(source("print(a)\n", room: "martlet")).isEmpty)
        #expect(Rules.words(source("try! f()\n", room: "martlet")).count == 1)
    }

    // MARK: Documentation

    @Test("a page needs a title and some lines")
    func catalogue() {
        let lines = "one\ntwo\n\nthree\nfour\n"
        #expect(Rules.catalogue("JSON", nil).count == 1)
        #expect(Rules.catalogue("JSON", "").count == 2)
        #expect(Rules.catalogue("JSON", "# Title\n\n\(lines)").count == 1)
        #expect(Rules.catalogue("JSON", "Title\n\(lines)five\n").count == 1)
        #expect(Rules.catalogue("JSON", "# Title\n\n\(lines)five\n").isEmpty)
    }

    @Test("an architecture that leaves a room out is refused")
    func architecture() {
        #expect(Rules.architecture(nil, rooms: ["JSON"]).count == 1)
        #expect(Rules.architecture("`Commerce`, JSONs", rooms: ["Commerce", "JSON"]).count == 1)
        #expect(Rules.architecture("`Commerce`, JSON.", rooms: ["Commerce", "JSON"]).isEmpty)
    }
}
