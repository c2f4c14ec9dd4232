import Foundation
import Primitives
import Testing

extension InBrowser {
    @Suite("the console in two languages")
    struct ConsoleLanguageTests {
        private static let web = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/CWebAssets/web")

        /// The sources that speak, in one text, without the dictionary itself.
        private static func sources() throws -> String {
            var files = [web.appending(path: "console.html"), web.appending(path: "i18n.js")]
            for folder in ["console", "charts"] {
                files += try FileManager.default.contentsOfDirectory(
                    at: web.appending(path: folder), includingPropertiesForKeys: nil)
            }
            return try files.filter { ["js", "html"].contains($0.pathExtension) }
                .filter { $0.lastPathComponent != "words.js" }
                .map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
        }

        @Test("every word of the console has its Chinese, and no Chinese is without a use")
        func words() throws {
            let dictionary = try String(
                contentsOf: Self.web.appending(path: "console/words.js"), encoding: .utf8)
            let chinese = try #require(dictionary.split(separator: "zh: {").last)
            let keys = Set(
                chinese.matches(of: /\n {4}(?:'([^']+)'|(\w+)):/).map { String($0.1 ?? $0.2 ?? "") }
            )
            let sources = try Self.sources()
            let spoken = Set(sources.matches(of: /\bt\('([^']*)'/).map { String($0.1) })
                .union(sources.matches(of: /data-(?:text|label)="([^"]*)"/).map { String($0.1) })
            #expect(spoken.count > 100, "not all of it was found")
            #expect(spoken.subtracting(keys).sorted() == [], "without Chinese")
            let unused = keys.filter { !spoken.contains($0) && !sources.contains("'\($0)'") }
            #expect(unused.sorted() == [], "without a use")
        }

        /// The English words of the dictionary that the page shows or tells readers of screens.
        private static let english = """
            import('./assets/console/words.js').then(({ words: { zh } }) => {
              const shown = [...document.querySelectorAll('[aria-label], [placeholder]')]
                .flatMap((element) => [element.ariaLabel, element.placeholder]);
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) shown.push(walker.currentNode.data);
              return shown.filter(Boolean).map((text) => text.trim())
                .filter((text) => Object.hasOwn(zh, text) && zh[text] !== text);
            })
            """

        @Test(
            "a switch turns the console into Chinese on every page, and it is kept",
            .enabled(if: Browser.path != nil, PageShop.noBrowser), .timeLimit(.minutes(10)),
            arguments: [Page.Look.desktop, .phone])
        func chinese(_ look: Page.Look) async throws {
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port, look)
                try page.open("/")
                try page.wait("document.querySelectorAll('.rate').length >= 3", "rates")
                #expect(try page.text("h1") == "Overview")
                #expect(try page.evaluate(Self.english) != .array([]), "the look finds no English")
                try page.click("[data-locale=zh]")
                try page.wait("document.querySelector('h1')?.innerText === '概览'", "Chinese")
                for name in ConsolePageTests.pages {
                    try page.open("/#/\(name)")
                    try page.evaluate("globalThis.isBefore = true; location.reload()")
                    let isAnew = "!globalThis.isBefore && \(ConsolePageTests.isDrawn)"
                    try page.wait(isAnew, "#/\(name)")
                    let left = try page.evaluate(Self.english, until: .array([]))
                    #expect(left == .array([]), "#/\(name)")
                    let fits = "document.documentElement.scrollWidth <= innerWidth"
                    #expect(try page.holds(fits), "#/\(name)")
                }
                #expect(try page.holds("document.documentElement.lang === 'zh-Hans'"))
                try page.click("[data-locale=en]")
                try page.wait("document.querySelector('h1')?.innerText === 'Health'", "English")
                #expect(page.complaints == [])
            }
        }
    }
}
