import Ingest
import JSON
import Primitives
import TestSupport
import Testing

/// Lines that were not taken name nobody who was forgotten, and are all still accounted for.
struct QuarantineTests {
    private let folder = TemporaryDirectory()

    private func line(_ raw: String, message: String = "m") -> String {
        let fields: Fields = [
            "file": "a.csv", "line": 7, "code": "malformed", "field": "time",
            "message": .string(message), "raw": .string(raw),
        ]
        var writer = JSONWriter()
        writer.write(.object(fields))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("view,u17,i1,yesterday", true), ("u17", true), ("\"u17\",x", true), ("a\tu17\tb", true),
        (#"{"user": "u17"}"#, true), (#"{"user":"\u0075\u00317"}"#, true), ("u17.0,5", true),
        ("view,u170,i1", false), ("view,au17,i1", false), ("view,u1,7", false), ("", false),
        ("x,anna maria,y", true), ("x,anna,maria,y", false), ("x,annä@x.org,y", true),
    ])
    func cells(raw: String, isTheirs: Bool) throws {
        let path = folder.write(line(raw) + "\n" + line("other,line") + "\n", to: "q.jsonl")
        let count = try QuarantineFile.redact(
            path, naming: ["u17", "anna maria", "annä@x.org"], into: folder.file("new"))
        #expect(count == (isTheirs ? 1 : 0))
        let lines = try #require(folder.read("new")).split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines[1] == line("other,line"))
        let first = try #require(try JSONParser.parse(lines[0]).object)
        #expect(first["line"] == 7 && first["code"] == "malformed")
        #expect(first["raw"] == (isTheirs ? .null : .string(raw)))
    }

    @Test func messagesAndForeignLines() throws {
        let text = [line("x", message: "u17 is no number"), "u17 by hand", "by hand"]
            .joined(separator: "\n")
        let path = folder.write(text, to: "q.jsonl")
        #expect(try QuarantineFile.redact(path, naming: ["u17"], into: folder.file("new")) == 2)
        let rest = try #require(folder.read("new"))
        #expect(!rest.contains("u17") && rest.contains("by hand"))
        #expect(rest.split(separator: "\n").count == 3)
    }
}
