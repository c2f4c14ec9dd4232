import Commerce
import Primitives
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "major units become minor units exactly",
        arguments: [
            (0.1 + 0.2, "EUR", 30), (1.1 * 3, "EUR", 330), (19.99, "GBP", 1999), (0.29, "USD", 29),
            (1.005 * 100, "EUR", 10_050), (4.35, "EUR", 435), (0, "EUR", 0), (-2.5, "EUR", -250),
            (1999, "JPY", 1999), (0.001, "KWD", 1), (12.345, "KWD", 12_345), (0.0001, "CLF", 1),
            (123_456_789_012.34, "EUR", 12_345_678_901_234),
            (9_999_999_999_999.99, "EUR", 999_999_999_999_999),
        ] as [(Double, String, Int64)])
    func exact(major: Double, code: String, minor: Int64) throws {
        let currency = try #require(Currency(code))
        #expect(Money(major: major, currency: currency)?.minor == minor)
    }

    @Test(
        "more decimals than the currency has, and amounts beyond the bound, are refused",
        arguments: [
            (0.001, "EUR"), (19.995, "GBP"), (1.5, "JPY"), (0.0001, "KWD"), (0.00001, "CLF"),
            (123_456_789.015, "EUR"), (1e13, "EUR"), (-1e13, "EUR"), (.nan, "EUR"),
            (.infinity, "EUR"),
        ] as [(Double, String)])
    func refused(major: Double, code: String) throws {
        let currency = try #require(Currency(code))
        #expect(Money(major: major, currency: currency) == nil)
    }

    @Test("minor, major and back", arguments: ["EUR", "JPY", "KWD", "CLF"])
    func roundTrip(code: String) throws {
        let currency = try #require(Currency(code))
        var random = SeededRNG(seed: 11)
        for _ in 0..<20_000 {
            let bound = random.pick([1000, 1_000_000, 1_000_000_000_000, 1_000_000_000_000_000])
            let money = Money(minor: Int64(random.index(below: bound)), currency: currency)
            #expect(Money(major: money.major, currency: currency) == money)
        }
    }

    @Test(
        "currencies are those of ISO 4217",
        arguments: [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("CNY", 2), ("ISK", 0)])
    func currencies(code: String, exponent: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.exponent == exponent)
        #expect(currency.description == code)
        #expect(Currency(code.lowercased()) == nil)
    }

    @Test("no code, no currency", arguments: ["", "EU", "EURO", "XXX", "AAA", "€"])
    func unknown(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test("a price may be written in four ways")
    func forms() throws {
        let pound = try #require(Currency("GBP"))
        let price = Money(minor: 295, currency: pound)
        let schema = Schema(currency: pound)
        func read(_ json: String, _ schema: Schema = Schema()) throws -> Money? {
            try Item(fields: fields(json), id: "a", schema: schema).price
        }
        #expect(try read(#"{"price":{"minor":295,"currency":"GBP"}}"#) == price)
        #expect(try read(#"{"price":{"amount":2.95,"currency":"GBP"}}"#) == price)
        #expect(try read(#"{"price":2.95,"currency":"GBP"}"#) == price)
        #expect(try read(#"{"price":2.95}"#, schema) == price)
        #expect(try read(#"{"price":{"amount":2.95}}"#, schema) == price)
        #expect(try read(#"{"price":null}"#, schema) == nil)
        // What is said outright wins over the shop's own.
        #expect(try read(#"{"price":3,"currency":"JPY"}"#, schema)?.currency.code == "JPY")
    }
}
