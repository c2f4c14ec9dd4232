import Commerce
import Ingest
import TestSupport
import Testing

private let retail = RealData.path("online-retail/online_retail_to_2011-08.csv.gz")
private let films = RealData.path("ml-1m/ratings-in-order.txt.gz")

@Suite("Real data", .serialized)
struct RealDataTests {
    @Test(
        "Every line of Online Retail is accounted for",
        .enabled(if: retail != nil, "skipped: online-retail is not there; set MARTLET_DATA"))
    func onlineRetail() throws {
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: .recipe(.onlineRetail), files: [try #require(retail)],
            quarantinePath: folder.file("q.jsonl"))
        var sink = MemorySink()
        let report = try Importer(options).run(into: &sink)
        print(report.text)
        let total = report.total
        #expect(total.lines == 320_706 && total.header == 1 && total.isBalanced)
        #expect(total.taken == ["purchase": 309_023, "return": 5430])
        #expect(total.quarantined[.conflict] == nil && total.alreadyStored == 0)
        #expect(folder.read("q.jsonl")?.utf8.count { $0 == 10 } == total.quarantinedCount)
        #expect(report.catalogue.items == sink.items.count)
        #expect(report.catalogue.withoutTitle == 0)
        let again = try Importer(options).run(into: &sink).total
        #expect(again.alreadyStored == total.takenCount)
    }

    @Test(
        "Every line of MovieLens is accounted for",
        .enabled(if: films != nil, "skipped: ml-1m is not there; set MARTLET_DATA"))
    func movielens() throws {
        let folder = TemporaryDirectory()
        let names = [
            "ratings-in-order.txt.gz", "movies.dat", "users.dat", "sas_to_original_items.txt",
        ]
        let options = ImportOptions(
            source: .recipe(.movielens), files: names.compactMap { RealData.path("ml-1m/" + $0) },
            quarantinePath: folder.file("q.jsonl"))
        var sink = NullSink()
        let report = try Importer(options).run(into: &sink)
        print(report.text)
        #expect(report.total.isBalanced)
        #expect(report.total.taken == ["rating": 999_611, "item": 3416, "id_pair": 3416])
        #expect(report.total.quarantined == [.unmatchedItem: 467, .unmatchedUser: 6040])
        #expect(report.derivedItems == 0)
    }
}
