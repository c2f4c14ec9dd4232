import Primitives
import Storage
import TestSupport
import Testing

/// Each figure beside that of the API, written as the page would write it.
extension InBrowser {
    @Suite(
        "the console's figures", .enabled(if: Browser.path != nil, PageShop.noBrowser), .serialized)
    struct ConsoleFigureTests {
        /// What every comparison below has at hand: the page's tables, and how it writes numbers.
        private static let tools = """
            const n = (value, digits = 0) =>
              new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(value);
            const percent = (value, digits = 1) => `${n(value * 100, digits)} %`;
            const pounds = (minor) => new Intl.NumberFormat('en-GB', {
              style: 'currency', currency: 'GBP' }).format(Math.round(minor) / 100);
            const ask = async (path) => (await fetch(`v1/${path}`)).json();
            const rows = (caption) => [...document.querySelectorAll('table')]
              .find((table) => table.caption.innerText === caption).tBodies[0].rows;
            const cells = (caption) => [...rows(caption)].map(({ cells }) =>
              [...cells].map(({ innerText }) => innerText.trim()));
            const fact = (name) => [...document.querySelectorAll('dl.facts > div')]
              .find((one) => one.querySelector('dt').innerText === name).querySelector('dd').innerText;
            """

        /// Scripts that give what the page shows and what the API has, by address.
        private static let comparisons: KeyValuePairs = [
            "": """
            const { whole, click_rate: clicks } = await ask('insights');
            const { conversion, cart_rate: carts, revenue_per_session: revenue } = whole;
            const range = (low, high, write) => `${write(low)} – ${write(high)}`;
            const share = (one) => [percent(one.value), range(one.low, one.high, percent)];
            return [
              [...document.querySelectorAll('.rate')].map((one) => [
                one.querySelector('.rate-value').innerText,
                one.querySelector('.rate-range').innerText]),
              [...(clicks.of ? [share(clicks)] : []), share(carts), share(conversion),
                [pounds(revenue.value), range(Math.max(0, revenue.low), revenue.high, pounds)]],
              [...document.querySelectorAll('.funnel-count')].map((one) => one.innerText),
              [whole.sessions, whole.viewed, whole.carted, whole.bought].map((count) =>
                `${n(count)}\\n${percent(count / whole.sessions)}`)];
            """,
            "queries": """
            const { queries } = await ask('insights');
            return [cells('The most frequent queries'),
              queries.slice(0, 25).map(({ query, searches, found, click_rate: rate }) => [
                query, n(searches), found === 0 ? 'nothing' : n(found), percent(rate.value, 0),
                `${percent(rate.low, 0)} – ${percent(rate.high, 0)}`, ''])];
            """,
            "knowledge": """
            const { segments, cohorts } = await ask('insights');
            const names = { new: 'New', returning: 'Returning', customer: 'Customers' };
            return [cells('Who comes'), segments.map(({ segment, period }) => [
              names[segment], n(period.sessions), percent(period.cart_rate.value),
              percent(period.conversion.value), '', pounds(period.revenue_per_session.value)])];
            """,
            "catalogue/": """
            const { items_total: total, problems } = await ask('catalogue');
            const counts = [...document.querySelectorAll('.choices span')].map((one) => one.innerText);
            const lacking = Object.values(problems).filter((count) => count > 0);
            return [counts.toSorted(), [total, ...lacking].map((count) => n(count)).toSorted()];
            """,
            "models": """
            const { models } = await ask('models');
            const shown = [...rows('Trained models, newest first')].map(({ cells }) =>
              [2, 4].map((column) => cells[column].innerText));
            const dots = [...document.querySelectorAll('.figure svg')]
              .map((image) => image.querySelectorAll('circle').length).filter((count) => count > 0);
            const points = [...[...document.querySelectorAll('.section')]
              .find((one) => one.querySelector('h2').innerText === 'How training went')
              .querySelectorAll('path.series-0')]
              .map((one) => one.getAttribute('d').match(/[ML]/g).length);
            const kept = models.toReversed();
            return [shown, kept.map((model) => [n(model['NDCG@10'], 4), n(model.events)]),
              dots, models.findLast((model) => model.calibration.length)?.calibration
                .map(({ parts }) => parts.length) ?? [],
              points, ['loss', 'NDCG@10'].map((name) => models.findLast(({ curve }) => curve.length > 1)
                .curve.filter((pass) => Number.isFinite(pass[name])).length)];
            """,
            "policy": """
            const { share, learning, arms } = await ask('policy');
            return [[fact('Serving'), fact('Share of answers'), fact('Steps')],
              ['ranker', percent(share, 0), n(learning.steps)],
              cells('Policy and ranker').map((row) => row.slice(0, 2)),
              arms.map(({ arm, answers }) => [arm, n(answers)])];
            """,
            "health": """
            const { items, events } = await ask('stats');
            return [[fact('Items'), fact('Events in the log')], [n(items), n(events)]];
            """,
        ]

        @Test("every page shows what the API says", .timeLimit(.minutes(10)))
        func figures() async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try ConsolePageTests.fill(data, directory)
            try Self.teach(data, directory)
            try await PageShop.serve(["serve", "--data", data]) { browser, port in
                let page = try Page(browser, port: port)
                for (name, script) in Self.comparisons {
                    try page.open("/#/\(name)")
                    try page.wait(ConsolePageTests.isDrawn, "#/\(name)")
                    if name.isEmpty {
                        try page.wait("document.querySelectorAll('.rate').length >= 3", "rates")
                    }
                    let pairs = try page.evaluate("(async () => { \(Self.tools) \(script) })()")
                    guard case .array(let sides) = pairs, sides.count >= 2 else {
                        Issue.record("#/\(name) gives nothing: \(pairs)")
                        continue
                    }
                    for pair in stride(from: 0, to: sides.count, by: 2) {
                        #expect(sides[pair] == sides[pair + 1], "#/\(name)")
                        #expect(sides[pair] != .array([]), "#/\(name) shows nothing")
                    }
                }
                #expect(page.complaints == [])
            }
        }

        @Test(
            "models and policies are promoted and rolled back from their pages",
            .timeLimit(.minutes(10)))
        func promotion() async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try ConsolePageTests.fill(data, directory)
            try Self.teach(data, directory)
            try await PageShop.serve(["serve", "--data", data]) { browser, port in
                let page = try Page(browser, port: port)
                try page.open("/#/models")
                try page.wait(
                    "document.querySelectorAll('tbody .tag').length", "the one that answers")
                let serving =
                    "fetch('v1/models').then((a) => a.json()).then((a) => a.live ?? 'none')"
                let first = try page.evaluate(serving)
                #expect(first != "none")
                for (act, isDone, isFirst) in [
                    ("p.state .button", "!document.querySelector('tbody .tag')", false),
                    (
                        "td .button",
                        "document.querySelector('tbody .tag')?.innerText === 'answers'",
                        true
                    ),
                ] {
                    try page.tab(to: act, most: 60)
                    try page.press("Enter")
                    try page.wait(
                        "document.querySelector('dialog[open] [value=yes]')", "the question")
                    try page.wait("document.activeElement.value === 'yes'", "its first answer")
                    try page.press("Enter")
                    try page.wait(isDone, act)
                    #expect(try (page.evaluate(serving) == first) == isFirst, "\(act)")
                }
                try page.open("/#/policy")
                for (place, verdict, state) in [
                    (1, "promoted", "serving"), (2, "rolled back", "shadow"),
                ] {
                    let act = ".actions .button:nth-child(\(place))"
                    try page.wait("document.querySelector('\(act)')", act)
                    try page.click(act)
                    try page.wait(
                        "document.querySelector('dialog[open] [value=yes]')", "a question")
                    try page.click("dialog [value=yes]")
                    let newest = "document.querySelector('tbody .tag')?.innerText"
                    try page.wait("\(newest) === '\(verdict)'", verdict)
                    let isSo = "fetch('v1/policy').then((a) => a.json()).then((a) => a.state)"
                    #expect(try page.evaluate(isSo) == .string(state))
                }
                #expect(page.complaints == [])
            }
        }

        /// Sessions that walk a ring of items, and a tiny model of them.
        private static func teach(_ data: String, _ directory: TemporaryDirectory) throws {
            let items = (0..<30).map { "{\"id\": \"r-\($0)\", \"title\": \"Thing \($0)\"}" }
            let events = (0..<1_500).flatMap { number in
                let (session, step) = (number / 5, number % 5)
                let acts = [("view", 1, 0), ("add_to_cart", 3, 10), ("purchase", 9, 20)]
                return acts.filter { number % $0.1 == 0 }.map { type, _, later in
                    let second = session * 7_200 + step * 30 + later
                    let time = Timestamp(
                        microseconds: 1_790_000_000_000_000 + Int64(second) * 1_000_000)
                    return "{\"id\": \"\(type)-\(number)\", \"type\": \"\(type)\","
                        + " \"session\": \"t\(session)\", \"visitor\": \"w\(session % 60)\","
                        + " \"item\": \"r-\((session * 7 + step) % 30)\", \"time\": \"\(time)\"}"
                }
            }
            for (kind, lines) in [("items", items), ("events", events)] {
                let file = directory.file("more-\(kind).jsonl")
                try FileSystem.replace(file, with: Array(lines.joined(separator: "\n").utf8))
                let (code, output) = try Binary.run(["import", kind, file, "--data", data])
                #expect(code == 0, "\(output)")
            }
            try FileSystem.replace(
                "\(data)/settings.json", with: Array(#"{"policy": {"enabled": true}}"#.utf8))
            let (code, output) = try Binary.run([
                "train", "--data", data, "--profile", "tiny", "--epochs", "2", "--threads", "1",
            ])
            #expect(code == 0, "\(output)")
        }
    }
}
