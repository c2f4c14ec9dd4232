import Commerce
import Ingest
import Primitives
import Testing

@Suite("Cleaning")
struct CleaningTests {
    private static let header = "type,item,user,time,quantity,price,query\n"

    private func events(_ lines: String) throws -> Trial {
        try Trial(
            .events, ["log.csv": Self.header + lines],
            schema: Schema(currency: Currency("GBP")), rules: rules(for: .events))
    }

    @Test(
        "What happens to one event",
        arguments: [
            ("purchase,a,u,2026-01-01,1,2.50,", nil),
            ("purchase,a,u,,1,2.50,", "missing"),
            ("purchase,a,u,yesterday,1,2.50,", "malformed"),
            ("purchase,a,u,1980-01-01,1,2.50,", "out_of_range"),
            ("purchase,a,u,2026-12-01,1,2.50,", "time_out_of_range"),
            ("purchase,a,u,2026-01-01,0,2.50,", "out_of_range"),
            ("purchase,a,u,2026-01-01,10000,2.50,", nil),
            ("purchase,a,u,2026-01-01,10001,2.50,", "outlier"),
            ("purchase,a,u,2026-01-01,1,1000000,", nil),
            ("purchase,a,u,2026-01-01,1,1000001,", "outlier"),
            ("purchase,a,u,2026-01-01,1,2.505,", "out_of_range"),
            ("purchase,,u,2026-01-01,1,2.50,", "missing"),
            ("purchase,a,,2026-01-01,1,2.50,", "missing"),
            ("hover,a,u,2026-01-01,,,", "unknown_value"),
            ("search,,u,2026-01-01,,,lamp", nil), ("search,,u,2026-01-01,,,", "missing"),
        ] as [(String, String?)])
    func oneEvent(_ line: String, _ reason: String?) throws {
        let trial = try events(line + "\n")
        #expect(trial.reasons == (reason.map { [$0: 1] } ?? [:]))
        #expect(trial.sink.events.count == (reason == nil ? 1 : 0))
        #expect(trial.report.total.isBalanced)
    }

    @Test("A bot's surplus and its later browsing go, its purchases stay")
    func bots() throws {
        var lines = ""
        for second in 0..<310 { lines += "view,i\(second),bot,\(1_767_225_600 + second % 60),,,\n" }
        lines += "view,x,bot,1767300000,,,\npurchase,x,bot,1767300000,1,1,\n"
        lines += "view,x,human,1767300000,,,\n"
        let trial = try events(lines)
        #expect(trial.reasons == ["bot": 11])
        #expect(trial.report.total.taken == ["view": 301, "purchase": 1])
    }

    @Test("A fast minute is allowed up to the limit, and counted anew in the next")
    func notABot() throws {
        let minutes = [1_767_225_600, 1_767_225_660]
        let lines = minutes.flatMap { start in
            (0..<300).map { "view,i\($0),u,\(start + $0 % 60),,,\n" }
        }
        #expect(try events(lines.joined()).reasons == [:])
    }

    @Test("Importing the same file twice adds nothing; equal lines are still two events")
    func idempotent() throws {
        let line = "view,a,u,2026-01-01,,,\n"
        let trial = try Trial(
            .events, ["a.csv": Self.header + line + line, "b.csv": Self.header + line + line],
            rules: rules(for: .events))
        #expect(trial.sink.events.count == 2)
        #expect(Set(trial.sink.events.map(\.id)).count == 2)
        #expect(trial.report.files.map(\.alreadyStored) == [0, 2])
        #expect(trial.report.total.taken == ["view": 4])
        #expect(trial.report.total.isBalanced)
    }

    @Test("Another event of the same id is quarantined with its own line")
    func conflict() throws {
        let trial = try Trial(
            .events,
            [
                "log.csv": """
                id,type,item,visitor,time
                e1,view,a,v,2026-01-01
                e2,view,b,v,2026-01-01
                e1,view,c,v,2026-01-01
                e1,view,a,v,2026-01-01
                """
            ], rules: rules(for: .events))
        #expect(trial.reasons == ["conflict": 1])
        #expect(trial.quarantine?.first?.contains("\"line\":4") == true)
        #expect(trial.quarantine?.first?.contains("e1,view,c,v,2026-01-01") == true)
        #expect(trial.report.total.alreadyStored == 1)
        #expect(trial.report.total.anonymous == 3)
        #expect(trial.report.total.isBalanced)
    }

    @Test func batches() throws {
        let lines = (0..<40_001).map { "view,i\($0),u\($0),2026-01-01,,,\n" }.joined()
        #expect(try events(lines).sink.batches == [20_000, 20_000, 1])
    }
}
