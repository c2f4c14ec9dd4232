import ArgumentParser
import Engine
import Primitives
import Service
import Storage

/// What a shop asks of a server all day, over real HTTP: how much it can answer, how long it takes,
/// and what it does when more is asked of it.
struct BenchServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers a second, their times, and twice the load that the server can take.",
        discussion: """
            The load generator shares the machine with the server. Rates stand beside that of \
            /healthz in the same run, which is the price of HTTP alone. Times at a given rate count \
            from when a request was to be sent. --keep keeps the shop and its trained model for the \
            next run; what the load adds to its log stays there. No answer is kept to be given again: \
            each of these is made anew, from a state that the last event has changed.
            """)

    @Option(help: "Items of the catalogue.") var items = 50_000
    @Option(help: "People with a history.") var users = 100_000
    @Option(help: "The mean length of their histories, which are geometric.") var mean = 20
    @Option(help: "Train a model of this size first: tiny, small, base or large.")
    var model = TrainingProfile.small
    @Flag(help: "Answer without a trained model.") var noModel = false
    @Option(help: "Passes of the training.") var passes = 1
    @Option(help: "Seconds of each part.") var seconds = 10.0
    @Option(help: "Recommendations and searches a second of the even load.") var rate = 1000.0
    @Option(help: "Events a second beside them.") var events = 500.0
    @Option(help: "Minutes of the even load, in place of the other parts: whether anything grows.")
    var minutes: Double?
    @Option(help: "Memory that the server may take, as `martlet serve` has it.") var memory: String?
    @Option(help: "A folder in which the shop is kept for the next run.") var keep: String?
    @Option(help: "Settings of the server, such as one that has no memory for states.")
    var config: String?
    @Option(help: "Draws the shop and the load.") var seed: UInt64 = 1
    @Flag(help: "Print one line of JSON.") var json = false

    func validate() throws {
        guard items > 0, users > 0, mean > 0, passes > 0, seconds > 0, rate > 0, events > 0,
            minutes ?? 1 > 0
        else {
            throw ValidationError("numbers must be positive")
        }
    }

    func run() async throws {
        let shop = ServeShop(items: items, users: users, mean: mean, seed: seed)
        let folder = try folder(of: shop)
        defer { if keep == nil { FileSystem.removeFolder(folder) } }
        var figures = Figures()
        let clock = ContinuousClock()
        let start = clock.now
        let server = try ServerProcess(
            BenchIngest.arguments(folder) + (config.map { ["--config", $0] } ?? [])
                + (memory.map { ["--memory", $0] } ?? []))
        defer { server.stop() }
        figures.add("start_s", (clock.now - start) / .seconds(1), "until the first connection")
        figures.add("start_rss_mb", Double(server.residentBytes) / 1_048_576, "then")
        if let minutes {
            Soak(
                server: server, shop: shop, minutes: minutes, rate: rate, events: events, seed: seed
            ).run(&figures)
        } else {
            let capacity = measureRates(server, shop, &figures)
            measureTimes(server, shop, &figures)
            measureOverload(server, shop, capacity, &figures)
            if !noModel { try measureTraining(server, shop, folder, &figures) }
        }
        figures.add("rss_mb", Double(server.residentBytes) / 1_048_576, "after the load")
        figures.print(asJSON: json)
    }

    /// The shop's data directory, made where it is not kept from an earlier run.
    private func folder(of shop: ServeShop) throws -> String {
        let name = "\(items)-\(users)-\(mean)-\(noModel ? "none" : model.rawValue)-\(seed)"
        let folder =
            keep.map { "\($0)/\(name)" }
            ?? FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        let finished = folder + ".finished"
        guard !FileSystem.exists(finished) else { return folder }
        FileSystem.removeFolder(folder)
        try FileSystem.createFolder(folder)
        try shop.make(in: folder, model: noModel ? nil : model, passes: passes)
        if keep != nil { try FileSystem.replace(finished, with: []) }
        return folder
    }

    // MARK: Parts

    /// How much the server answers when each connection asks again at once.
    ///
    /// - Returns: Recommendations and events a second.
    private func measureRates(
        _ server: ServerProcess, _ shop: ServeShop, _ figures: inout Figures
    ) -> Double {
        func load(_ mix: [Load.Kind: Double]) -> (outcome: Load.Outcome, busy: Double) {
            let before = server.processorSeconds
            let outcome = Load(
                port: server.port, shop: shop, mix: mix, seconds: seconds, seed: seed
            ).run()
            return (outcome, server.processorSeconds - before)
        }
        let mixes: [(name: String, kind: Load.Kind, mix: [Load.Kind: Double])] = [
            ("health", .health, [.health: 1]), ("search", .search, [.search: 1]),
            ("recommend", .recommend, [.recommend: 5, .event: 1]),
        ]
        var health = 0.0
        var all = 0.0
        for (name, kind, mix) in mixes {
            let (outcome, busy) = load(mix)
            let rate = outcome.perSecond(kind)
            if kind == .health { health = rate }
            all = outcome.perSecond(kind, .event)
            figures.add(
                "\(name)_per_s", rate,
                kind == .recommend ? "20 items, and an event for five answers" : "\(name) alone")
            figures.add(
                "\(name)_cpu_us", busy * 1e6 / max(1, all * outcome.seconds),
                "the server's processor time for each")
            guard kind != .health else { continue }
            figures.add("\(name)_share", rate / health, "of the rate of /healthz")
            report(outcome.samples(kind), name, &figures)
        }
        return all
    }

    /// How long answers take at an even load.
    private func measureTimes(
        _ server: ServerProcess, _ shop: ServeShop, _ figures: inout Figures
    ) {
        let outcome = evenLoad(server, shop, seed: seed + 1)
        figures.add(
            "mixed_per_s", outcome.perSecond(.recommend, .search),
            "of \(Int(rate)), three of ten searches, beside \(Int(events)) events")
        report(outcome.samples(.recommend, .search), "mixed", &figures)
        figures.add(
            "mixed_event_p99_ms", outcome.samples(.event).milliseconds(quantile: 0.99), "events")
        figures.add("mixed_failures", Double(outcome.failures), "must be 0")
    }

    /// Recommendations, searches and events at the rates that are asked for.
    func evenLoad(_ server: ServerProcess, _ shop: ServeShop, seed: UInt64) -> Load.Outcome {
        Load(
            port: server.port, shop: shop,
            mix: [.recommend: rate * 0.7, .search: rate * 0.3, .event: events],
            perSecond: rate + events, connections: 32, seconds: seconds * 2, seed: seed
        ).run()
    }

    /// What becomes of twice the load that the server can take, and how soon it is well again.
    private func measureOverload(
        _ server: ServerProcess, _ shop: ServeShop, _ capacity: Double, _ figures: inout Figures
    ) {
        let mix: [Load.Kind: Double] = [.recommend: 5, .event: 1]
        let outcome = Load(
            port: server.port, shop: shop, mix: mix, perSecond: 2 * capacity, connections: 256,
            seconds: seconds, seed: seed + 2
        ).run()
        let asked = Double(outcome.statuses.values.reduce(0, +)) / outcome.seconds
        figures.add("overload_asked_per_s", asked, "twice the load wanted, on 256 connections")
        figures.add(
            "overload_goodput", outcome.perSecond(.recommend, .event) / capacity,
            "good answers, share of the most")
        let refused = [429, 503].reduce(0) { $0 + (outcome.statuses[$1] ?? 0) }
        figures.add(
            "overload_refused", Double(refused) / max(1, asked * outcome.seconds),
            "share that is asked to come back")
        report(outcome.samples(.recommend, .event), "overload", &figures)
        figures.add("overload_failures", Double(outcome.failures), "must be 0")
        figures.add(
            "recovery_s", recovery(server, shop, mix, perSecond: capacity / 2),
            "until p99 is below 20 ms at half of what it can take; 10 where it never is")
    }

    /// Seconds until the slowest hundredth of a half second is quick again.
    private func recovery(
        _ server: ServerProcess, _ shop: ServeShop, _ mix: [Load.Kind: Double], perSecond: Double
    ) -> Double {
        for half in 0..<20 {
            let outcome = Load(
                port: server.port, shop: shop, mix: mix, perSecond: perSecond, seconds: 0.5,
                seed: seed + 3 + UInt64(half)
            ).run()
            if outcome.samples(.recommend).milliseconds(quantile: 0.99) < 20 {
                return Double(half) / 2
            }
        }
        return 10
    }

    func report(_ samples: Samples, _ name: String, _ figures: inout Figures) {
        for (quantile, label) in [(0.5, "p50"), (0.99, "p99"), (0.999, "p999")] {
            figures.add(
                "\(name)_\(label)_ms", samples.milliseconds(quantile: quantile),
                label == "p50" ? "\(grouped(samples.count)) good answers" : "")
        }
    }
}
