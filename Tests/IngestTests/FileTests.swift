import Commerce
import Ingest
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Named apart from the test `pipe`.
private func makePipe(_ ends: inout [Int32]) -> Int32 { unsafe pipe(&ends) }

private func code(_ body: () throws -> Void) -> (ImportError.Code, String)? {
    do { try body() } catch let error as ImportError {
        return (error.code, error.description)
    } catch {}
    return nil
}

@Suite("Files")
struct FileTests {
    private static let lines = (0..<20_000).map { "i\($0),Lamp \($0)\n" }.joined()
    private static let csv = "id,title\n" + lines

    @Test func gzipIsReadLikePlain() throws {
        let trial = try Trial(.items, bytes: gzip(Self.csv), name: "items.csv.gz")
        #expect(trial.sink.items.count == 20_000)
        #expect(trial.report.errors.isEmpty)
    }

    @Test("What stands before a cut is taken, what the cut halves is not")
    func gzipCutShort() throws {
        let trial = try Trial(
            .items, bytes: Array(gzip(Self.csv).prefix(200_000)), name: "items.csv.gz")
        let error = try #require(trial.report.errors.first)
        #expect(error.code == .damaged)
        #expect(error.description.contains("items.csv.gz: ends within its gzip data"))
        #expect(trial.sink.items.count > 10_000)
        #expect(trial.reasons == ["cut_short": 1])
        #expect(trial.report.total.isBalanced)
        #expect(trial.report.text.contains("ERROR"))
    }

    @Test("What stands before damage is taken, but for a few kilobytes")
    func gzipDamaged() throws {
        var bytes = gzip(Self.csv)
        bytes[bytes.count - 5] ^= 1
        let trial = try Trial(.items, bytes: bytes, name: "items.csv.gz")
        #expect(trial.report.errors.first?.message.contains("damaged") == true)
        #expect(trial.sink.items.count > 18_000)
        #expect(trial.report.total.isBalanced)
    }

    @Test(
        "What follows the first member is read, or told of",
        arguments: [
            (gzip("b\n"), ["a", "b"], nil), ([UInt8](repeating: 0, count: 1000), ["a"], nil),
            ([UInt8](repeating: 0, count: 100_000) + gzip("b\n"), ["a", "b"], nil),
            (Array("b\n".utf8), ["a"], "goes on after its gzip data with something else"),
            ([0, 0, 0x1F], ["a"], "goes on after its gzip data"),
            ([0x1F, 0x8B, 8], ["a"], "ends within its gzip data"),
            ([0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 3, 0], ["a"], "is damaged"),
        ] as [([UInt8], [String], String?)])
    func gzipMembers(_ rest: [UInt8], _ items: [String], _ says: String?) throws {
        let trial = try Trial(.items, bytes: gzip("id\na\n") + rest, name: "items.csv.gz")
        #expect(trial.sink.items.keys.sorted() == items)
        let message = trial.report.errors.first?.message
        #expect((message == nil) == (says == nil))
        if let says { #expect(message?.contains(says) == true, "\(message ?? "no error")") }
    }

    @Test("A damaged file does not keep the next one from being read")
    func damagedThenWhole() throws {
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: .items,
            files: [
                folder.write(gzip(Self.csv).prefix(70_000), to: "a.csv.gz"),
                folder.write("id\nlast\n", to: "b.csv"),
            ], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        let report = try Importer(options).run(into: &sink)
        #expect(report.files.map { $0.error != nil } == [true, false])
        #expect(sink.items["last"] != nil)
    }

    @Test func pipe() throws {
        var ends: [Int32] = [0, 0]
        try #require(makePipe(&ends) == 0)
        let text = Array("id,title\na,Lamp\n".utf8)
        #expect(unsafe write(ends[1], text, text.count) == text.count)
        close(ends[1])
        defer { close(ends[0]) }
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: .items, files: ["/dev/fd/\(ends[0])"], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        var total: Int64? = 0
        _ = try Importer(options).run(into: &sink) { total = $0.bytesTotal }
        #expect(sink.items.keys.sorted() == ["a"])
        #expect(total == nil)
    }

    @Test func standardInput() throws {
        let folder = TemporaryDirectory()
        let path = folder.write(gzip("{\"id\": \"a\"}\n"), to: "in")
        let kept = dup(STDIN_FILENO)
        let file = unsafe open(path, O_RDONLY)
        dup2(file, STDIN_FILENO)
        close(file)
        defer {
            dup2(kept, STDIN_FILENO)
            close(kept)
        }
        let options = ImportOptions(source: .items, files: ["-"], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        let report = try Importer(options).run(into: &sink)
        #expect(sink.items.keys.sorted() == ["a"])
        #expect(report.files.first?.name == "-")
    }

    @Test(
        "Files that cannot be imported",
        arguments: [
            ("a.csv", "", ImportError.Code.empty, "is empty"),
            ("a.csv", "sku,title\n", .missingColumn, "its columns are sku, title"),
            ("a.csv", "id,a,a\n", .duplicateColumn, "names the column a twice"),
            ("a.csv", "id,\"a\n", .badHeader, "a quote opens and never closes"),
        ])
    func refused(_ name: String, _ text: String, _ wanted: ImportError.Code, _ says: String) {
        let error = code { _ = try Trial(.items, [name: text]) }
        #expect(error?.0 == wanted)
        #expect(error?.1.contains(says) == true)
        #expect(error?.1.contains(name) == true)
    }

    @Test func notThere() {
        let options = ImportOptions(source: .items, files: ["/no/such"], quarantinePath: "/tmp/q")
        var sink = MemorySink()
        let error = code { _ = try Importer(options).run(into: &sink) }
        #expect(error?.0 == .cannotOpen)
        #expect(error?.1 == "/no/such: cannot be opened: No such file or directory")
    }

    @Test func folder() {
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: .items, files: [folder.path], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        let error = code { _ = try Importer(options).run(into: &sink) }
        #expect(error?.1.contains("it is a folder") == true)
    }

    @Test func utf16() {
        let error = code {
            _ = try Trial(.items, bytes: [0xFF, 0xFE, 0x69, 0, 0x64, 0], name: "a.csv")
        }
        #expect(error?.1.contains("UTF-16") == true)
    }

    @Test func quarantineThatCannotBeWritten() {
        let folder = TemporaryDirectory()
        let options = ImportOptions(
            source: .items, files: [folder.write("id\n\"\n", to: "a.csv")],
            quarantinePath: folder.file("no/such/folder"))
        var sink = MemorySink()
        let error = code { _ = try Importer(options).run(into: &sink) }
        #expect(error?.0 == .cannotWrite)
    }

    @Test func progress() throws {
        let folder = TemporaryDirectory()
        let path = folder.write(Self.csv, to: "a.csv")
        let options = ImportOptions(
            source: .items, files: [path, path], quarantinePath: folder.file("q"))
        var sink = MemorySink()
        var seen: [ImportProgress] = []
        _ = try Importer(options).run(into: &sink) { seen.append($0) }
        #expect(seen.map(\.lines) == seen.map(\.lines).sorted())
        #expect(seen.last?.lines == 40_000)
        #expect(seen.last?.bytesRead == seen.last?.bytesTotal)
        #expect(seen.last?.bytesTotal == Int64(2 * Self.csv.utf8.count))
    }
}
