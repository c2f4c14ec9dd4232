import JSON
import Primitives
import Testing

/// Valid and invalid texts in the manner of N. Seriot's JSONTestSuite.
@Suite("JSON parser")
struct JSONParserTests {
    @Test(
        "valid texts",
        arguments: [
            ("null", .null), ("true", true), ("false", false), ("\"\"", ""), ("[]", []),
            ("{}", [:]), (" [ ] ", []), ("\t\n\r {\t\n\r }\n", [:]),
            (
                "[null, 1, \"1\", {}]",
                [.null, 1, "1", [:]]
            ),
            ("{\"a\":{\"b\":[true]}}", ["a": ["b": [true]]]), ("{\"\":0}", ["": 0]),
            ("{\"a\":1,\"b\":2}", ["a": 1, "b": 2]), ("{\"a\":null}", ["a": .null]),
            ("[[[[[]]]]]", [[[[[]]]]]), ("\"\u{7F}\"", "\u{7F}"), ("\"\u{2028}\"", "\u{2028}"),
            ("\"灯🕯️\"", "灯🕯️"), ("\"a/b\"", "a/b"), ("\"\u{FEFF}\"", "\u{FEFF}"),
        ] as [(String, Value)])
    func valid(text: String, value: Value) throws {
        #expect(try JSONParser.parse(text) == value)
    }

    @Test(
        "numbers",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("1.0", 1.0), ("-0.0", -0.0),
            ("0.1", 0.1), ("1e2", 100.0), ("1E+2", 100.0), ("1e-2", 0.01), ("123.456e-1", 12.3456),
            ("0e0", 0.0), ("0E+1", 0.0), ("1e00", 1.0), ("-1e-1", -0.1),
            ("999999999999999999", 999_999_999_999_999_999),
            ("1000000000000000000", 1_000_000_000_000_000_000),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", 9_223_372_036_854_775_808.0),
            ("-9223372036854775809", -9_223_372_036_854_775_809.0),
            ("9999999999999999999", 9_999_999_999_999_999_999.0),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("100000000000000000000000", 1e23),
            ("1.7976931348623157e308", .double(Double.greatestFiniteMagnitude)),
            ("5e-324", .double(Double.leastNonzeroMagnitude)), ("1e-400", 0.0),
            ("0.30000000000000004", 0.30000000000000004),
        ] as [(String, Value)])
    func numbers(text: String, value: Value) throws {
        #expect(try JSONParser.parse(text) == value)
        #expect(try JSONParser.parse("[\(text)]") == [value])
        #expect(try JSONParser.parse("{\"a\":\(text) }") == ["a": value])
    }

    @Test("names and the number of values are bounded", .timeLimit(.minutes(1)))
    func bounds() {
        func code(_ text: String) -> JSONError.Code? {
            do { _ = try JSONParser.parse(text) } catch { return error.code }
            return nil
        }
        let name = String(repeating: "n", count: JSONParser.nameBytesMax)
        #expect(code("{\"\(name)\": 1}") == nil)
        #expect(code("{\"\(name)n\": 1}") == .nameTooLong)
        // Sorting this many accents would take minutes; without the bound, hashing the name does.
        let accents = String(repeating: "\u{301}\u{323}", count: 100_000)
        let many = (0..<20).map { "\"\($0)\": 0" }.joined(separator: ", ")
        #expect(code("{\(many), \"\(accents)\": 1}") == .nameTooLong)
        let zeros = String(repeating: "0,", count: JSONParser.valuesMax - 2)
        #expect(code("[\(zeros)0]") == nil)
        #expect(code("[\(zeros)0,0]") == .tooManyValues)
    }

    @Test(
        "escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041""#, "A"),
            (#""\u0000""#, "\u{0}"), (#""\u00e9\u00E9""#, "éé"), (#""\uFFFF""#, "\u{FFFF}"),
            (#""\ud83d\ude00""#, "😀"), (#""\uD834\uDD1E!""#, "𝄞!"),
            (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
            (#""灯\u706f灯""#, "灯灯灯"), (#""\\u0041""#, "\\u0041"), (#""a\u0022b""#, "a\"b"),
        ])
    func escapes(text: String, string: String) throws {
        let read = try JSONParser.parse(text).string
        #expect(read.map { Array($0.utf8) } == Array(string.utf8))
    }

    @Test(
        "invalid texts, with the reason and the place",
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1),
            ("{", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3),
            ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
            ("{\"a\":1", .unexpectedEnd, 6), ("{\"a\":1,", .unexpectedEnd, 7),
            ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
            ("\"\\u", .unexpectedEnd, 3), ("\"\\u00", .unexpectedEnd, 5),
            ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2),
            ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
            ("[1,]", .unexpectedCharacter, 3), ("[,1]", .unexpectedCharacter, 1),
            ("[1 2]", .unexpectedCharacter, 3), ("[1,,2]", .unexpectedCharacter, 3),
            ("[1:2]", .unexpectedCharacter, 2), ("]", .unexpectedCharacter, 0),
            ("{1:2}", .unexpectedCharacter, 1), ("{a:2}", .unexpectedCharacter, 1),
            ("{'a':2}", .unexpectedCharacter, 1), ("{\"a\" 2}", .unexpectedCharacter, 5),
            ("{\"a\":1,}", .unexpectedCharacter, 7), ("{\"a\",1}", .unexpectedCharacter, 4),
            ("{\"a\":1 \"b\":2}", .unexpectedCharacter, 7), ("{,}", .unexpectedCharacter, 1),
            ("{\"a\":}", .unexpectedCharacter, 5), ("True", .unexpectedCharacter, 0),
            ("nul1", .unexpectedCharacter, 3), ("NaN", .unexpectedCharacter, 0),
            ("Infinity", .unexpectedCharacter, 0), ("-Infinity", .invalidNumber, 1),
            ("+1", .unexpectedCharacter, 0), (".5", .unexpectedCharacter, 0),
            ("'a'", .unexpectedCharacter, 0), ("[1}", .unexpectedCharacter, 2),
            ("// a\n1", .unexpectedCharacter, 0), ("[1/*a*/]", .unexpectedCharacter, 2),
            ("\u{FEFF}1", .unexpectedCharacter, 0), ("\u{A0}1", .unexpectedCharacter, 0),
            ("\u{B}1", .unexpectedCharacter, 0), ("\u{C}1", .unexpectedCharacter, 0),
            ("\"a\nb\"", .unexpectedCharacter, 2), ("\"a\tb\"", .unexpectedCharacter, 2),
            ("\"\u{0}\"", .unexpectedCharacter, 1), ("\"\\n\u{1F}\"", .unexpectedCharacter, 4),
            ("01 ", .invalidNumber, 2), ("-01 ", .invalidNumber, 3), ("00 ", .invalidNumber, 2),
            ("1.e1", .invalidNumber, 2), ("1e.1", .invalidNumber, 2), ("-a", .invalidNumber, 1),
            ("--1", .invalidNumber, 1), ("1e+-1", .invalidNumber, 3), ("1e400", .invalidNumber, 0),
            ("[-1e309]", .invalidNumber, 1), ("0x1", .trailingContent, 1),
            ("1 2", .trailingContent, 2), ("1a", .trailingContent, 1), ("{}}", .trailingContent, 2),
            ("[]]", .trailingContent, 2), ("\"a\" b", .trailingContent, 4),
            ("nullx", .trailingContent, 4), ("1.5.2", .trailingContent, 3),
            (#""\a""#, .invalidEscape, 2), (#""\'""#, .invalidEscape, 2),
            (#""\U0041""#, .invalidEscape, 2), (#""\u00g0""#, .invalidEscape, 5),
            (#""\u 041""#, .invalidEscape, 3), (#""\ud800""#, .invalidEscape, 7),
            (#""\ud800a""#, .invalidEscape, 7), (#""\ud800\n""#, .invalidEscape, 8),
            (#""\ud800\u0041""#, .invalidEscape, 13), (#""\ud800\ud800""#, .invalidEscape, 13),
            (#""\udc00""#, .invalidEscape, 7), (#""\x41""#, .invalidEscape, 2),
            ("{\"a\":1,\"a\":2}", .duplicateName, 10), (#"{"a":1,"\u0061":2}"#, .duplicateName, 15),
        ] as [(String, JSONError.Code, Int)])
    func invalid(text: String, code: JSONError.Code, offset: Int) {
        #expect(refusal(Array(text.utf8)) == Refusal(code, offset))
    }

    @Test(
        "bytes that are no UTF-8",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
            [0xE7, 0x81], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let refused = Refusal(.invalidUTF8, 1)
        #expect(refusal([quote] + bytes + [quote]) == refused)
        // With an escape in front, which takes another path.
        let escaped = [quote] + Array("\\n".utf8) + bytes + [quote]
        #expect(refusal(escaped) == refused)
        #expect(refusal(bytes) == Refusal(.unexpectedCharacter, 0))
    }

    @Test("nesting up to the limit, and no deeper", arguments: ["[", "{\"a\":"])
    func depth(opening: String) {
        func nested(_ depth: Int) -> String {
            let closing = opening == "[" ? "]" : "}"
            return String(repeating: opening, count: depth) + "1"
                + String(repeating: closing, count: depth)
        }
        #expect(throws: Never.self) { try JSONParser.parse(nested(JSONParser.depthMax)) }
        for depth in [JSONParser.depthMax + 1, 100_000] {
            #expect(refusal(Array(nested(depth).utf8))?.code == .tooDeep)
        }
        #expect(refusal(Array(String(repeating: opening, count: 100_000).utf8))?.code == .tooDeep)
    }

    @Test("a duplicate is found in small objects and in large ones", arguments: [2, 16, 17, 1000])
    func duplicates(count: Int) throws {
        let names = (0..<count).map { "\"n\($0)\":\($0)" }
        let object = try JSONParser.parse("{\(names.joined(separator: ","))}").object
        #expect(object?.entries.map(\.name) == (0..<count).map { "n\($0)" })
        for repeated in [0, count / 2, count - 1] {
            let text = "{\(names.joined(separator: ",")),\"n\(repeated)\":0}"
            #expect(refusal(Array(text.utf8))?.code == .duplicateName)
        }
        // The same name may stand in two objects.
        #expect(throws: Never.self) { try JSONParser.parse("[{\"a\":1},{\"a\":{\"a\":2}}]") }
    }

    @Test("a range of the bytes is read as if nothing were around it")
    func range() throws {
        let bytes = Array("{\"a\":1}\n[2, 3]\n\"x".utf8)
        #expect(try JSONParser.parse(bytes, in: 0..<7) == ["a": 1])
        #expect(try JSONParser.parse(bytes, in: 8..<14) == [2, 3])
        #expect(refusal(bytes, in: 8..<13) == Refusal(.unexpectedEnd, 13))
        #expect(refusal(bytes, in: 3..<3) == Refusal(.unexpectedEnd, 3))
        #expect(refusal(bytes, in: 15..<17) == Refusal(.unexpectedEnd, 17))
        // An escape may not look past the end of its range.
        let escape = Array(#""\u0041""#.utf8)
        for end in 1..<escape.count {
            #expect(refusal(escape, in: 0..<end) == Refusal(.unexpectedEnd, end))
        }
    }

    @Test("the error reads like a sentence")
    func description() {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("[{\"a\":1,\"a\":2}]") }
        #expect(error?.description == "not valid JSON: duplicate name at byte 11")
    }

    private struct Refusal: Equatable {
        var code: JSONError.Code
        var offset: Int

        init(_ code: JSONError.Code, _ offset: Int) {
            self.code = code
            self.offset = offset
        }
    }

    /// Why and where a text is refused; nil where it is taken.
    private func refusal(_ bytes: [UInt8], in range: Range<Int>? = nil) -> Refusal? {
        do {
            _ = try JSONParser.parse(bytes, in: range)
            return nil
        } catch {
            return Refusal(error.code, error.offset)
        }
    }
}
