import Commerce
import JSON
import Primitives
import Testing

/// Every way in which a field cannot be taken: the code, and the path that a caller can find.
@Suite("Invalid fields")
struct InvalidFieldTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var json: String
        var code: InvalidField.Code
        var field: String

        init(_ json: String, _ code: InvalidField.Code, _ field: String) {
            self.json = json
            self.code = code
            self.field = field
        }

        var testDescription: String { String(json.prefix(80)) }
    }

    static func repeated(_ element: String, _ count: Int) -> String {
        Array(repeating: element, count: count).joined(separator: ",")
    }

    static let long = String(repeating: "a", count: 60_000)

    static let items: [Case] = [
        Case("{}", .missing, "id"), Case(#"{"id":null}"#, .missing, "id"),
        Case(#"{"id":""}"#, .missing, "id"), Case(#"{"id":1.5}"#, .wrongType, "id"),
        Case(#"{"id":true}"#, .wrongType, "id"), Case(#"{"id":"a\n"}"#, .malformed, "id"),
        Case(#"{"id":"\u007f"}"#, .malformed, "id"),
        Case(#"{"id":"\#(long.prefix(129))"}"#, .tooLong, "id"),
        Case(#"{"id":"a","parent":"a"}"#, .malformed, "parent"),
        Case(#"{"id":"a","title":3}"#, .wrongType, "title"),
        Case(#"{"id":"a","title":"\#(long)"}"#, .tooLong, "title"),
        Case(#"{"id":"a","title":{"english":"A"}}"#, .malformed, "title.english"),
        Case(#"{"id":"a","title":{"":"A"}}"#, .malformed, "title."),
        Case(#"{"id":"a","title":{"en":7}}"#, .wrongType, "title.en"),
        Case(#"{"id":"a","title":{"en":"\#(long)"}}"#, .tooLong, "title.en"),
        Case(#"{"id":"a","description":"\#(long)"}"#, .tooLong, "description"),
        Case(#"{"id":"a","brand":["B"]}"#, .wrongType, "brand"),
        Case(#"{"id":"a","categories":3}"#, .wrongType, "categories"),
        Case(#"{"id":"a","categories":[1]}"#, .wrongType, "categories"),
        Case(#"{"id":"a","categories":[["A"],[1]]}"#, .wrongType, "categories"),
        Case(#"{"id":"a","categories":[\#(repeated("[\"A\"]", 33))]}"#, .tooLong, "categories"),
        Case(#"{"id":"a","categories":[\#(repeated("\"A\"", 17))]}"#, .tooLong, "categories"),
        Case(#"{"id":"a","category":"\#(long.prefix(201))"}"#, .tooLong, "categories"),
        Case(#"{"id":"a","price":2.5}"#, .missing, "currency"),
        Case(#"{"id":"a","price":"2.5"}"#, .wrongType, "price"),
        Case(#"{"id":"a","price":{"amount":2}}"#, .missing, "price.currency"),
        Case(#"{"id":"a","price":{"currency":"EUR"}}"#, .missing, "price.minor"),
        Case(#"{"id":"a","price":{"minor":1,"currency":"EURO"}}"#, .unknownValue, "price.currency"),
        Case(#"{"id":"a","price":{"minor":1,"currency":3}}"#, .wrongType, "price.currency"),
        Case(#"{"id":"a","price":{"minor":1.5,"currency":"EUR"}}"#, .wrongType, "price.minor"),
        Case(#"{"id":"a","price":{"minor":-1,"currency":"EUR"}}"#, .outOfRange, "price.minor"),
        Case(#"{"id":"a","price":{"amount":-1,"currency":"EUR"}}"#, .outOfRange, "price.amount"),
        Case(#"{"id":"a","price":{"amount":1.001,"currency":"EUR"}}"#, .outOfRange, "price.amount"),
        Case(#"{"id":"a","price":1.5,"currency":"JPY"}"#, .outOfRange, "price.amount"),
        Case(#"{"id":"a","price":1.5,"currency":"eur"}"#, .unknownValue, "currency"),
        Case(#"{"id":"a","stock":1.5}"#, .wrongType, "stock"),
        Case(#"{"id":"a","stock":1e12}"#, .outOfRange, "stock"),
        Case(#"{"id":"a","stock":9223372036854775807}"#, .outOfRange, "stock"),
        Case(#"{"id":"a","stock":1e300}"#, .outOfRange, "stock"),
        Case(#"{"id":"a","availability":"soon"}"#, .unknownValue, "availability"),
        Case(#"{"id":"a","image":"\#(long)"}"#, .tooLong, "image"),
        Case(#"{"id":"a","seller":""}"#, .missing, "seller"),
        Case(#"{"id":"a","attributes":[]}"#, .wrongType, "attributes"),
        Case(#"{"id":"a","attributes":{"c":[1]}}"#, .wrongType, "attributes.c"),
        Case(
            #"{"id":"a","attributes":{"c":[\#(repeated("\"x\"", 101))]}}"#, .wrongType,
            "attributes.c"),
        Case(#"{"id":"a","attributes":{"c":"\#(long)"}}"#, .tooLong, "attributes.c"),
        Case(#"{"id":"a","attributes":{"c":{"english":"A"}}}"#, .malformed, "attributes.c.english"),
        Case(
            "{\"id\":\"a\",\"attributes\":{"
                + (0...200).map { "\"n\($0)\":1" }.joined(separator: ",") + "}}",
            .tooLong, "attributes"),
    ]

    @Test("items", arguments: items)
    func item(sample: Case) throws {
        let fields = try fields(sample.json)
        let error = try #require(#expect(throws: InvalidField.self) { try Item(fields: fields) })
        #expect(error.code == sample.code)
        #expect(error.field == sample.field)
        #expect(error.description == "\(sample.field): \(error.message)")
        #expect(error.message.utf8.count < 200)
    }

    static let events: [Case] = [
        Case("{}", .missing, "type"), Case(#"{"type":5}"#, .wrongType, "type"),
        Case(#"{"type":"\#(long.prefix(65))"}"#, .tooLong, "type"),
        Case(#"{"type":"peek"}"#, .unknownValue, "type"),
        Case(#"{"type":"View"}"#, .unknownValue, "type"),
        Case(#"{"type":"view","id":[]}"#, .wrongType, "id"),
        Case(#"{"type":"view","time":"noon"}"#, .malformed, "time"),
        Case(#"{"type":"view","time":true}"#, .wrongType, "time"),
        Case(#"{"type":"view","time":"1989-12-31T23:59:59Z"}"#, .outOfRange, "time"),
        Case(#"{"type":"view","time":"2100-01-01T00:00:01Z"}"#, .outOfRange, "time"),
        Case(#"{"type":"view","time":1e18}"#, .outOfRange, "time"),
        Case(#"{"type":"view","time":-9223372036854775808}"#, .outOfRange, "time"),
        Case(#"{"type":"view","time":5}"#, .outOfRange, "time"),
        Case(#"{"type":"view","user":{}}"#, .wrongType, "user"),
        Case(#"{"type":"view","visitor":""}"#, .missing, "visitor"),
        Case(#"{"type":"view","position":-1}"#, .outOfRange, "position"),
        Case(#"{"type":"view","position":100001}"#, .outOfRange, "position"),
        Case(#"{"type":"view","position":"first"}"#, .wrongType, "position"),
        Case(#"{"type":"view","quantity":0}"#, .outOfRange, "quantity"),
        Case(#"{"type":"view","quantity":1.5}"#, .wrongType, "quantity"),
        Case(#"{"type":"view","price":3}"#, .missing, "currency"),
        Case(#"{"type":"view","value":"5"}"#, .wrongType, "value"),
        Case(#"{"type":"view","value":1e13}"#, .outOfRange, "value"),
        Case(#"{"type":"search","query":"\#(long.prefix(2001))"}"#, .tooLong, "query"),
        Case(#"{"type":"view","consent":true}"#, .wrongType, "consent"),
        Case(#"{"type":"view","consent":{"learn":1}}"#, .wrongType, "consent.learn"),
        Case(#"{"type":"view","consent":{"ads":true}}"#, .unknownValue, "consent.ads"),
        Case(#"{"type":"view","user":"u"}"#, .missing, "item"),
        Case(#"{"type":"view","item":"i"}"#, .missing, "user"),
        Case(#"{"type":"link","user":"u"}"#, .missing, "visitor"),
        Case(#"{"type":"unlink","visitor":"v"}"#, .missing, "user"),
        Case(#"{"type":"search","user":"u"}"#, .missing, "query"),
        Case(#"{"type":"rating","user":"u","item":"i"}"#, .missing, "value"),
        Case(#"{"type":"impression","user":"u"}"#, .missing, "request"),
    ]

    @Test("events", arguments: events)
    func event(sample: Case) throws {
        let fields = try fields(sample.json)
        let error = try #require(
            #expect(throws: InvalidField.self) { try Event(fields: fields, fallbackID: "e") })
        #expect(error.code == sample.code)
        #expect(error.field == sample.field)
        #expect(error.message.utf8.count < 200)
    }

    @Test(
        "users",
        arguments: [
            Case("{}", .missing, "id"), Case(#"{"id":"u","age_band":30}"#, .wrongType, "age_band"),
            Case(#"{"id":"u","gender":"\#(long)"}"#, .tooLong, "gender"),
            Case(#"{"id":"u","region":[]}"#, .wrongType, "region"),
            Case(#"{"id":"u","language":{}}"#, .wrongType, "language"),
        ])
    func user(sample: Case) throws {
        let fields = try fields(sample.json)
        let error = try #require(#expect(throws: InvalidField.self) { try User(fields: fields) })
        #expect(error.code == sample.code)
        #expect(error.field == sample.field)
    }

    @Test("every code has a case that gives it")
    func complete() {
        let seen = Set((Self.items + Self.events).map(\.code))
        #expect(seen == Set(InvalidField.Code.allCases))
    }

    @Test("the id of the address and that of the body must be one")
    func outerID() throws {
        #expect(try Item(fields: ["title": "A"], id: "a").id == "a")
        #expect(try Item(fields: ["id": 12], id: "12").id == "12")
        #expect(try User(fields: [:], id: "u").id == "u")
        let item = #expect(throws: InvalidField.self) { try Item(fields: ["id": "b"], id: "a") }
        let user = #expect(throws: InvalidField.self) { try User(fields: ["id": "b"], id: "a") }
        for error in [item, user] {
            #expect(error?.code == .malformed)
            #expect(error?.field == "id")
        }
    }

    @Test("lists of ids")
    func ids() throws {
        var reader = FieldReader(["a": ["x", 7], "b": "y", "c": ["x", ""], "d": ["1", "2", "3"]])
        #expect(try reader.ids("a", countMax: 2) == ["x", "7"])
        #expect(try reader.ids("b", countMax: 2) == ["y"])
        #expect(try reader.ids("none", countMax: 2) == nil)
        #expect(
            #expect(throws: InvalidField.self) { try reader.ids("c", countMax: 2) }?.code
                == .missing)
        #expect(
            #expect(throws: InvalidField.self) { try reader.ids("d", countMax: 2) }?.code
                == .tooLong)
        #expect(reader.rest.isEmpty)
    }
}
