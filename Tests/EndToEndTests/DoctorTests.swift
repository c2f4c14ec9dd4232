import Service
import Storage
import TestSupport
import Testing

/// The doctor finds what is wrong, and only that.
struct DoctorTests {
    /// A shop with an event and an item, whose server has stopped.
    private func shop(_ directory: TemporaryDirectory) async throws -> String {
        let shop = directory.file("shop")
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", shop, "--port", "0"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let item = Array(#"{"title":"Lantern"}"#.utf8)
            #expect(try await http.put("/v1/items/i", item).status == 200)
            let event = Array(#"{"type":"view","user":"u","item":"i"}"#.utf8)
            #expect(try await http.post("/v1/events", event).status == 200)
            let url = "http://127.0.0.1:\(server.port)"
            let (code, output) = try Binary.run(["doctor", "--data", shop, "--url", url])
            #expect(code == 0 && output.contains("fine     server"), "\(output)")
        }
        #expect(server.stop() == 0)
        return shop
    }

    @Test(.timeLimit(.minutes(2)))
    func aHealthyShopIsFine() async throws {
        let directory = TemporaryDirectory()
        let (code, output) = try Binary.run([
            "doctor", "--data", try await shop(directory), "--deep",
        ])
        #expect(code == 0, "\(output)")
        for subject in ["settings", "rights", "disk", "log", "snapshot", "content", "model"] {
            #expect(output.contains("fine     \(subject)"), "\(subject): \(output)")
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func whatIsBrokenIsNamedWithWhatToDo() async throws {
        let directory = TemporaryDirectory()
        let path = try await shop(directory)
        let garbage = Array("garbage".utf8)
        let cases = [
            ("settings.json", "wrong    settings", "correct the file"),
            ("models/serving", "wrong    model", "rollback"),
            ("vault.sqlite", "wrong    directory", "backup"),
        ]
        for (file, finding, advice) in cases {
            let name = "\(path)/\(file)"
            let kept = FileSystem.exists(name) ? try FileSystem.read(name) : nil
            try FileSystem.createFolder(FileSystem.parent(of: name))
            try FileSystem.replace(name, with: garbage)
            let (code, output) = try Binary.run(["doctor", "--data", path])
            #expect(code == 1 && output.contains(finding) && output.contains(advice), "\(output)")
            if let kept {
                try FileSystem.replace(name, with: kept)
            } else {
                FileSystem.remove(name)
            }
        }
        // A snapshot only saves time.
        try FileSystem.replace("\(path)/state.snapshot", with: garbage)
        let (code, output) = try Binary.run(["doctor", "--data", path])
        #expect(code == 0 && output.contains("a start replays 1 events"), "\(output)")
    }

    @Test(arguments: [
        ["--data", "/nowhere/at/all"], ["--url", "http://127.0.0.1:1"], ["--url", "nonsense"],
    ])
    func whatIsNotThereIsWrong(_ arguments: [String]) throws {
        let (code, output) = try Binary.run(["doctor"] + arguments)
        #expect(code == 1 && output.contains("wrong"), "\(output)")
    }
}
