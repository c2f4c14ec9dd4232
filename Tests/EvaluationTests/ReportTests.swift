import Evaluation
import Primitives
import Testing

@Suite("Reports")
struct ReportTests {
    private let hit = Report.Figure(
        key: "HR@10", value: 0.125, interval: Interval(low: 0.1, high: 0.15))
    private let time = Report.Figure(key: "train_s", value: 12.5)

    private func report(_ names: [String]) -> Report {
        var report = Report(
            title: "T", notes: ["n"],
            models: names.map {
                Report.Model(name: $0, settings: "λ 1", figures: [hit, time])
            })
        if names.count > 1 {
            let comparison = Comparison(
                name: "HR@10", difference: 0.025, interval: Interval(low: -0.005, high: 0.05),
                shareAbove: 0.975)
            report.pairs = [
                Report.Pair(first: names[1], second: names[0], comparisons: [comparison])
            ]
        }
        return report
    }

    @Test("one model: its figures are the object's own keys")
    func single() {
        let value = report(["ease"]).value.object
        #expect(value?["model"] == "ease")
        #expect(value?["HR@10"] == .double(0.125))
        #expect(value?["train_s"] == .double(12.5))
        #expect(value?["intervals"] == ["HR@10": [0.1, 0.15]])
    }

    @Test("several models: an object each, and how they differ")
    func several() {
        let value = report(["popular", "ease"]).value.object
        guard case .array(let models)? = value?["models"] else {
            Issue.record("no models")
            return
        }
        #expect(models.map { $0.object?["model"] } == ["popular", "ease"])
        #expect(
            value?["comparisons"] == [
                [
                    "first": "ease", "second": "popular", "figure": "HR@10", "difference": 0.025,
                    "interval": [-0.005, 0.05], "share_above": 0.975,
                ]
            ])
    }

    @Test("text is a table")
    func text() {
        let expected = """
            T
              n

            figure   popular                  ease
            HR@10    0.1250 [0.1000, 0.1500]  0.1250 [0.1000, 0.1500]
            train_s  12.50                    12.50

            popular: λ 1
            ease: λ 1

            comparison      figure  difference                  ahead in
            ease − popular  HR@10   +0.0250 [-0.0050, +0.0500]  97.5 % of resamples
            """
        #expect(report(["popular", "ease"]).text == expected)
    }

    @Test("nothing that comes from outside is markup")
    func escapes() {
        let nasty = "<script>alert(\"x\")</script>&'"
        var report = report([nasty, "b" + nasty])
        report.title = nasty
        report.notes = [nasty]
        report.models[0].settings = nasty
        report.models[0].figures[0].key = nasty
        report.pairs[0].comparisons[0].name = nasty
        let html = report.html
        #expect(!html.contains("<script"))
        #expect(!html.contains("alert(\""))
        #expect(!html.contains("&'"))
        let expected = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;"
        #expect(html.components(expected) >= 12)
    }

    @Test("the page has a chart with whiskers and needs nothing from elsewhere")
    func page() {
        let html = report(["popular", "ease"]).html
        // One chart: times have no interval and are not drawn.
        #expect(html.components("<svg") == 1)
        #expect(html.components("<rect") == 2)
        #expect(html.components("<path") == 2)
        // 0.125 of a largest 0.15 on 260 pixels; whiskers at 0.1 and 0.15.
        #expect(html.contains("width=\"216.7\""))
        #expect(html.contains("M283.3 13.0H370.0"))
        for word in ["http", "src=", "href=", "@import", "url("] { #expect(!html.contains(word)) }
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(_ text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: text) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
