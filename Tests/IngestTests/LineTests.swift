import Commerce
import Ingest
import TestSupport
import Testing

/// What happens to one file of items.
struct LineCase: CustomTestStringConvertible {
    var name: String
    var text: String
    var file = "items.csv"
    /// Ids of the items taken, in order of id.
    var items: [String] = []
    var reasons: [String: Int] = [:]
    var blank = 0
    /// Texts that the quarantine file must hold.
    var quarantine: [String] = []

    var testDescription: String { name }
}

private let lineCases: [LineCase] = [
    LineCase(name: "plain", text: "id,title\na,Lamp\nb,Mug\n", items: ["a", "b"]),
    LineCase(name: "no newline at the end", text: "id,title\na,Lamp", items: ["a"]),
    LineCase(name: "CRLF", text: "id,title\r\na,Lamp\r\n", items: ["a"]),
    LineCase(name: "byte order mark", text: "\u{FEFF}id,title\na,Lamp\n", items: ["a"]),
    LineCase(name: "blank lines", text: "\nid,title\n\na,Lamp\n  \n", items: ["a"], blank: 3),
    LineCase(name: "tabs", text: "id\ttitle\na\t\"12 inch\n", file: "x.tsv", items: ["a"]),
    LineCase(name: "tabs found", text: "id\ttitle\na\tLamp\n", file: "x.txt", items: ["a"]),
    LineCase(name: "JSON found", text: "{\"id\": \"a\"}\n", file: "x.txt", items: ["a"]),
    LineCase(name: "commas found", text: "id,title\na,Lamp\n", file: "x", items: ["a"]),
    LineCase(
        name: "wrong column count", text: "id,title\na\nb,B,c\nc,C\n", items: ["c"],
        reasons: ["wrong_column_count": 2],
        quarantine: ["\"line\":2", "\"raw\":\"b,B,c\"", "has 3 columns, the header 2"]),
    LineCase(
        name: "NUL", text: "id,title\na,La\0mp\nb,B\n", items: ["b"], reasons: ["bad_encoding": 1],
        quarantine: ["La\\u0000mp"]),
    LineCase(
        name: "unclosed quote costs one line", text: "id,title\na,\"Lamp\nb,B\nc,C\n",
        items: ["b", "c"], reasons: ["bad_quotes": 1], quarantine: ["\"line\":2"]),
    LineCase(
        name: "quote closed within a cell", text: "id,title\na,\"La\"mp\nb,B\n", items: ["b"],
        reasons: ["bad_quotes": 1]),
    LineCase(
        name: "stray quote before a quoted cell", text: "id,title\na,\"Lamp\nb,\"B\"\nc,C\n",
        items: ["b", "c"], reasons: ["bad_quotes": 1]),
    LineCase(
        name: "quote within a plain cell", text: "id,title\na,12\" disc\n", items: ["a"]),
    LineCase(
        name: "no id", text: "id,title\n,Lamp\n", reasons: ["missing": 1],
        quarantine: ["\"code\":\"missing\",\"field\":\"id\"", "is missing"]),
    LineCase(
        name: "repeated line", text: "id,title\na,Lamp\nb,B\na,Lamp\n", items: ["a", "b"],
        reasons: ["duplicate": 1]),
    LineCase(
        name: "no JSON", text: "{\"id\": \"a\"\n[]\n{\"id\": \"b\"}\n", file: "x.jsonl",
        items: ["b"], reasons: ["bad_json": 2], quarantine: ["is no JSON object but a array"]),
    LineCase(name: "empty JSON Lines", text: "", file: "x.ndjson"),
]

@Suite("Lines")
struct LineTests {
    @Test("What happens", arguments: lineCases)
    func whatHappens(_ expected: LineCase) throws {
        let trial = try Trial(.items, [expected.file: expected.text])
        #expect(trial.sink.items.keys.sorted() == expected.items)
        #expect(trial.reasons == expected.reasons)
        #expect(trial.report.total.blank == expected.blank)
        #expect(trial.report.total.isBalanced)
        #expect((trial.quarantine != nil) == !expected.reasons.isEmpty)
        for text in expected.quarantine {
            #expect(trial.quarantine?.contains { $0.contains(text) } == true, "\(text)")
        }
    }

    @Test func quotedCells() throws {
        let trial = try Trial(
            .items, ["items.csv": "id,title,brand\na,\"A \"\"big\"\" lamp,\r\nred\",\"\"\nb,B,C\n"])
        let item = trial.sink.items["a"]
        #expect(item?.title.text() == "A \"big\" lamp,\r\nred")
        #expect(item?.brand == nil)
        #expect(trial.sink.items["b"]?.brand == "C")
        #expect(trial.report.total.lines == 3)
    }

    @Test("Line numbers are those of an editor")
    func lineNumbers() throws {
        let trial = try Trial(.items, ["items.csv": "id,title\na,\"two\nlines\"\n\nb\n"])
        #expect(trial.quarantine?.first?.contains("\"line\":5") == true)
    }

    @Test func invalidUTF8() throws {
        let bytes = Array("id,title\na,caf".utf8) + [0xE9] + Array("\nb,café\n".utf8)
        let trial = try Trial(.items, bytes: bytes, name: "items.csv")
        #expect(trial.reasons == ["bad_encoding": 1])
        #expect(trial.sink.items["b"]?.title.text() == "café")
        #expect(trial.quarantine?.first?.contains("caf\u{FFFD}") == true)
    }

    @Test("A line beyond the limit is passed over", arguments: [1 << 20, 3 << 20])
    func lineTooLong(_ length: Int) throws {
        let long = String(repeating: "x", count: length)
        let trial = try Trial(.items, ["items.csv": "id,title\na,\(long)\nb,B\n"])
        #expect(trial.reasons == ["line_too_long": 1])
        #expect(trial.sink.items.keys.sorted() == ["b"])
        #expect(trial.report.total.isBalanced)
        #expect((trial.quarantine?.first?.utf8.count ?? 0) < 2300)
    }

    @Test("A line at the limit is read, a quoted one as well")
    func lineAtLimit() throws {
        let long = String(repeating: "x", count: 1900)
        let lines = String(repeating: long + "\n", count: 500)
        let trial = try Trial(
            .items, ["items.csv": "id,note\na,\"\(lines)\"\nb,B\n"])
        #expect(trial.sink.items.keys.sorted() == ["a", "b"])
    }

    @Test("A quote that stays open beyond the limit costs one line")
    func openQuoteBeyondLimit() throws {
        let lines = (0..<60_000).map { "i\($0),some title or other" }.joined(separator: "\n")
        let trial = try Trial(.items, ["items.csv": "id,title\nx,\"open\n\(lines)\n"])
        #expect(trial.reasons == ["bad_quotes": 1])
        #expect(trial.sink.items.count == 60_000)
        #expect(trial.report.total.isBalanced)
    }
}
