import Commerce
import Primitives
import Testing

@Suite("Expression")
struct ExpressionTests {
    @Test(
        "what holds of an item",
        arguments: [
            "price < 20", "price <= 12.5", "price > 12.49", "price >= 12.5", "price = 12.5",
            "price != 12", "brand = \"acme\"", "brand = 'ACME'", "not brand = \"other\"",
            "not (brand = \"acme\" and price > 20)", "brand in (\"x\", \"Acme\")", "in_stock",
            "outdoor = true", "not outdoor = false", "category under \"Home > Lighting\"",
            "category = \"gifts\"", "stock in (1, 2, 3)", "color = \"RED\"", "watts >= 4.5",
            "attributes.price = \"nominal\"", "brand = \"no\" or price < 20 and in_stock",
            "(brand = \"no\" or price < 20) and in_stock", "not not in_stock",
            "material = \"Gl\\as\" and price<20",
        ])
    func holds(_ source: String) throws {
        let expression = try Expression(source, path: "where")
        #expect(expression.matches(FilterTests.lantern))
        #expect(try !Expression("not (\(source))", path: "where").matches(FilterTests.lantern))
    }

    @Test(
        "what does not",
        arguments: [
            "price < 12.5", "price > 12.5", "price = 12", "brand != \"acme\"", "not in_stock",
            "category under \"Lighting > Home\"", "size", "size = \"L\"", "size < 5",
            "brand = \"no\" and price < 20 or not in_stock", "brand < 5",
        ])
    func fails(_ source: String) throws {
        #expect(try !Expression(source, path: "where").matches(FilterTests.lantern))
    }

    @Test(
        "a mistake is named with its place",
        arguments: [
            ("", "at 1: found the end in place of a field, not or ("),
            ("price <", "at 8: found the end in place of a number"),
            ("price < cheap", "at 9: found \"cheap\" in place of a number"),
            ("brand = Acme", "at 9: found \"Acme\" in place of a text in quotes"),
            ("price < 5 brand", "at 11: found \"brand\" in place of and, or, or the end"),
            ("(price < 5", "at 11: found the end in place of )"),
            ("brand = \"Acme", "at 9: a text has no \" at its end"),
            ("brand in \"a\"", "at 10: found the text \"a\" in place of ("),
            ("brand in (\"a\"", "at 14: found the end in place of , or )"),
            ("brand under \"a\"", "at 7: found \"under\" in place of an operator"),
            ("price ~ 5", "at 7: \"~\" is neither"), ("price < 1e99", "at 9: \"1e99\" is neither"),
            ("and", "at 1: found \"and\" in place of"),
        ])
    func mistakes(_ source: String, _ message: String) throws {
        let error = #expect(throws: InvalidField.self) { try Expression(source, path: "where") }
        #expect(error?.field == "where")
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test("bounded in length, terms and depth")
    func bounds() throws {
        let deep = { (count: Int) in
            String(repeating: "(", count: count) + "a" + String(repeating: ")", count: count)
        }
        let long = { (count: Int) in Array(repeating: "a", count: count).joined(separator: " or ") }
        for source in [deep(31), long(100), String(repeating: " ", count: 1999) + "a"] {
            #expect(throws: Never.self) { try Expression(source, path: "where") }
        }
        for source in [
            deep(32), deep(1000), long(101), String(repeating: " ", count: 2000) + "a",
            String(repeating: "not ", count: 400) + "a",
        ] {
            let error = #expect(throws: InvalidField.self) { try Expression(source, path: "w") }
            #expect(error?.code == .tooLong)
        }
    }

    @Test("random texts are read or refused, and what is read can be read again", arguments: 1...5)
    func random(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let words = [
            "price", "brand", "and", "or", "not", "in", "under", "(", ")", ",", "<", ">=", "!=",
            "=", "\"a", "\"b\"", "'c'", "5", "-1.5", "true", "é", "灯", "\\", "~", " ",
        ]
        var read = 0
        for _ in 0..<5000 {
            let source = (0...random.index(below: 8)).map { _ in random.pick(words) }
                .joined(separator: " ")
            guard let expression = try? Expression(source, path: "w") else { continue }
            read += 1
            var filter = Filter()
            filter.expression = expression
            #expect(try Filter(filter.fields) == filter)
            _ = filter.matches(FilterTests.lantern)
        }
        #expect(read > 50)
    }
}
