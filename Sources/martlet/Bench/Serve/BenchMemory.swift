import ArgumentParser
import Engine
import Service
import Storage

/// What a server takes as more people are known: memory, the time of a start, and of an answer.
struct BenchMemory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Memory, start and times of answers by how many people and items there are.",
        discussion: """
            A shop for each number of people, without a trained model, in a server of its own. The \
            first start after an import makes the search index; the one that counts is the next. \
            What a budget has no room for is forgotten, who was not seen for longest first.
            """)

    @Option(parsing: .upToNextOption, help: "People with a history, of one shop each.")
    var users = [10_000, 100_000, 1_000_000]
    @Option(help: "Items of each catalogue.") var items = 50_000
    @Option(help: "The mean length of their histories, which are geometric.") var mean = 5
    @Option(help: "Memory that the server may take, as `martlet serve` has it.") var memory: String?
    @Option(help: "Recommendations a second.") var rate = 500.0
    @Option(help: "Seconds of them.") var seconds = 10.0
    @Option(help: "Draws shops and load.") var seed: UInt64 = 1
    @Flag(help: "Print a line of JSON for each shop.") var json = false

    func validate() throws {
        guard !users.isEmpty, users.allSatisfy({ $0 > 0 }), items > 0, mean > 0, rate > 0,
            seconds > 0
        else { throw ValidationError("numbers must be positive") }
    }

    func run() async throws {
        for count in users {
            var figures = Figures()
            figures.add("users", Double(count), "of \(mean) events in the mean")
            figures.add("items", Double(items), memory.map { "within \($0)" } ?? "no budget")
            try await measure(count, &figures)
            figures.print(asJSON: json)
            flushOutput()
        }
    }

    private func measure(_ users: Int, _ figures: inout Figures) async throws {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        defer { FileSystem.removeFolder(folder) }
        try FileSystem.createFolder(folder)
        let shop = ServeShop(items: items, users: users, mean: mean, seed: seed)
        try shop.make(in: folder, model: nil, passes: 0)
        figures.add("first_start_s", try start(folder).seconds, "after the import")
        let (server, seconds) = try start(folder, staying: true)
        defer { server.stop() }
        figures.add("start_s", seconds, "until the first connection")
        figures.add("start_rss_mb", Double(server.residentBytes) / 1_048_576, "then")
        figures.add("people", try await people(server), "known to the state")
        let load = Load(
            port: server.port, shop: shop, mix: [.recommend: 1], perSecond: rate,
            seconds: self.seconds,
            seed: seed)
        let samples = load.run().samples(.recommend)
        for (quantile, label) in [(0.5, "p50"), (0.99, "p99")] {
            figures.add(
                "recommend_\(label)_ms", samples.milliseconds(quantile: quantile),
                label == "p50" ? "\(grouped(samples.count)) answers" : "")
        }
        figures.add("rss_mb", Double(server.residentBytes) / 1_048_576, "after the load")
    }

    private func start(
        _ folder: String, staying: Bool = false
    ) throws -> (server: ServerProcess, seconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let server = try ServerProcess(
            BenchIngest.arguments(folder) + (memory.map { ["--memory", $0] } ?? []))
        let seconds = (clock.now - start) / .seconds(1)
        if !staying { server.stop() }
        return (server, seconds)
    }

    /// How many people the state knows, as the server tells it.
    private func people(_ server: ServerProcess) async throws -> Double {
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let text = String(decoding: try await http.get("/metrics").body, as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.hasPrefix("martlet_people ") }
            return line.flatMap { Double($0.dropFirst("martlet_people ".count)) } ?? 0
        }
    }
}
