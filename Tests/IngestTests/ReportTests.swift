import Commerce
import Ingest
import Primitives
import Testing

@Suite("Report")
struct ReportTests {
    private func trial() throws -> Trial {
        try Trial(
            .events,
            [
                "a.csv": "type,item,user,time\nview,a,u,2026-01-01\nview,,u,2026-01-01\n\n",
                "b.csv": "type,item,visitor,time\nview,b,v,2026-01-03\n",
            ], rules: rules(for: .events))
    }

    @Test func text() throws {
        let text = try trial().report.text
        for wanted in [
            "total\n", "  lines                           6\n",
            "      missing                     1\n",
            "from 2026-01-01T00:00:00Z to 2026-01-03T00:00:00Z", "quarantine  /",
        ] {
            #expect(text.contains(wanted), "\(text)")
        }
        #expect(!text.contains("DO NOT ADD UP"))
    }

    @Test func value() throws {
        let value = try trial().report.value
        let total = value.object?["total"]?.object
        #expect(total?["lines"] == 6 && total?["header"] == 2 && total?["blank"] == 1)
        #expect(total?["taken"] == ["view": 2] && total?["quarantined"] == ["missing": 1])
        #expect(total?["anonymous"] == 1 && total?["error"] == .null)
    }

    @Test("No quarantine file where nothing is quarantined")
    func nothingQuarantined() throws {
        let trial = try Trial(.items, ["a.csv": "id\na\n"])
        #expect(trial.quarantine == nil)
        #expect(trial.report.value.object?["quarantine"] == .null)
    }
}
