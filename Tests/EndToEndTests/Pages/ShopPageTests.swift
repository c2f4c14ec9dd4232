import Primitives
import Testing

extension InBrowser {
    @Suite(
        "the shop front in a browser", .enabled(if: Browser.path != nil, PageShop.noBrowser),
        .serialized)
    struct ShopPageTests {
        private static let home = "#rows [aria-labelledby=row-home]"
        private static let titles =
            "[...document.querySelectorAll('\(home) .tile-title')].map((t) => t.textContent).join()"
        private static let found =
            "document.querySelectorAll('#results .tile:not(.waiting)').length"

        /// Opens the shop and waits for the first list.
        private static func shop(_ browser: Browser, _ port: Int, _ look: Page.Look = .desktop)
            throws
            -> Page
        {
            let page = try Page(browser, port: port, look)
            try page.open("/shop")
            try page.wait(
                "document.querySelectorAll('\(home) .tile:not(.waiting)').length > 5",
                "a first list")
            return page
        }

        @Test("from the first look to a list that a click has changed", .timeLimit(.minutes(10)))
        func firstUse() async throws {
            try await PageShop.demo { browser, port in
                let page = try Self.shop(browser, port)
                let first = try page.evaluate(Self.titles)
                try page.click("\(Self.home) .tile-link")
                try page.wait(
                    "document.querySelector('.change-seen:not(.late)')", "the click is seen")
                #expect(try page.text("#item h1") != "")
                #expect(
                    try page.holds("document.querySelectorAll('.bump-list.after li').length > 5"))
                try page.wait(
                    "document.querySelector('[aria-labelledby=row-similar] .tile:not(.waiting)')",
                    "similar items")
                let next = try page.evaluate(Self.titles)
                #expect(first != next, "the list did not change")
                try page.wait(
                    "document.querySelector('.feed-line.mine')", "my own event in the feed")

                try page.click(".tile-why")
                try page.wait("document.querySelector('#why[open] .why-reason')", "a reason")
                #expect(try page.text("#why .why-reason") != "")
                try page.press("Escape")
                try page.wait("!document.querySelector('#why[open]')", "the reason is closed")

                try page.click("#item [data-part=add]")
                try page.wait("document.querySelector('#cart-count').textContent === '1'", "a cart")
                #expect(page.complaints == [])
            }
        }

        @Test(
            "search completes, corrects, filters; languages and shoppers change",
            .timeLimit(.minutes(10)))
        func search() async throws {
            try await PageShop.demo { browser, port in
                let page = try Self.shop(browser, port)
                try page.click("#query")
                try page.type("whit")
                try page.wait(
                    "document.querySelectorAll('#suggestions li').length > 0", "completions")
                try page.press("ArrowDown")
                #expect(
                    try page.holds("document.activeElement.getAttribute('aria-activedescendant')"))
                try page.press("Escape")
                try page.type("te lampp")
                try page.press("Enter")
                try page.wait("location.hash.startsWith('#/search/')", "a page of results")
                try page.wait(
                    "!document.querySelector('.results-corrected').hidden", "a correction")
                try page.wait(Self.found, "tiles")
                try page.wait("document.querySelectorAll('.chip').length > 1", "facets")
                try page.click(".chip:nth-child(2)")
                try page.wait(
                    "document.querySelector('.chip:nth-child(2)').ariaPressed === 'true'", "a facet"
                )

                try page.click("[data-locale=zh]")
                try page.wait("document.documentElement.lang === 'zh-Hans'", "Chinese")
                try page.wait(
                    "/\\p{sc=Han}/u.test(document.querySelector('#results .tile-title').textContent)",
                    "Chinese titles")
                try page.click("#identity > button")
                try page.wait("document.querySelectorAll('.people-one').length > 1", "people to be")
                let name = try page.text(".people-one span")
                try page.click(".people-one")
                try page.wait(
                    "document.querySelector('#identity-name').textContent === '\(name)'",
                    "another me")
                #expect(page.complaints == [])
            }
        }

        @Test("by keyboard alone: search, open, put in the cart", .timeLimit(.minutes(10)))
        func keyboard() async throws {
            try await PageShop.demo { browser, port in
                let page = try Self.shop(browser, port)
                try page.press("Tab")
                #expect(try page.holds("document.activeElement.matches('.skip')"))
                try page.tab(to: "#query")
                try page.type("lamp")
                try page.press("Enter")
                try page.wait(Self.found, "tiles")
                try page.tab(to: "#results .tile-link")
                try page.press("Enter")
                try page.wait("document.querySelector('#item [data-part=add]')", "an item")
                try page.tab(to: "[data-part=add]")
                try page.press("Enter")
                try page.wait("document.querySelector('#cart-count').textContent === '1'", "a cart")
                #expect(page.complaints == [])
            }
        }

        @Test("a narrow screen scrolls one way only", arguments: [320, 390, 768])
        func narrow(_ width: Int) async throws {
            try await PageShop.demo { browser, port in
                let look = Page.Look(width: width, height: 844, isDark: true, language: "zh-CN")
                let page = try Self.shop(browser, port, look)
                #expect(try page.holds("document.documentElement.scrollWidth <= innerWidth"))
                #expect(try page.evaluate("document.documentElement.lang") == "zh-Hans")
                let ground = try page.evaluate("getComputedStyle(document.body).backgroundColor")
                #expect(ground == "rgb(16, 20, 19)", "it is not dark")
                #expect(page.complaints == [])
            }
        }
    }
}
