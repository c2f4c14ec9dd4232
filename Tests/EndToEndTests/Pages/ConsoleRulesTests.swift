import Primitives
import Testing

extension InBrowser {
    @Suite(
        "rules in a browser", .enabled(if: Browser.path != nil, PageShop.noBrowser), .serialized)
    struct ConsoleRulesTests {
        private static func fill(_ page: Page, _ name: String, _ text: String) throws {
            try page.evaluate(
                """
                (() => {
                  const control = document.querySelector('.rule [name="\(name)"]');
                  control.value = '\(text)';
                  control.dispatchEvent(new Event('input', { bubbles: true }));
                })()
                """)
        }

        @Test(
            "a rule is written in full, told what is wrong at its field, kept and changed",
            .timeLimit(.minutes(10)), arguments: [Page.Look.desktop, .phone])
        func edit(_ look: Page.Look) async throws {
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port, look)
                try page.open("/#/rules")
                try page.wait(ConsolePageTests.isDrawn, "rules")
                try page.click("#rule-query")
                try page.type("lamp")
                try page.press("Enter")
                try page.wait("document.querySelectorAll('.side').length === 2", "both pages")
                try page.wait("document.querySelector('.rule .main').disabled", "nothing to save")

                try Self.fill(page, "then.redirect", "nowhere")
                try page.wait(
                    "document.querySelector('#rule-then-redirect').matches('[aria-invalid]')",
                    "the complaint")
                #expect(try page.text("#rule-then-redirect-note").contains("begins with"))
                try Self.fill(page, "then.redirect", "/sale?a=1")
                try page.wait("!document.querySelector('.rule [aria-invalid]')", "no complaint")
                let fits = "document.documentElement.scrollWidth <= innerWidth"
                #expect(try page.holds(fits))

                for (name, text) in [
                    ("priority", "7"), ("from", "2026-01-02T03:04:05"), ("when.match", "contains"),
                    ("when.visitors", "new"), ("when.user", "age_band: 18-24, 25-34"),
                    ("then.boost.filter kind", "brand"), ("then.boost.filter", "A\\nB"),
                    ("then.boost.factor", "3"), ("then.bury.filter kind", "expression"),
                    ("then.bury.filter", "price < 50"),
                ] {
                    try Self.fill(page, name, text)
                }
                try page.click(".rule .main")
                try page.wait("document.querySelectorAll('tbody tr').length === 1", "it is listed")
                let kept = """
                    fetch('v1/rules').then((it) => it.json()).then(({ rules: [rule, other] }) => {
                      const { when, then, from, priority } = rule;
                      return !other && priority === 7 && when.match === 'contains'
                        && Date.parse(from) === new Date('2026-01-02T03:04:05').getTime()
                        && when.visitors === 'new' && when.user.age_band.join() === '18-24,25-34'
                        && then.boost.filter.brand.join() === 'a,b' && then.boost.factor === 3
                        && then.bury.filter.where === 'price < 50' && then.redirect === '/sale?a=1';
                    })
                    """
                #expect(try page.evaluate(kept) == true)

                try page.click("tbody .choice")
                try page.wait("document.querySelector('#rule-priority')?.value === '7'", "the rule")
                try page.wait("document.querySelectorAll('.side').length === 2", "its pages")
                try Self.fill(page, "priority", "8")
                try page.click(".rule .main")
                try page.wait(
                    "document.querySelector('tbody td.number')?.innerText === '8'", "the change")
                #expect(try page.evaluate("(\(kept.replacing("=== 7", with: "=== 8")))") == true)
            }
        }

        @Test(
            "a rule of a placement is made, kept and turned off by keyboard alone",
            .timeLimit(.minutes(10)))
        func keyboard() async throws {
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port)
                try page.open("/#/rules")
                try page.wait(ConsolePageTests.isDrawn, "rules")
                try page.tab(to: "#rule-place")
                try page.press("ArrowDown")
                try page.wait("document.activeElement.value === 'home'", "the next place")
                try page.tab(to: ".ask button")
                try page.press("Enter")
                try page.wait("document.querySelectorAll('.side').length === 2", "both pages")
                let third = ".side li:nth-child(3) .choice"
                let title = try page.text(".side li:nth-child(3) a")
                try page.tab(to: third)
                try page.press("Enter")
                let first = "document.querySelector('.side:last-child li:first-child a').innerText"
                try page.wait("\(first) === '\(title)'", "the pinned item comes first")
                try page.wait("document.querySelector('.side h3 .tag')", "what it costs")
                let isThere = "document.activeElement.matches('\(third)[aria-pressed=true]')"
                #expect(try page.holds(isThere), "the focus is lost")
                try page.tab(to: ".rule .main", most: 80)
                try page.press("Enter")
                try page.wait("document.querySelectorAll('tbody tr').length === 1", "it is listed")
                try page.tab(to: "tbody .choice:nth-child(2)")
                try page.press("Enter")
                let isOff = "document.activeElement.ariaLabel === 'Turn on For you'"
                try page.wait(isOff, "the same button, the other way")
                let kept = """
                    fetch('v1/rules').then((it) => it.json()).then(({ rules: [rule] }) =>
                      rule.enabled === false && rule.when.places.join() === 'home'
                        && rule.then.pin.length === 1)
                    """
                #expect(try page.evaluate(kept) == true)
                #expect(page.complaints == [])
            }
        }
    }
}
