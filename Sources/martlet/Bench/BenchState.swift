import ArgumentParser
import Commerce
import Engine
import Primitives
import Storage

/// What one event costs the state, by the number of people it remembers: a snapshot is published
/// after each, so this shows that publishing costs the same however many there are.
struct BenchState: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "Cost of applying and publishing one event.")

    @Option(help: "Numbers of people to compare.") var people = [1000, 30_000, 900_000]
    @Option(help: "Events measured.") var events = 3000
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        var figures = Figures()
        for count in people {
            let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
            defer { FileSystem.removeFolder(folder) }
            let engine = try Engine(path: folder)
            for start in stride(from: 0, to: count, by: 4000) {
                let past = (start..<min(start + 4000, count)).map {
                    Self.event("past", $0, person: $0)
                }
                _ = try await engine.append(past, origin: .imported)
            }
            let before = engine.statistics
            var rng = SeededRNG(seed: 1)
            for number in 0..<events {
                let person = rng.index(below: count)
                _ = try await engine.append([Self.event("live", number, person: person)])
            }
            let after = engine.statistics
            let seconds = after.applySeconds - before.applySeconds
            let applied = after.appliedEvents - before.appliedEvents
            figures.add(
                "apply_us_\(count)", seconds * 1e6 / Double(applied),
                "one event and its publication, \(grouped(count)) people")
            try await engine.close()
        }
        figures.print(asJSON: json)
    }

    private static func event(_ name: String, _ number: Int, person: Int) -> Event {
        var event = Event(id: "\(name)-\(number)", type: .view)
        event.user = "u\(person)"
        event.item = "i\(stableHash("\(name) \(number)") % 5000)"
        return event
    }
}
