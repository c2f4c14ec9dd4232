import Commerce
import JSON
import Primitives
import Testing

@Suite("Item and user")
struct ItemTests {
    @Test("an item comes back from its fields, as JSON and as stored", arguments: 1...20)
    func itemRoundTrip(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let item = random.item()
            let text = String(decoding: Value.object(item.fields).json, as: UTF8.self)
            #expect(try Item(fields: item.fields) == item, "\(text)")
            #expect(try Item(fields: fields(text)) == item, "\(text)")
            #expect(try Item(fields: Stored.decode(Stored.encode(item.fields))) == item, "\(text)")
        }
    }

    @Test("a user comes back from their fields, as JSON and as stored", arguments: 1...10)
    func userRoundTrip(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let user = random.user()
            let text = String(decoding: Value.object(user.fields).json, as: UTF8.self)
            #expect(try User(fields: user.fields) == user, "\(text)")
            #expect(try User(fields: fields(text)) == user, "\(text)")
            #expect(try User(fields: Stored.decode(Stored.encode(user.fields))) == user, "\(text)")
        }
    }

    @Test("unknown fields are kept as they came, in their order")
    func unknown() throws {
        let item = try Item(fields: fields(#"{"z":[1,{"y":null}],"id":"a","brand":null,"b":2.5}"#))
        #expect(item.extra == ["z": [1, ["y": .null]], "b": 2.5])
        #expect(item.brand == nil)
        #expect(item.fields.entries.map(\.name) == ["id", "z", "b"])
    }

    @Test(
        "categories may be written in many ways",
        arguments: [
            (#""Home > Lighting""#, [["Home", "Lighting"]]), (#""Home""#, [["Home"]]),
            (#"["Home", "Lighting"]"#, [["Home", "Lighting"]]),
            (#"["Home > Lighting", "Gifts"]"#, [["Home", "Lighting"], ["Gifts"]]),
            (#"[["Home", "Lighting"], ["Gifts"]]"#, [["Home", "Lighting"], ["Gifts"]]),
            (#"[["A > B"]]"#, [["A > B"]]), ("[]", []), (#"" > ""#, []), (#"[[]]"#, []),
            ("null", []),
        ])
    func categories(json: String, paths: [[String]]) throws {
        for name in ["categories", "category"] {
            #expect(
                try Item(fields: fields("{\"id\":\"a\",\"\(name)\":\(json)}")).categories == paths)
        }
    }

    @Test(
        "what can be ordered",
        arguments: [
            ("{}", true), (#"{"stock":1}"#, true), (#"{"stock":0}"#, false),
            (#"{"stock":-2}"#, false), (#"{"availability":"in_stock","stock":0}"#, false),
            (#"{"availability":"in_stock"}"#, true),
            (#"{"availability":"preorder","stock":0}"#, true),
            (#"{"availability":"backorder","stock":0}"#, true),
            (#"{"availability":"out_of_stock","stock":9}"#, false),
            (#"{"availability":"discontinued"}"#, false),
        ])
    func available(json: String, isAvailable: Bool) throws {
        #expect(try Item(fields: fields(json), id: "a").isAvailable == isAvailable)
    }

    @Test("models learn on the parent")
    func learning() throws {
        #expect(Item(id: "a").learningID == "a")
        #expect(try Item(fields: ["id": "a", "parent": "p"]).learningID == "p")
    }

    @Test(
        "stored bytes of a newer version are refused, and damaged ones never trap", arguments: 1...5
    )
    func stored(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        #expect(throws: BinaryError.newer(version: 2)) { try Stored.decode([2, 0]) }
        #expect(throws: BinaryError.truncated) { try Stored.decode([]) }
        for _ in 0..<300 {
            var bytes = Stored.encode(random.item().fields)
            #expect(throws: BinaryError.self) {
                try Stored.decode(Array(bytes.prefix(random.index(below: bytes.count))))
            }
            bytes[random.index(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            if let fields = try? Stored.decode(bytes) { _ = try? Item(fields: fields) }
        }
    }

    @Test("a slate lists its items with their positions")
    func slate() {
        var slate = Slate(
            request: "r", time: Timestamp("2026-11-20T10:00:00Z")!, place: "home",
            entries: [
                Slate.Entry(item: "a", score: 2),
                Slate.Entry(item: "b", score: 1.5, propensity: 0.5),
            ],
            versions: ["lexical": 1], seed: .max, offset: 7)
        slate.firstPosition = 20
        slate.visitor = "v"
        let json = String(decoding: Value.object(slate.fields).json, as: UTF8.self)
        let expected =
            #"{"request":"r","time":"2026-11-20T10:00:00Z","place":"home","visitor":"v","items":["#
            + #"{"id":"a","position":20,"score":2.0,"propensity":1.0},"#
            + #"{"id":"b","position":21,"score":1.5,"propensity":0.5}],"#
            + #""versions":{"lexical":1},"seed":-1,"offset":7}"#
        #expect(json == expected)
    }

    @Test("placements that start from items")
    func placements() {
        #expect(Placement.allCases.filter(\.needsItems) == [.similar, .boughtTogether, .cart])
        #expect(Placement(rawValue: "bought_together") == .boughtTogether)
    }
}
