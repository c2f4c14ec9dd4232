import Primitives
import Service
import Storage
import TestSupport
import Testing

extension InBrowser {
    @Suite(
        "the console in a browser", .enabled(if: Browser.path != nil, PageShop.noBrowser),
        .serialized)
    struct ConsolePageTests {
        static let pages = [
            "", "events", "catalogue/", "quarantine", "queries", "knowledge", "rules", "models",
            "policy", "health",
        ]

        /// Whether a page has shown what it asked for.
        static let isDrawn =
            "document.querySelector('h1') && "
            + "!document.querySelector('.wait, [role=alert]:not([hidden])')"

        @Test("every page shows something, and complains of nothing", .timeLimit(.minutes(10)))
        func pages() async throws {
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port)
                try page.open("/")
                try page.wait("document.querySelectorAll('.gauge').length === 4", "gauges")
                try page.wait("document.querySelectorAll('.rate').length >= 3", "rates")
                #expect(try page.text("#live-text").contains("events/s"))
                for name in Self.pages {
                    try page.open("/#/\(name)")
                    try page.wait(Self.isDrawn, "#/\(name)")
                    #expect(try page.text("main").count > 40, "#/\(name) is empty")
                    #expect(try page.holds("document.querySelector('[aria-current=page]')"))
                }
                try page.open("/#/events")
                try page.wait(
                    "document.querySelector('.stream a[href^=\"#/requests/\"]')", "an answer")
                try page.click(".stream a[href^='#/requests/']")
                try page.wait("location.hash.startsWith('#/requests/')", "its page")
                try page.wait("document.querySelectorAll('tbody tr').length", "what was served")
                try page.click(".section .button")
                try page.wait("document.querySelector('.verdict .tag')", "the same made again")
                try page.click(".cell-item a")
                try page.wait("document.querySelector('.graph-side a')", "its neighbours")
                #expect(page.complaints == [])
            }
        }

        @Test("the figures of the page are those of the API", .timeLimit(.minutes(10)))
        func figures() async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try Self.fill(data, directory)
            try await PageShop.serve(["serve", "--data", data]) { browser, port in
                let page = try Page(browser, port: port)
                try page.open("/")
                try page.wait("document.querySelectorAll('.rate').length >= 3", "rates")
                let script = """
                    (async () => {
                      const insight = await (await fetch('v1/insights')).json();
                      const shown = document.querySelector('.rates').innerText;
                      const { conversion, cart_rate: carts } = insight.whole;
                      return [conversion, carts].map((share) =>
                        shown.includes(`${share.count} of ${share.of} sessions`)
                        && shown.includes(`${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
                          .format(share.value * 100)} %`));
                    })()
                    """
                #expect(try page.evaluate(script) == [true, true])
                #expect(try page.text(".funnel").contains("3\n100 %"))
            }
        }

        @Test(
            "a server that goes away and comes back is told of, and read again",
            .timeLimit(.minutes(10)))
        func restart() async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try Self.fill(data, directory)
            try await PageShop.onThread {
                var server = try ServerProcess(
                    executable: Binary.path, ["serve", "--data", data, "--port", "0"])
                let port = server.port
                let browser = try Browser()
                let console = try Page(browser, port: port)
                try console.open("/")
                let shop = try Page(browser, port: port)
                try shop.open("/shop")
                for page in [console, shop] {
                    try page.wait("document.querySelector('#banner').hidden", "calm")
                }
                try console.wait("document.querySelectorAll('.gauge').length === 4", "gauges")
                server.stop()
                for page in [console, shop] {
                    try page.wait("!document.querySelector('#banner').hidden", "the alarm")
                }
                server = try ServerProcess(
                    executable: Binary.path, ["serve", "--data", data, "--port", "\(port)"])
                for page in [console, shop] {
                    try page.wait("document.querySelector('#banner').hidden", "calm again")
                }
                server.stop()
            }
        }

        @Test(
            "a rule is made by pinning, seen before and after, and acts", .timeLimit(.minutes(10)))
        func rules() async throws {
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port)
                try page.open("/#/rules")
                try page.wait(Self.isDrawn, "rules")
                try page.click("#rule-query")
                try page.type("lamp")
                try page.press("Enter")
                try page.wait("document.querySelectorAll('.side').length === 2", "both pages")
                let third = try page.text(".side:first-child li:nth-child(3) a")
                try page.click(".side:first-child li:nth-child(3) .choice")
                let first = "document.querySelector('.side:last-child li:first-child a').innerText"
                try page.wait("\(first) === '\(third)'", "the pinned item comes first")
                #expect(try page.text(".side:first-child li:nth-child(3) a") == third)
                try page.click("#page .button.main")
                try page.wait(
                    "document.querySelectorAll('tbody tr').length === 1", "the rule is listed")
                let search = "fetch('v1/search', { method: 'POST', body: JSON.stringify("
                let found = try page.evaluate(
                    "\(search){ query: 'lamp', limit: 1, fields: ['title'], locale: 'en' }) })"
                        + ".then((r) => r.json()).then((a) => a.items[0].item.title)")
                #expect(found == .string(third))
                #expect(page.complaints == [])
            }
        }

        @Test(
            "what shoppers and merchants write is text, whatever it says", .timeLimit(.minutes(10)))
        func hostile() async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try Self.fill(data, directory)
            try await PageShop.serve(["serve", "--data", data]) { browser, port in
                for (path, look) in [
                    ("/shop", Page.Look.desktop), ("/shop", .phone), ("/#/catalogue/", .desktop),
                    ("/#/events", .phone), ("/#/queries", .desktop),
                ] {
                    let page = try Page(browser, port: port, look)
                    try page.open(path)
                    try page.wait(
                        "document.body.innerText.includes('<img src=x onerror')", "text on \(path)")
                    #expect(try page.holds("!globalThis.owned"), "\(path)")
                    #expect(try page.holds("!document.querySelector('img[src=x]')"), "\(path)")
                    let fits = "document.documentElement.scrollWidth <= innerWidth"
                    #expect(try page.holds(fits), "\(path)")
                    #expect(page.complaints == [], "\(path)")
                }
            }
        }

        /// A shop of hostile names, and three sessions in it.
        static func fill(_ data: String, _ directory: TemporaryDirectory) throws {
            let titles = [
                "<img src=x onerror=globalThis.owned=1>", "<script>globalThis.owned=1</script>",
                "\\u202Edetrevni\\u202C 🧨👩‍👩‍👧‍👦", String(repeating: "w", count: 1000), "' OR 1=1 --",
                "javascript:globalThis.owned=1", "{{constructor}}", "plain",
            ]
            var items: [String] = []
            for (number, title) in titles.enumerated() {
                let name = "\"id\": \"i-\(number)\", \"title\": \"\(title)\""
                let more = "\"price\": {\"minor\": 100, \"currency\": \"GBP\"}"
                items.append("{\(name), \"brand\": \"\(title.prefix(60))\", \(more)}")
            }
            var events: [String] = []
            func add(_ type: String, _ session: Int, _ more: String) {
                let id = "\"id\": \"e-\(events.count)\", \"type\": \"\(type)\""
                let who = "\"session\": \"s\(session)\", \"visitor\": \"<b>v\(session)</b>\""
                let time = "\"time\": \"2026-11-20T10:00:\(10 + events.count)Z\""
                events.append("{\(id), \(time), \(who), \(more)}")
            }
            for session in 0..<3 {
                add("search", session, "\"query\": \"\(titles[0])\"")
                for item in [0, 3] { add("view", session, "\"item\": \"i-\(item)\"") }
            }
            add("add_to_cart", 0, "\"item\": \"i-1\"")
            add(
                "purchase", 0,
                "\"item\": \"i-1\", \"price\": {\"minor\": 100, \"currency\": \"GBP\"}")
            for (kind, lines) in [("items", items), ("events", events)] {
                let file = directory.file("\(kind).jsonl")
                try FileSystem.replace(file, with: Array(lines.joined(separator: "\n").utf8))
                let (code, output) = try Binary.run(["import", kind, file, "--data", data])
                #expect(code == 0, "\(output)")
            }
        }
    }
}
