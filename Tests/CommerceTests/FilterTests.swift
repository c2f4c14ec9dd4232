import Commerce
import Primitives
import Testing

@Suite("Filter")
struct FilterTests {
    static let lantern = try! Item(
        fields: fields(
            #"""
            {"id": "L1", "parent": "L", "brand": "Acme", "seller": "s1", "stock": 3,
             "categories": [["Home", "Lighting"], ["Gifts"]], "availability": "preorder",
             "price": {"minor": 1250, "currency": "EUR"},
             "attributes": {"color": ["Red", "blue"], "watts": 4.5, "outdoor": true,
                            "material": {"en": "Glass", "de": "Glas"}, "price": "nominal"}}
            """#))

    @Test(
        "what matches",
        arguments: [
            "{}", #"{"brand":"acme"}"#, #"{"brand":"ACME"}"#, #"{"brand":["other","Acme"]}"#,
            #"{"id":"l1"}"#, #"{"parent":"L"}"#, #"{"seller":"s1"}"#,
            #"{"availability":"preorder"}"#, #"{"category":"lighting"}"#, #"{"category":"Home"}"#,
            #"{"category":"Home > Lighting"}"#, #"{"category":"home>lighting"}"#,
            #"{"category":["Garden","gifts"]}"#, #"{"price":12.5}"#, #"{"price":{"gte":12.5}}"#,
            #"{"price":{"lte":12.5}}"#, #"{"price":{"gte":10,"lte":20}}"#, #"{"stock":3}"#,
            #"{"stock":{"gte":1}}"#, #"{"in_stock":true}"#, #"{"color":"red"}"#,
            #"{"color":["green","BLUE"]}"#, #"{"watts":4.5}"#, #"{"watts":{"lte":5}}"#,
            #"{"outdoor":true}"#, #"{"material":"glas"}"#, #"{"material":"glass"}"#,
            #"{"attributes.color":"red"}"#, #"{"attributes.price":"nominal"}"#,
            #"{"brand":"acme","color":"red","price":{"lte":20}}"#,
        ])
    func matching(json: String) throws {
        #expect(try Filter(fields(json)).matches(Self.lantern))
    }

    @Test(
        "what does not",
        arguments: [
            #"{"brand":"acm"}"#, #"{"brand":[]}"#, #"{"brand":true}"#, #"{"brand":5}"#,
            #"{"id":"L"}"#, #"{"category":"Light"}"#, #"{"category":"Lighting > Home"}"#,
            #"{"category":"Home > Gifts"}"#, #"{"category":"Home > Lighting > Lamps"}"#,
            #"{"category":""}"#, #"{"category":" > "}"#, #"{"category":true}"#,
            #"{"price":12}"#, #"{"price":{"gte":12.51}}"#, #"{"price":{"gte":20,"lte":10}}"#,
            #"{"price":"12.5"}"#, #"{"stock":{"lte":2}}"#, #"{"in_stock":false}"#,
            #"{"in_stock":"true"}"#, #"{"color":"green"}"#, #"{"watts":"4.5"}"#,
            #"{"outdoor":false}"#, #"{"outdoor":"true"}"#, #"{"size":"L"}"#, #"{"size":true}"#,
            #"{"brand":"acme","color":"green"}"#,
        ])
    func notMatching(json: String) throws {
        #expect(try !Filter(fields(json)).matches(Self.lantern))
    }

    @Test("an item that says nothing meets no condition but that on stock")
    func bare() throws {
        let item = Item(id: "a")
        for json in [
            #"{"brand":""}"#, #"{"price":{"gte":0}}"#, #"{"stock":0}"#, #"{"category":""}"#,
        ] {
            #expect(try !Filter(fields(json)).matches(item))
        }
        #expect(Filter().matches(item))
        #expect(Filter(["in_stock": .flag(true)]).matches(item))
    }

    @Test(
        "what is no condition",
        arguments: [
            (#"{"a":null}"#, InvalidField.Code.malformed, "filter.a"),
            (#"{"a":{}}"#, .malformed, "filter.a"), (#"{"a":{"gt":1}}"#, .malformed, "filter.a"),
            (#"{"a":{"gte":1,"x":2}}"#, .malformed, "filter.a"),
            (#"{"a":["x",1]}"#, .malformed, "filter.a"),
            (#"{"a":{"gte":"1"}}"#, .wrongType, "filter.a.gte"),
            (#"{"a":{"lte":1e16}}"#, .outOfRange, "filter.a.lte"),
            (
                "{\(InvalidFieldTests.repeated("\"a\":1", 1)),"
                    + (0..<50).map { "\"n\($0)\":1" }.joined(separator: ",") + "}", .tooLong,
                "filter"
            ),
            (
                "{\"a\":[\(InvalidFieldTests.repeated("\"x\"", 1001))]}", .malformed, "filter.a"
            ),
        ])
    func refused(json: String, code: InvalidField.Code, field: String) throws {
        let fields = try fields(json)
        let error = #expect(throws: InvalidField.self) { try Filter(fields) }
        #expect(error?.code == code)
        #expect(error?.field == field)
    }

    @Test("bounds agree with a comparison of minor units", arguments: 1...10)
    func againstMinor(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let euro = try #require(Currency("EUR"))
        for _ in 0..<500 {
            let (low, high) = (random.index(below: 400), random.index(below: 400))
            var item = Item(id: "a")
            item.price = Money(minor: Int64(random.index(below: 400)), currency: euro)
            let minor = try Int(#require(item.price).minor)
            let filter = Filter(
                ["price": .range(atLeast: Double(low) / 100, atMost: Double(high) / 100)])
            #expect(filter.matches(item) == (minor >= low && minor <= high))
        }
    }
}
