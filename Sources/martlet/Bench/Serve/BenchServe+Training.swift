import Service

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension BenchServe {
    /// How long a training may take to read the log and to begin.
    private static let secondsMax = 600.0

    /// What a training beside the server costs the even load, and what the load costs the training.
    ///
    /// - Parameters:
    ///   - server: Serves the shop.
    ///   - shop: What is asked for.
    ///   - folder: The shop's directory.
    ///   - figures: Gets the times, and the training's rate as a share of what it is without load.
    /// - Throws: `ServerProcessError` where no training can be started.
    func measureTraining(
        _ server: ServerProcess, _ shop: ServeShop, _ folder: String, _ figures: inout Figures
    ) throws {
        let alone = try TrainingRun(folder, model, seed: seed + 11)
        let clock = ContinuousClock()
        let start = clock.now
        while alone.rate == nil, clock.now - start < .seconds(Self.secondsMax) { usleep(100_000) }
        let most = alone.rate ?? 0
        alone.end()
        let beside = try TrainingRun(folder, model, seed: seed + 12)
        var outcome = Load.Outcome()
        var part: UInt64 = 0
        repeat {
            part += 1
            outcome.add(evenLoad(server, shop, seed: seed + 100 + part))
        } while beside.rate == nil && Double(part) * seconds < Self.secondsMax
        let rate = beside.rate ?? 0
        beside.end()
        report(outcome.samples(.recommend, .search), "trained", &figures)
        figures.add("trained_failures", Double(outcome.failures), "must be 0")
        figures.add("training_per_s", most, "tokens of a training beside the idle server")
        figures.add("training_share", rate / max(1, most), "of that rate beside the load")
    }
}
