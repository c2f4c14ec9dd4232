import Commerce
import Ingest
import Primitives
import Testing

private let header =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

private let long = String(repeating: "X", count: 10_000)

private func retail(_ lines: String) throws -> Trial {
    try Trial(.recipe(.onlineRetail), ["retail.csv": header + lines + "\n"])
}

@Suite("Online Retail")
struct RetailTests {
    @Test func purchase() throws {
        let trial = try retail(
            "536365,85123a,WHITE HEART ,6,2010-12-01 08:26:00,2.55,17850.0,EIRE")
        let event = try #require(trial.sink.events.first)
        #expect(event.id == "536365:85123A:1" && event.type == .purchase)
        #expect(event.user == "17850" && event.visitor == nil && event.item == "85123A")
        #expect(event.session == "536365" && event.order == "536365" && event.quantity == 6)
        #expect(event.price == Currency("GBP").map { Money(minor: 255, currency: $0) })
        #expect(event.time == Timestamp("2010-12-01T08:26:00Z"))
        #expect(trial.sink.users["17850"]?.region == "IE" && event.region == "IE")
        #expect(trial.sink.items["85123A"]?.title.text() == "WHITE HEART")
    }

    @Test func returnOfAVisitor() throws {
        let trial = try retail("C536379,22000,LAMP,-2,2010-12-01 09:41:00,27.50,,United Kingdom")
        let event = try #require(trial.sink.events.first)
        #expect(event.type == .return && event.quantity == 2)
        #expect(event.visitor == "invoice-C536379" && event.user == nil)
        #expect(trial.report.total.anonymous == 1)
        #expect(trial.sink.items["22000"]?.price == nil)
    }

    @Test(
        "What happens to one line",
        arguments: [
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1.25,12345.0,France", nil),
            ("1,DCGS0003,BOXED GLASS ASHTRAY,1,2011-01-01 10:00:00,1.25,,France", nil),
            ("1,cafe\u{301},LAMP,1,2011-01-01 10:00:00,1.25,,France", "malformed"),
            ("1\u{E9}e\u{301},22000,LAMP,1,2011-01-01 10:00:00,1.25,,France", "malformed"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1.25,e\u{301},France", "malformed"),
            ("1,POST,POSTAGE,1,2011-01-01 10:00:00,18,12345.0,France", "non_product_code"),
            ("1,m,Manual,1,2011-01-01 10:00:00,18,12345.0,France", "non_product_code"),
            ("1,gift_0001_20,Voucher,1,2011-01-01 10:00:00,18,,France", "non_product_code"),
            ("1,23444,Next Day Carriage,1,2011-01-01 10:00:00,15,,France", "non_product_code"),
            ("A1,B,Adjust bad debt,1,2011-01-01 10:00:00,-11062.06,,France", "adjustment"),
            ("1,22000,damaged,-3,2011-01-01 10:00:00,0,,France", "stock_note"),
            ("1,22000,?,3,2011-01-01 10:00:00,0,,France", "stock_note"),
            ("1,22000,,3,2011-01-01 10:00:00,0,,France", "stock_note"),
            ("1,22000,LAMP,3,2011-01-01 10:00:00,0,12345.0,France", "zero_price"),
            ("1,22000,LAMP,-3,2011-01-01 10:00:00,0,,France", "negative_quantity"),
            ("1,22000,LAMP,3,2011-01-01 10:00:00,-1,,France", "negative_price"),
            ("1,22000,LAMP,0,2011-01-01 10:00:00,1,,France", "zero_quantity"),
            ("C1,22000,LAMP,3,2011-01-01 10:00:00,1,,France", "out_of_range"),
            ("1,PADS,PADS TO MATCH,1,2011-01-01 10:00:00,0.001,,France", "out_of_range"),
            ("1,22000,LAMP,74215,2011-01-01 10:00:00,1.04,,France", "outlier"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,649.5,,France", "outlier"),
            ("C1,22000,LAMP,-9223372036854775808,2011-01-01 10:00:00,1,,France", "outlier"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1e300,,France", "out_of_range"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1,.0,France", "missing"),
            ("1,\(long),LAMP,1,2011-01-01 10:00:00,1,,France", "too_long"),
            ("\(long),22000,LAMP,1,2011-01-01 10:00:00,1,,France", "too_long"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1,\(long),France", "too_long"),
            ("1,22000,\(long),1,2011-01-01 10:00:00,1,,France", "too_long"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,1,,\(long)", "too_long"),
            // In capitals its accents stand apart.
            ("1,ΐ,LAMP,1,2011-01-01 10:00:00,1,,France", "malformed"),
            ("1,22000,LAMP,few,2011-01-01 10:00:00,1,,France", "malformed"),
            ("1,22000,LAMP,1,2011-01-01 10:00:00,cheap,,France", "malformed"),
            ("1,22000,LAMP,1,1/1/2011 10:00,1,,France", "malformed"),
            ("1,22000,LAMP,1,2099-01-01 10:00:00,1,,France", "time_out_of_range"),
            (",22000,LAMP,1,2011-01-01 10:00:00,1,,France", "missing"),
            ("1,,LAMP,1,2011-01-01 10:00:00,1,,France", "missing"),
        ] as [(String, String?)])
    func oneLine(_ line: String, _ reason: String?) throws {
        let trial = try retail(line)
        #expect(trial.reasons == (reason.map { [$0: 1] } ?? [:]))
        #expect(trial.sink.items.isEmpty == (reason != nil))
        #expect(trial.report.total.isBalanced)
    }

    @Test("Equal lines of an invoice are one; other lines of the product count on")
    func duplicates() throws {
        let trial = try retail(
            """
            1,22000,LAMP,1,2011-01-01 10:00:00,1,,France
            2,22000,LAMP,1,2011-01-01 10:00:00,1,,France
            1,22000,LAMP,1,2011-01-01 10:00:00,1,,France
            1,22000,LAMP,5,2011-01-01 10:00:00,1,,France
            """)
        #expect(trial.reasons == ["duplicate": 1])
        #expect(trial.sink.events.map(\.id) == ["1:22000:1", "2:22000:1", "1:22000:2"])
    }

    @Test("The title is the most frequent name, the price that of the last sale")
    func catalogue() throws {
        let trial = try retail(
            """
            1,22000,OLD LAMP,1,2011-01-01 10:00:00,1.00,7.0,Unspecified
            2,22000,BIG LAMP,1,2011-01-03 10:00:00,3.00,8.0,Austria
            3,22000,BIG LAMP,1,2011-01-02 10:00:00,2.00,8.0,Channel Islands
            C4,22000,BIG LAMP,-1,2011-01-04 10:00:00,9.00,8.0,Channel Islands
            5,22001,?,1,2011-01-04 10:00:00,9.00,,France
            """)
        let item = trial.sink.items["22000"]
        #expect(item?.title.text() == "BIG LAMP" && item?.price?.minor == 300)
        #expect(trial.sink.items["22001"]?.title.isEmpty == true)
        #expect(trial.sink.users.mapValues(\.region) == ["8": "Channel Islands"])
        #expect(trial.report.derivedItems == 2 && trial.report.derivedUsers == 1)
        #expect(trial.report.catalogue.withoutTitle == 1)
    }

    @Test func missingColumn() {
        let error = #expect(throws: ImportError.self) {
            try Trial(.recipe(.onlineRetail), ["r.csv": "Invoice,StockCode\n"])
        }
        #expect(error?.code == .missingColumn)
        #expect(error?.message.contains("InvoiceNo=column") == true)
    }
}
