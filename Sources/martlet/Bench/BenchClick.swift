import ArgumentParser
import Commerce
import Engine
import JSON
import Primitives
import Service
import Simulation
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// From the first byte of an event to an answer that reflects it, over real HTTP; then the same
/// answers from a state rebuilt out of the log alone.
struct BenchClick: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "click", abstract: "Milliseconds from a click to an answer that reflects it.")

    @Option(help: "Clicks of each kind of shopper.") var clicks = 200
    @Option(help: "Seed of the shop and of the clicks.") var seed: UInt64 = 1
    @Option(help: "Train this model on the shop's past first, and answer with it.")
    var model: TrainingProfile?
    @Flag(help: "Print one line of JSON.") var json = false

    /// Whose click it is.
    enum Kind: String, CaseIterable {
        case knownUser = "known_user"
        case visitor
        case linkedVisitor = "linked_visitor"
        case newItem = "new_item"
        case newUser = "new_user"
    }

    func run() async throws {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        defer { FileSystem.removeFolder(folder) }
        let shop = Shop(seed: seed)
        try await stock(folder, shop)
        try train(folder)
        let server = try ServerProcess(BenchIngest.arguments(folder))
        var samples: [Kind: Samples] = [:]
        var answers: [[UInt8]: [UInt8]] = [:]
        do {
            defer { server.stop() }
            try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                for number in 0..<clicks {
                    for kind in Kind.allCases {
                        let click = Click(kind, number, shop, seed: seed)
                        try await click.prepare(&http)
                        samples[kind, default: Samples()].add(try await click.measure(&http))
                    }
                }
                // After the last click nothing changes any more: what is answered now must follow
                // from the log alone.
                for number in 0..<clicks {
                    for kind in Kind.allCases {
                        for question in Click(kind, number, shop, seed: seed).questions {
                            answers[question] = try await http.post("/v1/recommend", question).body
                        }
                    }
                }
            }
        }
        let different = try await differences(folder, answers)
        let sync = try syncSamples(folder)
        report(samples, sync, compared: answers.count, different: different)
        if different > 0 { throw ExitCode(1) }
    }

    private func stock(_ folder: String, _ shop: Shop) async throws {
        let engine = try Engine(path: folder)
        let simulator = Simulator(shop: shop, shopperCount: 500, seed: seed)
        try await SimulatorDriver.stock(engine, with: simulator)
        let past = simulator.history(sessions: 2000, before: WallClock.system.now())
        for start in stride(from: 0, to: past.count, by: 4000) {
            _ = try await engine.append(Array(past[start...].prefix(4000)), origin: .imported)
        }
        try await engine.close()
    }

    /// A handful of passes: what is measured is the way to the answer, not how good it is.
    private func train(_ folder: String) throws {
        guard let model else { return }
        var options = ModelTraining.Options()
        options.profile = model
        options.epochsMax = 4
        options.seed = seed
        let outcome = try ModelTraining(directory: folder, options: options).run { _ in }
        try ModelRegistry(directory: folder).promote(outcome.record.version)
    }

    /// How many answers change when the snapshot is thrown away and the log is replayed.
    private func differences(_ folder: String, _ answers: [[UInt8]: [UInt8]]) async throws -> Int {
        FileSystem.remove(folder + "/state.snapshot")
        FileSystem.remove(folder + "/linear.snapshot")
        let server = try ServerProcess(BenchIngest.arguments(folder))
        defer { server.stop() }
        return try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            var different = 0
            for (question, before) in answers {
                let after = try await http.post("/v1/recommend", question).body
                if try Self.items(after) != Self.items(before) { different += 1 }
            }
            return different
        }
    }

    private static func items(_ answer: [UInt8]) throws -> Value? {
        try JSONParser.parse(answer).object?["items"]
    }

    /// How long the disk takes to sync four kilobytes.
    private func syncSamples(_ folder: String) throws -> Samples {
        let descriptor = unsafe open(folder + "/sync", O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw ServerProcessError("cannot write to \(folder)") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 7, count: 4096)
        let clock = ContinuousClock()
        var samples = Samples()
        for number in 0..<2000 {
            let start = clock.now
            _ = unsafe pwrite(descriptor, block, block.count, off_t(number % 64 * 4096))
            #if os(Linux)
                fdatasync(descriptor)
            #else
                fsync(descriptor)
            #endif
            samples.add(clock.now - start)
        }
        return samples
    }

    private func report(
        _ samples: [Kind: Samples], _ sync: Samples, compared: Int, different: Int
    ) {
        var all = Samples()
        var figures = Figures()
        for kind in Kind.allCases {
            guard let part = samples[kind] else { continue }
            all.add(part)
            figures.add(
                "\(kind.rawValue)_p99_ms", part.milliseconds(quantile: 0.99), "\(part.count) clicks"
            )
        }
        let syncP99 = sync.milliseconds(quantile: 0.99)
        figures.add("p50_ms", all.milliseconds(quantile: 0.5), "click to answer, all \(all.count)")
        figures.add("p99_ms", all.milliseconds(quantile: 0.99), "click to answer")
        figures.add("fdatasync_p99_ms", syncP99, "4 kB, \(sync.count) times")
        figures.add("bar_ms", 10 + 2 * syncP99, "10 ms + 2 × fdatasync p99")
        figures.add("answers_compared", Double(compared), "with a state rebuilt from the log")
        figures.add("answers_different", Double(different), "must be 0")
        figures.print(asJSON: json)
    }
}
