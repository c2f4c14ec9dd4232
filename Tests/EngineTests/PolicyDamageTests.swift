import Engine
import Storage
import TestSupport
import Testing

@Suite("A policy whose files are damaged")
struct PolicyDamageTests {
    @Test("is done without, and named once", arguments: ["live", "p-1"])
    func damaged(version: String) async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let configuration = PolicyStageTests.configuration()
        let scene = try await PolicyStageTests.scene(directory, clock, configuration)
        try await scene.engine.promotePolicy(nil)
        try await scene.engine.close()
        let file = "\(directory.path)/policies/\(version).safetensors"
        #expect(FileSystem.exists(file))
        try FileSystem.replace(file, with: Array("half a file".utf8))

        let engine = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        let again = Scene(engine: engine, folder: directory.path)
        #expect(PolicyStageTests.ask(again, "v").hits.count == 8)
        #expect(engine.policy?.state == (version == "live" ? "serving" : "shadow"))
        let error = await #expect(throws: (any Error).self) { try await engine.maintain() }
        #expect(error.map { "\($0)".contains(file) } ?? false, "\(String(describing: error))")
        try await engine.maintain()
        try await engine.close()
    }
}
