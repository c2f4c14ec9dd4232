import TestSupport
import Testing

/// Files that are small to send and large to read. They are made in a pipe, and the process that
/// reads them may not have more memory than a shop's server.
@Suite("Hostile files")
struct HostileFileTests {
    /// Address space in KiB: what the program reserves without using it takes half of that.
    private static let memoryMax = 1 << 20

    /// Imports what a line of shell prints.
    private func importing(_ producer: String, _ directory: TemporaryDirectory) throws -> String {
        let shop = directory.file("shop")
        let result = try Binary.shell(
            "(\(producer)) 2>/dev/null | (ulimit -v \(Self.memoryMax); "
                + "'\(Binary.path)' import items - --data '\(shop)' --json 2>&1)")
        #expect(result.code == 0, "\(result.output)")
        let verdict = try Binary.run(["verify", "--data", shop])
        #expect(verdict.code == 0 && verdict.output.contains(" 0 problems"))
        return result.output
    }

    @Test("a line of 100 MB costs that line", .timeLimit(.minutes(2)))
    func longLine() throws {
        let directory = TemporaryDirectory()
        let report = try importing(
            "echo id,title; printf a,; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo b,B",
            directory)
        #expect(report.contains(#""quarantined":{"line_too_long":1}"#), "\(report)")
        #expect(report.contains(#""taken":{"item":1}"#))
        #expect((directory.read("shop/quarantine.jsonl") ?? "").utf8.count < 3000)
    }

    @Test("a gzip bomb of 2 GB costs its lines", .timeLimit(.minutes(3)))
    func bomb() throws {
        let directory = TemporaryDirectory()
        let member = directory.file("member.gz")
        let report = try importing(
            "head -c 33554432 /dev/zero | gzip -1 > '\(member)'; echo id,title | gzip; "
                + "for i in $(seq 64); do cat '\(member)'; done; printf '\\nb,B\\n' | gzip",
            directory)
        #expect(report.contains(#""quarantined":{"line_too_long":1}"#), "\(report)")
        #expect(report.contains(#""taken":{"item":1}"#))
    }

    @Test("a million lines in a few kilobytes are each accounted for", .timeLimit(.minutes(2)))
    func manyLines() throws {
        let directory = TemporaryDirectory()
        let report = try importing("echo id,title; yes , | head -1000000", directory)
        #expect(report.contains(#""quarantined":{"missing":1000000}"#), "\(report)")
        let quarantine = try Binary.shell("wc -l < '\(directory.file("shop/quarantine.jsonl"))'")
        #expect(quarantine.output == "1000000\n")
    }

    @Test("the item of a mapping of items is its id")
    func itemIsID() throws {
        let directory = TemporaryDirectory()
        let file = directory.write("sku,title\na,Lamp\n", to: "goods.csv")
        let shop = directory.file("shop")
        let result = try Binary.run(
            ["import", "items", file, "--map", "item=sku", "--data", shop, "--json"])
        #expect(result.code == 0 && result.output.contains(#""item":1"#), "\(result.output)")
    }
}
