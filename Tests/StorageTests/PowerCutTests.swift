import CPowerCut
import Commerce
import Primitives
import Storage
import TestSupport
import Testing

/// What is acknowledged survives a power cut at any write, sync or deletion.
///
/// The disk is of `CPowerCut`, which is one for the whole process: these tests take turns.
@Suite("Power cuts", .serialized)
struct PowerCutTests {
    @Test("whatever a cut hits, what was acknowledged is there once, and nothing is damaged")
    func cuts() async throws {
        var total = PowerCutTrial.Coverage()
        for seed in 1...16 as ClosedRange<UInt64> {
            let trial = PowerCutTrial(seed: seed)
            var rng = SeededRNG(seed: seed)
            for cut in 1...8 {
                await trial.losePower()
                // Now and then the power goes again before anyone has looked.
                if cut == 8 || rng.chance(0.7) { try trial.check() }
            }
            #expect(trial.violations.isEmpty, "seed \(seed)")
            total.add(trial.coverage)
        }
        #expect(total.cuts == 128)
        #expect(total.inOpening >= 5)
        #expect(total.inDatabase >= 5)
        #expect(total.unheard >= 5)
    }

    @Test("cuts while a checkpoint runs beside the writer")
    func besideCheckpoints() async throws {
        for seed in 101...104 as ClosedRange<UInt64> {
            let trial = PowerCutTrial(seed: seed)
            for _ in 0..<6 {
                await trial.losePower { log in
                    while !powercut_is_cut() {
                        try? log.checkpoint()
                        await Task.yield()
                    }
                }
                try trial.check()
            }
            #expect(trial.violations.isEmpty, "seed \(seed)")
        }
    }

    @Test("a disk that lies about syncs loses acknowledged events: the check can fail")
    func lyingDisk() async throws {
        var lost = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            let trial = PowerCutTrial(seed: seed, isLying: true)
            for _ in 0..<4 { await trial.losePower() }
            try trial.check()
            if trial.violations.contains(where: { $0.hasSuffix("is lost") }) { lost += 1 }
        }
        #expect(lost >= 4)
    }

    @Test("a full disk fails the append alone; sent again, its events are stored once")
    func fullDisk() throws {
        let directory = TemporaryDirectory()
        try #require(directory.startPowerCut())
        defer { powercut_stop() }
        let log = try directory.log(walBytesMax: 200_000)
        var expected: [String] = []
        for round in 0..<60 {
            let batch = (0..<20).map { Scene.large("\(round)-\($0)", bytes: 300) }
            powercut_fill(Int64(1 + round % 30))
            let outcomes = try? log.append(batch)
            if round % 3 == 0 { try? log.checkpoint() }
            powercut_fill(0)
            let again = try log.append(batch)
            #expect(again.count == 20)
            if outcomes != nil {
                #expect(again.allSatisfy { if case .duplicate = $0 { true } else { false } })
            }
            expected += batch.map(\.event.id)
        }
        #expect(try log.everything().map(\.event.id) == expected)
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
    }

    @Test("a full disk is an error that says so")
    func fullDiskError() throws {
        let directory = TemporaryDirectory()
        try #require(directory.startPowerCut())
        defer { powercut_stop() }
        let log = try directory.log()
        powercut_fill(1)
        let error = #expect(throws: StorageError.self) { try log.append(Scene.batch(0..<10)) }
        #expect(error?.code == .io)
        #expect(error?.message == "the disk is full; free some space")
        // The keys come before what they seal.
        #expect(error?.file == directory.file("vault.sqlite"))
        powercut_fill(0)
        #expect(try log.append(Scene.batch(0..<10)).first == .stored(offset: 1))
        try log.closeWithVault()
    }

    @Test("the disk itself keeps what was synced, and nothing else")
    func disk() throws {
        let directory = TemporaryDirectory()
        try #require(directory.startPowerCut())
        let log = try directory.log()
        _ = try log.append(Scene.batch(0..<10))
        let operations = powercut_operations()
        #expect(operations > 10)
        _ = try log.append([])
        #expect(powercut_operations() == operations)
        powercut_cut(1, POWERCUT_DISCARD)
        #expect(powercut_is_cut())
        #expect(throws: StorageError.self) { try log.append(Scene.batch(10..<20)) }
        try? log.closeWithVault()
        powercut_stop()
        let again = try directory.log()
        #expect(try again.everything().map(\.event) == Scene.batch(0..<10).map(\.event))
        try again.closeWithVault()
    }
}

extension PowerCutTrial.Coverage {
    mutating func add(_ other: Self) {
        cuts += other.cuts
        inOpening += other.inOpening
        inDatabase += other.inDatabase
        unheard += other.unheard
    }
}
