import JSON
import Primitives
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("commas stand between members and elements, and nowhere else")
    func structure() {
        let text = written { writer in
            writer.object { writer in
                writer.field("a", 1)
                writer.object("b") { _ in }
                writer.array("c") { writer in
                    writer.write("x")
                    writer.array { _ in }
                    writer.object { writer in writer.field("d", true) }
                    writer.write(2.5)
                }
                writer.field("e", "y")
                writer.field("f", Value.null)
                writer.key("g")
                writer.write(Value.array([1, 2]))
                writer.field("h", 0.5)
            }
        }
        #expect(
            text
                == #"{"a":1,"b":{},"c":["x",[],{"d":true},2.5],"e":"y","f":null,"g":[1,2],"h":0.5}"#
        )
    }

    @Test("lines of newline-delimited JSON stand alone")
    func lines() {
        let text = written { writer in
            for number in 1...2 {
                writer.object { writer in writer.field("n", number) }
                writer.endLine()
            }
        }
        #expect(text == "{\"n\":1}\n{\"n\":2}\n")
    }

    @Test(
        "strings escape what JSON demands, and nothing more",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#),
            (
                "\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}",
                "\"\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\u{7F}\""
            ),
            ("灯🕯️\u{2028}", "\"灯🕯️\u{2028}\""),
        ])
    func strings(text: String, json: String) {
        #expect(String(decoding: Value.string(text).json, as: UTF8.self) == json)
        #expect(written { $0.object { $0.field(text, 1) } } == "{\(json):1}")
    }

    @Test(
        "numbers",
        arguments: [
            (.int(.max), "9223372036854775807"), (.int(.min), "-9223372036854775808"), (0, "0"),
            (1.0, "1.0"), (-0.0, "-0.0"), (1e23, "1e+23"),
            (.double(Double.leastNonzeroMagnitude), "5e-324"), (0.1, "0.1"),
            (.double(.nan), "null"), (.double(.infinity), "null"), (.double(-.infinity), "null"),
        ] as [(Value, String)])
    func numbers(value: Value, json: String) {
        #expect(String(decoding: value.json, as: UTF8.self) == json)
    }

    @Test("every width of whole number is written")
    func integers() {
        #expect(
            written { writer in
                writer.array { writer in
                    writer.write(UInt64.max)
                    writer.write(Int8.min)
                    writer.write(UInt8.max)
                }
            } == "[18446744073709551615,-128,255]")
    }
}
