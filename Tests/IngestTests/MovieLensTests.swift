import Commerce
import Ingest
import Primitives
import TestSupport
import Testing

@Suite("MovieLens")
struct MovieLensTests {
    private static let source = ImportSource.recipe(.movielens)

    @Test func pairsAlone() throws {
        let trial = try Trial(Self.source, ["ml-1m.txt": "1 10\n1 11\n2 10\n"])
        #expect(trial.report.total.taken == ["view": 3])
        #expect(trial.sink.items.keys.sorted() == ["10", "11"])
        #expect(trial.sink.items["10"] == Item(id: "10"))
        let times = trial.sink.events.compactMap(\.time)
        #expect(times == times.sorted() && Set(times).count == 3)
    }

    @Test("Films come under the ids of the interactions, Latin-1 and all")
    func renumbered() throws {
        let folder = TemporaryDirectory()
        let films =
            Array("73::Mis".utf8) + [0xE9] + Array("rables, Les (1995)::Drama|Musical\n".utf8)
            + Array("9::Never Seen (1990)::Drama\n".utf8)
        let options = ImportOptions(
            source: Self.source,
            files: [
                folder.write("1 5 4\n1 6 3\n", to: "ratings-in-order.txt"),
                folder.write(films, to: "movies.dat"),
                folder.write("5 73\n", to: "sas_to_original_items.txt"),
                folder.write("1::F::25::10::48067\n", to: "users.dat"),
            ], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        let report = try Importer(options).run(into: &sink)
        #expect(sink.items["5"]?.title.text() == "Misérables, Les (1995)")
        #expect(sink.items["5"]?.categories == [["Drama"], ["Musical"]])
        #expect(sink.items["5"]?.attributes == ["year": .number(1995)])
        #expect(sink.items["6"] == Item(id: "6"))
        #expect(sink.events.map(\.value) == [4, 3])
        #expect(report.total.quarantined == [.unmatchedItem: 1, .unmatchedUser: 1])
        #expect(report.total.taken == ["id_pair": 1, "item": 1, "rating": 2])
        #expect(sink.users.isEmpty && report.total.isBalanced)
    }

    @Test func published() throws {
        let trial = try Trial(
            Self.source,
            [
                "ratings.dat": "1::1193::5::978300760\n", "users.dat": "1::F::1::10::48067\n",
                "movies.dat": "1193::One Flew Over (1975)::Drama\n",
            ])
        #expect(trial.sink.users["1"]?.gender == "F")
        #expect(trial.sink.users["1"]?.ageBand == "under 18")
        #expect(trial.sink.events.first?.time == Timestamp("2000-12-31T22:12:40Z"))
        #expect(trial.report.derivedItems == 0)
    }

    @Test(
        "What happens to one line",
        arguments: [
            ("1 2 5", nil), ("1 2", "wrong_column_count"), ("1 two 5", "malformed"),
            ("1 2 6", "out_of_range"), ("1 2 nan", "malformed"),
        ] as [(String, String?)])
    func oneLine(_ line: String, _ reason: String?) throws {
        let trial = try Trial(Self.source, ["ratings-in-order.txt": line + "\n"])
        #expect(trial.reasons == (reason.map { [$0: 1] } ?? [:]))
    }

    @Test(
        "What happens to one line as published",
        arguments: [
            ("1::1::5::978300760", nil), ("1::1::5::1e300", "malformed"),
            ("1::1::5::999999999999", "time_out_of_range"), ("1::1::5::0", "time_out_of_range"),
            ("1::0x1::5::978300760", "malformed"), ("1::1e3::5::978300760", "malformed"),
            ("\(String(repeating: "1", count: 10_000))::1::5::978300760", "malformed"),
        ] as [(String, String?)])
    func published(_ line: String, _ reason: String?) throws {
        let trial = try Trial(Self.source, ["ratings.dat": line + "\n"])
        #expect(trial.reasons == (reason.map { [$0: 1] } ?? [:]))
    }

    @Test("A title of 10 kB")
    func longTitle() throws {
        let title = String(repeating: "x", count: 10_000)
        let trial = try Trial(Self.source, ["movies.dat": "1::\(title)::Drama\n"])
        #expect(trial.reasons == ["too_long": 1])
    }

    @Test(
        "Files that do not belong together",
        arguments: [
            (["ml-1m.txt", "ratings-in-order.txt"], ImportError.Code.filesDisagree),
            (["ml-1m.txt", "movies.dat"], .filesDisagree),
            (["ratings.dat", "sas_to_original_items.txt"], .filesDisagree),
            (["films.txt"], .unknownFile),
        ])
    func refused(_ names: [String], _ wanted: ImportError.Code) {
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: Self.source, files: names.map { folder.write("", to: $0) },
            quarantinePath: folder.file("q"))
        var sink = MemorySink()
        let error = #expect(throws: ImportError.self) {
            try Importer(options).run(into: &sink)
        }
        #expect(error?.code == wanted)
    }
}
