import Commerce
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// A training that is killed leaves the server as it was, and the next one what it needs.
struct KilledTrainingTests {
    private static let question = Array(#"{"placement":"home","user":"u1"}"#.utf8)

    /// Fifty people who go round in circles of items, a hundred events each.
    private static let events: [Value] = (0..<5000).map { number in
        let (user, step) = (number % 50, number / 50)
        var event = Event(id: "e\(number)", type: .view)
        event.user = "u\(user)"
        event.time = WallClock.system.now() + Double(step - 6000)
        event.item = "i\((user * 7 + step) % 100)"
        return .object(event.fields)
    }

    /// Trains with a seed; where a number of passes is given, only until that many are told of.
    private static func train(_ shop: String, killedAfter passes: Int? = nil) throws -> (
        code: Int32, output: String
    ) {
        // Eager, for tests beside this one may leave nothing.
        let command =
            "'\(Binary.path)' train --data '\(shop)' --only model --profile tiny --eager --seed 7"
        guard let passes else { return try Binary.shell("\(command) 2>&1") }
        return try Binary.shell(
            """
            exec bash -c 'exec 3< <(exec "$@"); training=$!
            while read -r line <&3; do [[ $line != "pass \(passes):"* ]] || break; done
            kill -9 $training; echo killed' - \(command) 2>&1
            """)
    }

    @Test("the server answers on, and the next training goes on", .timeLimit(.minutes(5)))
    func killed() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let server = try ServerProcess(
            executable: Binary.path,
            ["serve", "--data", shop, "--port", "0", "--log-level", "critical"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let body = Value.array(Self.events).json
            #expect(try await http.post("/v1/events", body).status == 200)
            let killed = try Self.train(shop, killedAfter: 3)
            #expect(killed.output.contains("killed"), "\(killed.output)")
            #expect(FileSystem.exists("\(shop)/models/training.safetensors"))
            #expect(try await http.post("/v1/recommend", Self.question).status == 200)

            // What a training that was killed while it wrote leaves as well.
            let half = "\(shop)/models/m-1.safetensors.new"
            try FileSystem.replace(half, with: Array("half a model".utf8))
            let next = try Self.train(shop)
            #expect(next.code == 0 && next.output.contains("goes on after"), "\(next.output)")
            #expect(!FileSystem.exists(half))
            #expect(!FileSystem.exists("\(shop)/models/training.safetensors"))
            #expect(try await http.post("/v1/recommend", Self.question).status == 200)
        }
        #expect(server.stop() == 0)
    }

    @Test("two trainings of a shop at once are refused", .timeLimit(.minutes(5)))
    func together() throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let lines = Self.events.map { String(decoding: $0.json, as: UTF8.self) }
        let file = directory.write(lines.joined(separator: "\n"), to: "events.jsonl")
        #expect(try Binary.run(["import", "events", file, "--data", shop]).code == 0)
        try FileSystem.createFolder("\(shop)/models")
        let other = try DirectoryLock(folder: "\(shop)/models")
        let refused = try Self.train(shop)
        #expect(refused.code != 0 && refused.output.contains("is in use"), "\(refused.output)")
        other.release()
    }
}
