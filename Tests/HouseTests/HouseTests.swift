import Testing

/// The style of this repository, as code. STYLE.md says why each rule is one.
@Suite("House")
struct HouseTests {
    let repository = Repository()

    @Test("files and functions stay short")
    func lengths() {
        report(repository.swiftSources().flatMap(Rules.lengths))
    }

    @Test("imports point down only")
    func imports() {
        report(repository.swiftSources().flatMap { Rules.imports($0) })
        report(Rules.table(Room.all))
    }

    @Test("the manifest declares no edge beyond the table")
    func manifest() throws {
        report(Rules.manifest(try #require(repository.text("Package.swift"))))
    }

    @Test("no traps, prints or markers for later")
    func words() {
        report(repository.swiftSources().flatMap(Rules.words))
    }

    @Test("every room has a page")
    func pages() {
        for room in repository.rooms() where room != "martlet" {
            report(
                Rules.catalogue(room, repository.text("Sources/\(room)/\(room).docc/\(room).md")))
        }
    }

    @Test("the architecture names every room")
    func architecture() {
        report(
            Rules.architecture(repository.text("ARCHITECTURE.md"), rooms: repository.rooms()))
    }

    @Test("the scan sees the repository")
    func scan() {
        let sources = repository.swiftSources()
        #expect(repository.rooms().contains("Primitives"))
        #expect(sources.contains { $0.functions.count > 5 })
        #expect(sources.contains { !Rules.importedModules($0).isEmpty })
    }

    private func report(_ violations: [Violation]) {
        for violation in violations { Issue.record("\(violation)") }
    }
}
