import Foundation
import Storage
import Testing

/// Makes the pictures of the README; `bin/screenshots` asks for them.
extension InBrowser {
    @Suite(
        "pictures of the pages",
        .enabled(if: PageShop.pictures != nil && Browser.path != nil, "bin/screenshots makes them")
    )
    struct ScreenshotTests {
        private static func save(_ page: Page, as name: String) throws {
            let data = try #require(Data(base64Encoded: try page.screenshot()))
            try FileSystem.replace("\(PageShop.pictures ?? "")/\(name).png", with: [UInt8](data))
        }

        /// The page of an answer, made again.
        private static func answer(_ browser: Browser, _ port: Int) throws {
            let answer = try Page(browser, port: port)
            try answer.open("/#/events")
            let click = ".stream .type-click a[href^='#/requests/']"
            try answer.wait("document.querySelector(\"\(click)\")", "a click on an answer")
            try answer.click(click)
            try answer.wait("document.querySelector('tbody tr')", "what was served")
            try answer.click(".section .button")
            try answer.wait("document.querySelector('.verdict .tag')", "the same again")
            try answer.evaluate(
                "document.querySelector('.section:last-child').scrollIntoView()")
            try answer.evaluate("new Promise((done) => setTimeout(done, 1500))")
            try save(answer, as: "answer")
        }

        @Test(.timeLimit(.minutes(10)))
        func pictures() async throws {
            try await PageShop.serve(["demo"]) { browser, port in
                let list = "document.querySelectorAll('.tile:not(.waiting)').length > 5"
                let shop = try Page(browser, port: port)
                try shop.open("/shop")
                try shop.wait(list, "a list")
                // The second click moves what the first one brought.
                for tile in [1, 4] {
                    try shop.click("[aria-labelledby=row-home] .tile:nth-child(\(tile)) .tile-link")
                    try shop.wait("document.querySelector('.change-seen')", "a change")
                    try shop.evaluate("new Promise((done) => setTimeout(done, 2000))")
                    try shop.evaluate("location.hash = '#/'")
                    try shop.evaluate("new Promise((done) => setTimeout(done, 1000))")
                }
                // What moves comes to rest.
                try shop.evaluate("new Promise((done) => setTimeout(done, 4000))")
                try Self.save(shop, as: "shop")

                let phone = try Page(
                    browser, port: port,
                    Page.Look(width: 390, height: 844, isDark: true, language: "zh-CN"))
                try phone.open("/shop")
                try phone.wait(list, "a list")
                try phone.evaluate("new Promise((done) => setTimeout(done, 1500))")
                try Self.save(phone, as: "phone")

                let console = try Page(browser, port: port, Page.Look(height: 900))
                try console.open("/")
                try console.wait(ConsolePageTests.isDrawn, "figures")
                // Long enough for a line.
                try console.evaluate("new Promise((done) => setTimeout(done, 30_000))")
                try Self.save(console, as: "console")

                let item = try Page(browser, port: port)
                try item.open("/#/queries")
                let query = ".section:last-child td .plain"
                try item.wait("document.querySelector('\(query)')", "a query")
                try item.click(query)
                try item.wait("document.querySelector('.cell-item a')", "what it finds")
                try item.click(".cell-item a")
                try item.wait("document.querySelector('.graph-side a')", "its neighbours")
                try item.evaluate("scrollTo(0, 0)")
                try Self.save(item, as: "neighbours")

                let rules = try Page(browser, port: port)
                try rules.open("/#/rules")
                try rules.wait(ConsolePageTests.isDrawn, "rules")
                try rules.click("#rule-query")
                try rules.type("lamp")
                try rules.press("Enter")
                try rules.wait("document.querySelectorAll('.side').length === 2", "both pages")
                try rules.click(".side li:nth-child(3) .choice")
                try rules.wait("document.querySelector('.side [aria-pressed=true]')", "the pin")
                try Self.save(rules, as: "rules")

                try Self.answer(browser, port)

                let knowledge = try Page(browser, port: port, Page.Look(language: "zh-CN"))
                try knowledge.open("/#/knowledge")
                try knowledge.wait(ConsolePageTests.isDrawn, "trends")
                try Self.save(knowledge, as: "knowledge")
            }
        }
    }
}
