import Foundation
import Testing

@Suite("what the pages weigh")
struct PageWeightTests {
    private static let web = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/CWebAssets/web")

    /// Everything that a page loads: what its HTML names, what modules import, what styles load.
    private static func files(of page: String) throws -> Set<String> {
        var found: Set<String> = [page]
        var open = [page]
        while let name = open.popLast() {
            guard ["html", "js", "css"].contains(name.split(separator: ".").last) else { continue }
            let text = try String(contentsOf: web.appending(path: name), encoding: .utf8)
            let folder = name.split(separator: "/").dropLast().joined(separator: "/")
            var links: [String] = []
            for match in text.matches(of: /"assets\/([^"#]+)/) { links.append(String(match.1)) }
            for match in text.matches(of: /(?:from '|url\(")([^'")]+)/) {
                let parts = (folder.split(separator: "/") + match.1.split(separator: "/"))
                let path = parts.reduce(into: [Substring]()) { path, part in
                    if part == ".." { path.removeLast() } else if part != "." { path.append(part) }
                }
                links.append(path.joined(separator: "/"))
            }
            for link in links where found.insert(link).inserted { open.append(link) }
        }
        return found
    }

    @Test(
        "a page and all that it loads stay under 300 kB",
        arguments: ["shop.html", "console.html"])
    func weight(_ page: String) throws {
        var bytes = 0
        for file in try Self.files(of: page) {
            bytes += try Data(contentsOf: Self.web.appending(path: file)).count
        }
        #expect(bytes > 50_000, "not all of it was found")
        #expect(bytes < 300_000)
    }

    @Test("no page names another host")
    func ownHost() throws {
        for page in ["shop.html", "console.html"] {
            for file in try Self.files(of: page) where !file.hasSuffix(".woff2") {
                let text = try String(contentsOf: Self.web.appending(path: file), encoding: .utf8)
                let hosts = text.matches(of: /https?:\/\/[^'"\s)]+/).map { String($0.0) }
                    .filter { !$0.contains("www.w3.org/2000/svg") }
                #expect(hosts == [], "\(file)")
            }
        }
    }
}
