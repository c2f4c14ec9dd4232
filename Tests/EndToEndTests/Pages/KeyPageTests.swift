import TestSupport
import Testing

extension InBrowser {
    @Suite(
        "pages behind a key", .enabled(if: Browser.path != nil, PageShop.noBrowser), .serialized)
    struct KeyPageTests {
        @Test(
            "a key opens a page, and a wrong one is told", .timeLimit(.minutes(10)),
            arguments: [
                ("/", "document.querySelectorAll('.rate').length >= 3"),
                ("/shop", "document.querySelector('.tile:not(.waiting)')"),
            ])
        func door(_ path: String, _ isOpen: String) async throws {
            let directory = TemporaryDirectory()
            let data = directory.file("shop")
            try ConsolePageTests.fill(data, directory)
            let made = try Binary.run(["keys", "create", "--data", data, "--role", "admin"])
            let key = String(
                try #require(made.output.split(separator: "\n").first { $0.hasPrefix("mk_") }))
            try await PageShop.serve(["serve", "--data", data]) { browser, port in
                let page = try Page(browser, port: port)
                try page.open(path)
                try page.wait("document.activeElement?.id === 'key'", "the door")
                try page.type("mk_wrong")
                try page.press("Enter")
                try page.wait(
                    "document.querySelector('.door[open] p')?.innerText.includes('opens nothing')"
                        + " && document.activeElement.id === 'key'", "the door, shut again")
                #expect(try !page.holds(isOpen))
                try page.type(key)
                try page.press("Enter")
                try page.wait("!document.querySelector('.door') && \(isOpen)", "the page")
                try page.open(path)
                try page.wait(isOpen, "the page once more, by the key that is kept")
                #expect(try page.holds("!document.querySelector('.door')"))
            }
        }
    }
}
