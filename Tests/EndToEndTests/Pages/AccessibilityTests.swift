import Foundation
import Primitives
import Testing

extension InBrowser {
    @Suite(
        "the pages for everybody", .enabled(if: Browser.path != nil, PageShop.noBrowser),
        .serialized)
    struct AccessibilityTests {
        private static let checker = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/axe-core/axe.min.js")

        private static let run = """
            (async () => {
              for (const animation of document.getAnimations()) animation.cancel();
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              const tell = ({ target, any }) => `${target} ${any[0]?.message ?? ''}`;
              return violations.map(({ id, impact, nodes }) =>
                `${impact} ${id}: ${nodes.slice(0, 3).map(tell).join(' | ')}`);
            })()
            """

        @Test(
            "axe finds nothing on any page", .timeLimit(.minutes(10)),
            arguments: [Page.Look.desktop, .dark, .phone])
        func axe(_ look: Page.Look) async throws {
            let axe = try String(contentsOf: Self.checker, encoding: .utf8)
            try await PageShop.demo { browser, port in
                let page = try Page(browser, port: port, look)
                try page.open("/shop")
                try page.wait(
                    "document.querySelectorAll('.tile:not(.waiting)').length > 5", "a list")
                try Self.check(page, axe, "the shop")
                try page.click("#rows .tile-link")
                try page.wait("document.querySelector('.change-seen')", "an item")
                try Self.check(page, axe, "an item")
                try page.click(".tile-why")
                try Self.check(page, axe, "why this")
                try page.open("/")
                for name in ConsolePageTests.pages {
                    try page.open("/#/\(name)")
                    try page.wait(ConsolePageTests.isDrawn, "#/\(name)")
                    try Self.check(page, axe, "#/\(name)")
                }
            }
        }

        private static func check(_ page: Page, _ axe: String, _ name: String) throws {
            try page.evaluate("\(axe); 0")
            let findings = try page.evaluate(run)
            #expect(findings == .array([]), "\(name)")
        }
    }
}
