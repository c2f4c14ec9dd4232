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
}
