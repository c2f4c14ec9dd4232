import Commerce
import Ingest
import Primitives
import Testing

@Suite("Mapping")
struct MappingTests {
    @Test func itemColumns() throws {
        let trial = try Trial(
            .items,
            [
                "items.csv": """
                sku,id,name,name_zh,cat,cost,cur,stock,color,weight
                007,9,Lamp,灯,Home > Light,2.95,EUR, 3 ,red,12
                008,10,Mug,,,,EUR,,,
                """
            ],
            mapping: [
                "id": "sku", "title": "name", "title.zh": "name_zh", "category": "cat",
                "price": "cost", "price.currency": "cur", "attributes.color": "color",
            ])
        let lamp = try #require(trial.sink.items["007"])
        #expect(lamp.title.byLocale == ["": "Lamp", "zh": "灯"])
        #expect(lamp.categories == [["Home", "Light"]])
        #expect(lamp.price == Currency("EUR").map { Money(minor: 295, currency: $0) })
        #expect(lamp.stock == 3)
        #expect(lamp.attributes == ["color": .text("red")])
        #expect(lamp.extra == ["original_id": "9", "weight": "12"])
        let mug = try #require(trial.sink.items["008"])
        #expect(mug.stock == nil && mug.attributes.isEmpty)
        #expect(trial.report.catalogue.withoutPrice == 1)
        #expect(trial.report.catalogue.withoutBrand == 2)
    }

    @Test func eventColumns() throws {
        let trial = try Trial(
            .events,
            [
                "log.csv": """
                sku,who,ts,n,paid,ok
                a,u1,2026-01-02 03:04:05,2,1.50,false
                b,u1,1767322800,1,,
                """
            ],
            mapping: [
                "item": "sku", "user": "who", "time": "ts", "quantity": "n", "price": "paid",
                "type": "=purchase", "consent.learn": "ok",
            ], schema: Schema(currency: Currency("GBP")), rules: rules(for: .events))
        #expect(trial.reasons == [:])
        let event = try #require(trial.sink.events.first)
        #expect(event.type == .purchase && event.item == "a" && event.quantity == 2)
        #expect(event.time == Timestamp("2026-01-02T03:04:05Z"))
        #expect(event.price?.minor == 150)
        #expect(event.consent == Consent(personalise: true, learn: false))
        #expect(trial.sink.events[1].time == Timestamp("2026-01-02T03:00:00Z"))
    }

    @Test func jsonFields() throws {
        let trial = try Trial(
            .items,
            [
                "items.jsonl": """
                {"sku": "a", "name": "Lamp", "zh": "灯", "price": {"minor": 5, "currency": "EUR"}}
                {"sku": 7, "name": "Mug", "id": "kept", "title": "Cup"}
                """
            ], mapping: ["id": "sku", "title.en": "name", "title.zh": "zh", "brand": "=Acme"])
        #expect(trial.sink.items["a"]?.title.byLocale == ["en": "Lamp", "zh": "灯"])
        #expect(trial.sink.items["7"]?.title.byLocale == ["": "Cup", "en": "Mug"])
        #expect(trial.sink.items["a"]?.price?.minor == 5)
        #expect(trial.sink.items["7"]?.brand == "Acme")
        #expect(trial.sink.items["7"]?.extra == ["original_id": "kept"])
    }

    @Test(
        "A cell that its field cannot take is quarantined by field",
        arguments: [
            ("stock", "many", "wrong_type"), ("stock", "1.5", "wrong_type"),
            ("stock", "1e300", "out_of_range"), ("price", "nan", "wrong_type"),
            ("price", "-1", "out_of_range"), ("price.amount", "2.505", "out_of_range"),
            ("availability", "maybe", "unknown_value"), ("parent", "a", "malformed"),
            ("title", String(repeating: "x", count: 2001), "too_long"),
        ])
    func invalidCell(_ field: String, _ cell: String, _ wanted: String) throws {
        let trial = try Trial(
            .items, ["items.csv": "id,x\na,\(cell)\n"], mapping: [field: "x"],
            schema: Schema(currency: Currency("GBP")))
        #expect(trial.reasons == [wanted: 1])
        #expect(trial.quarantine?.first?.contains("\"field\":\"\(field.prefix(5))") == true)
    }

    @Test("A format that is given goes before the name of the file")
    func givenFormat() throws {
        let trial = try Trial(.items, ["items.csv": "id\ttitle\na\tb,c\n"], format: .tsv)
        #expect(trial.sink.items["a"]?.title.text() == "b,c")
    }

    @Test func missingMappedColumn() {
        let error = #expect(throws: ImportError.self) {
            try Trial(.items, ["items.csv": "id,title\n"], mapping: ["brand": "maker"])
        }
        #expect(error?.message.contains("has no column maker; its columns are id, title") == true)
    }

    @Test func emptySideOfMapping() {
        let error = #expect(throws: ImportError.self) {
            try Trial(.items, ["items.csv": "id\n"], mapping: ["brand": ""])
        }
        #expect(error?.code == .badMapping)
    }

    @Test("Items may call their id the item")
    func itemIsID() throws {
        let csv = try Trial(.items, ["a.csv": "sku,id\na,9\n"], mapping: ["item": "sku"])
        #expect(csv.sink.items["a"]?.extra == ["original_id": "9"])
        let lines = try Trial(.items, ["a.jsonl": "{\"sku\": 7}\n"], mapping: ["item": "sku"])
        #expect(lines.sink.items.keys.sorted() == ["7"])
        let error = #expect(throws: ImportError.self) {
            try Trial(.items, ["a.csv": "a,b\n"], mapping: ["item": "a", "id": "b"])
        }
        #expect(error?.message == "b and a both fill id; map one of them")
    }

    @Test("What is moved aside overwrites nothing")
    func aside() throws {
        let csv = try Trial(
            .items, ["a.csv": "sku,id,original_id,title,title.default\na,1,2,x,y\n"],
            mapping: ["id": "sku"])
        let item = try #require(csv.sink.items["a"])
        #expect(item.title.text() == "x")
        #expect(
            item.extra == [
                "original_original_id": "1", "original_id": "2", "original_title.default": "y",
            ]
        )
        let lines = try Trial(
            .items,
            [
                "a.jsonl": """
                {"sku": "a", "id": 1, "original_id": 2, "title": {"en": "x"}, "title.en": "z", "n": "y"}
                """
            ], mapping: ["id": "sku", "title.en": "n"])
        let other = try #require(lines.sink.items["a"])
        #expect(other.title.byLocale == ["en": "y"])
        #expect(
            other.extra == [
                "original_original_id": 1, "original_id": 2, "original_title": ["en": "x"],
                "title.en": "z",
            ])
    }

    @Test("A field under a name that no answer could give back is refused")
    func longName() throws {
        let name = String(repeating: "n", count: 1025)
        for field in [name, "attributes." + name] {
            let trial = try Trial(.items, ["a.csv": "id,\(field)\na,x\n"])
            #expect(trial.reasons == ["too_long": 1])
        }
        let kept = String(repeating: "n", count: 1020)
        let moved = try Trial(
            .items, ["a.jsonl": "{\"id\": 1, \"\(kept)\": 2}"], mapping: [kept: "=3"])
        #expect(moved.reasons == ["too_long": 1])
    }

    @Test(
        "A header that is none says so",
        arguments: [
            ("id;title\na;Lamp\n", ImportError.Code.missingColumn, "its columns are id;title"),
            (
                (0..<100).map { "\($0)" }.joined(separator: ",") + "\n", .missingColumn,
                "29 and 70 more. Map"
            ),
            (String(repeating: "x", count: 900_000) + "\n", .missingColumn, "xxx…. Map"),
            ("id|title\na|Lamp\n", .missingColumn, "its columns are id|title"),
            (String(repeating: "x,", count: 100_000) + "\n", .badHeader, "is the separator right?"),
        ])
    func header(_ text: String, _ code: ImportError.Code, _ says: String) {
        let error = #expect(throws: ImportError.self) { try Trial(.items, ["a.csv": text]) }
        #expect(
            error?.code == code && error?.message.contains(says) == true,
            "\(error?.message ?? "taken")")
    }

    @Test(
        "Ids of a file are as strict as those of a request",
        arguments: [
            (String(repeating: "x", count: 10_000), "too_long"), ("cafe\u{301}", "malformed"),
            ("a\u{7F}", "malformed"),
        ])
    func ids(_ id: String, _ reason: String) throws {
        let trial = try Trial(.items, ["a.csv": "id\n\(id)\n"])
        #expect(trial.reasons == [reason: 1])
        for (file, row) in [
            ("a.csv", "type,user,item,time\nview,\(id),i,2026-01-05\n"),
            ("b.csv", "type,user,item,time\nview,u,\(id),2026-01-05\n"),
            (
                "c.jsonl",
                #"{"type": "view", "user": "u", "session": "\#(id)", "item": "i", "#
                    + #""time": "2026-01-05"}"# + "\n"
            ),
        ] where !id.contains("\u{7F}") {
            let events = try Trial(.events, [file: row], rules: rules(for: .events))
            #expect(events.reasons == [reason: 1], "\(file)")
        }
    }

    @Test(
        "Clocks that are wrong",
        arguments: [
            ("0", "out_of_range"), ("1970-01-01T00:00:00Z", "out_of_range"),
            ("2100-06-01", "out_of_range"),
            ("2099-12-31", "time_out_of_range"), ("-1e300", "malformed"), ("nan", "malformed"),
        ])
    func clocks(_ time: String, _ reason: String) throws {
        let trial = try Trial(
            .events, ["a.csv": "type,user,item,time\nview,u,i,\(time)\n"],
            rules: rules(for: .events))
        #expect(trial.reasons == [reason: 1])
    }
}
