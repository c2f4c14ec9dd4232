package import Commerce
import Dispatch
package import Primitives
import Storage
import Synchronization

/// One shop: its data directory, its state in memory, and everything that can be asked of it.
///
/// Writes go through one queue to one writer, which makes them durable, applies them to its state
/// and publishes a snapshot before it acknowledges them. Queries read one snapshot and wait for
/// nothing.
package final class Engine: Sendable {
    /// What applying events to the state took, syncs not counted.
    struct Work: Sendable {
        var events = 0
        var duration = Duration.zero
    }

    enum Write: Sendable {
        case events([Event], LoggedEvent.Origin)
        case items([Item])
        case removal([String])
        case users([User])
        case rule(Rule)
        case ruleRemoval(String)
        /// Nothing to store: what was fitted meanwhile is to be seen.
        case publication
        case forget(Traces)
        /// What was counted anew after as many forgettings.
        case rebuilt(Behaviour, due: Behaviour?, requested: Int)
    }

    enum Outcome: Sendable {
        case done
        case appended([Appended])
        case forgotten(Receipt)
    }

    /// Events and items that may wait to be written.
    private static let waitingMax = 65_536
    /// Events between two snapshots of the state on disk, at least.
    private static let snapshotEvents: Int64 = 50_000
    /// Seconds between two snapshots, at least: a large state takes a while to write.
    private static let snapshotSeconds: Double = 30

    let configured: Mutex<EngineConfiguration>
    let directory: DataDirectory
    let log: any EventLog
    private let catalogue: any Catalogue
    let clock: WallClock
    let recorder: SlateRecorder
    let cursors: CursorTable
    private let started: Timestamp
    private let working: Mutex<EngineState>
    private let published: Mutex<EngineSnapshot>
    private let queue: Mutex<WriteQueue<Write, Outcome>?> = Mutex(nil)
    private let maintenance = DispatchQueue(label: "martlet.maintenance", qos: .utility)
    let rebuilding = DispatchQueue(label: "martlet.rebuild", qos: .utility)
    let forgetting = Mutex(Forgetting())
    let forgottenStream: AsyncStream<Void>
    let forgottenSignal: AsyncStream<Void>.Continuation
    private let saved: Mutex<(offset: Int64, time: Timestamp)>
    private let work = Mutex(Work())
    let counted: Mutex<ModelMemory?> = Mutex(nil)
    let fitter: Fitter
    let indexFiles: IndexFiles
    /// When the files of the index were last looked at.
    private let indexSaved: Mutex<Timestamp>
    let models: ModelWatch
    let meaning: MeaningWatch
    let orders: OrderWatch
    /// Nil where the shop has no policy.
    let policies: PolicyLoop?
    let insights = InsightReader()
    /// Whether there is no room for new items.
    let isFull = Atomic(false)
    let isReplaying = Atomic(false)
    let bounds: Behaviour.Bounds

    /// Opens a data directory and rebuilds the state: from the snapshot if it can be used, then from
    /// the log.
    ///
    /// - Throws: `StorageError`, or `TextEncoderError` where an encoder is configured that cannot be
    ///   used.
    package init(
        path: String, configuration: EngineConfiguration = EngineConfiguration(),
        clock: WallClock = .system
    ) throws {
        configured = Mutex(configuration)
        self.clock = clock
        started = clock.now()
        (forgottenStream, forgottenSignal) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingNewest(1))
        let directory = try DataDirectory(path: path)
        self.directory = directory
        log = directory.log
        catalogue = directory.catalogue
        recorder = SlateRecorder(slates: directory.slates)
        cursors = CursorTable(clock: clock)
        fitter = Fitter(path: directory.linearPath)
        indexFiles = IndexFiles(folder: directory.indexFolder)
        indexSaved = Mutex(started)
        bounds = configuration.bounds
        var loaded = try Loader(directory: directory, bounds: bounds).load()
        let registry = ModelRegistry(directory: path)
        models = ModelWatch(registry, statesBytesMax: configuration.modelStateBytes)
        meaning = MeaningWatch(
            registry, given: try configuration.encoder.map { try SearchEncoder(folder: $0) },
            path: directory.meaningsPath)
        orders = OrderWatch(registry)
        policies = try configuration.policy.map {
            try PolicyLoop($0, directory: path, clock: clock)
        }
        loaded.state.policy = policies?.take()
        // What cannot be read is told by the first `maintain`: it is no reason not to serve.
        try? models.poll()
        models.finish()
        models.describe(by: loaded.state.catalogue)
        if let change = models.take() { loaded.state.use(change) }
        working = Mutex(loaded.state)
        published = Mutex(EngineSnapshot(loaded.state))
        saved = Mutex((loaded.snapshotOffset, started))
        let writer = WriteQueue<Write, Outcome>(weightMax: Self.waitingMax) {
            [unowned self] in self.perform($0)
        }
        queue.withLock { $0 = writer }
    }

    /// An id for an event that brought none.
    package func newEventID() -> String { timedID("m-", at: clock.now()) }

    /// Seconds since the engine was opened.
    package var uptime: Double { clock.now() - started }

    /// The state that a query reads, from its beginning to its end.
    func snapshot() -> EngineSnapshot { published.withLock { $0 } }

    // MARK: Write

    /// Stores events; when this returns they are durable and every answer knows of them.
    package func append(
        _ events: [Event], origin: LoggedEvent.Origin = .live
    ) async throws -> [Appended] {
        guard !events.isEmpty else { return [] }
        let outcome = try await submit(.events(events, origin), weight: events.count)
        guard case .appended(let appended) = outcome else { return [] }
        return appended
    }

    /// Stores items, replacing those of the same id.
    package func put(_ items: [Item]) async throws {
        guard !items.isEmpty else { return }
        try checkRoom(for: items)
        _ = try await submit(.items(items), weight: items.count)
    }

    /// Removes items. Behaviour that names them stays in the log.
    package func remove(items ids: [String]) async throws {
        _ = try await submit(.removal(ids), weight: ids.count)
    }

    package func put(_ users: [User]) async throws {
        guard !users.isEmpty else { return }
        _ = try await submit(.users(users), weight: users.count)
    }

    func submit(_ write: Write, weight: Int) async throws -> Outcome {
        guard let queue = queue.withLock({ $0 }) else {
            throw EngineError(.closing, "the engine is shut down")
        }
        return try await queue.submit(write, weight: weight)
    }

    /// Carries a group of writes out on the writer's thread, consecutive events in one transaction,
    /// and publishes once.
    private func perform(_ writes: [Write]) -> [Result<Outcome, any Error>] {
        var outcomes: [Result<Outcome, any Error>] = []
        var rebuilt: Int?
        // The writer's own state: nobody else ever waits for this lock.
        working.withLock { state in
            var index = 0
            while index < writes.count {
                let run = writes[index...].prefix { if case .events = $0 { true } else { false } }
                if run.isEmpty {
                    outcomes.append(Result { try store(writes[index], &state, &rebuilt) })
                    index += 1
                } else {
                    outcomes += appendTogether(Array(run), &state)
                    index += run.count
                }
            }
            if let linear = fitter.take() { state.linear = linear }
            if let change = models.take() { state.use(change) }
            if let change = meaning.take() { state.meanings = change }
            if let change = orders.take() { state.order = change }
            if let change = policies?.take() { state.policy = change }
            state.settle()
            let next = EngineSnapshot(state)
            published.withLock { $0 = next }
            cursors.expire(before: state.epoch)
            if let rebuilt { finishRebuild(rebuilt) }
        }
        return outcomes
    }

    private func store(
        _ write: Write, _ state: inout EngineState, _ rebuilt: inout Int?
    ) throws -> Outcome {
        switch write {
        case .events, .publication: break
        case .items(let items):
            try catalogue.put(items)
            for item in items { state.put(item) }
        case .removal(let ids):
            try catalogue.remove(items: ids)
            for id in ids { state.remove(item: id) }
        case .users(let users):
            try catalogue.put(users)
            for user in users { state.put(user) }
        case .rule(let rule):
            try catalogue.put(rule)
            state.put(rule)
        case .ruleRemoval(let id):
            try catalogue.remove(rule: id)
            state.remove(rule: id)
        case .forget(let traces): return .forgotten(try forget(traces, &state))
        case .rebuilt(let behaviour, let due, let requested):
            if try take(behaviour, due: due, requested: requested, &state) {
                rebuilt = requested
            }
        }
        return .done
    }

    /// The state may be saved again, once nobody is left to be forgotten.
    private func finishRebuild(_ requested: Int) {
        let now = clock.now()
        saved.withLock { $0 = (0, now) }
        forgetting.withLock { $0.completed = requested }
    }

    private func appendTogether(
        _ writes: [Write], _ state: inout EngineState
    ) -> [Result<Outcome, any Error>] {
        let now = clock.now()
        var logged: [LoggedEvent] = []
        var counts: [Int] = []
        for case .events(let events, let origin) in writes {
            counts.append(events.count)
            logged += events.map { event in
                LoggedEvent(
                    offset: 0, received: now,
                    parent: event.item.flatMap { state.item($0)?.parent }, origin: origin,
                    region: event.region ?? event.user.flatMap(state.region(of:)),
                    event: event)
            }
        }
        do {
            let appended = try log.append(logged)
            let start = ContinuousClock.now
            for (index, outcome) in appended.enumerated() {
                guard case .stored(let offset) = outcome else { continue }
                logged[index].offset = offset
                state.apply(logged[index])
                policies?.note(logged[index], state.behaviour.items)
                if state.behaviour.fitOffset == offset { fitter.learn(state.behaviour) }
            }
            let duration = ContinuousClock.now - start
            work.withLock {
                $0.events += logged.count
                $0.duration += duration
            }
            var rest = appended[...]
            return counts.map { count in
                defer { rest = rest.dropFirst(count) }
                return .success(.appended(Array(rest.prefix(count))))
            }
        } catch {
            return writes.map { _ in .failure(error) }
        }
    }

    /// Events applied since the start, and what that took.
    var applied: Work { work.withLock { $0 } }

    // MARK: Care

    /// Stores served slates, moves committed pages, and saves the state now and then. To be called
    /// a few times a second, from one task.
    package func maintain() async throws {
        try await onMaintenanceThread {
            try self.recorder.flush()
            try self.directory.checkpoint()
            let saved = self.saved.withLock { $0 }
            try self.fitter.check()
            try self.models.poll()
            try self.meaning.poll(self.snapshot().state.catalogue)
            try self.orders.poll()
            try self.policies?.poll()
            try self.saveIndex(at: self.clock.now())
            // A snapshot past a fit point whose model has no file yet would cost a replay.
            if !self.fitter.isBusy,
                self.snapshot().state.behaviour.offset - saved.offset >= Self.snapshotEvents,
                self.clock.now() - saved.time >= Self.snapshotSeconds
            {
                try self.save()
            }
            self.models.describe(by: self.snapshot().state.catalogue)
        }
        if fitter.isReady || models.isReady || meaning.isReady || orders.isReady
            || policies?.isReady == true
        {
            _ = try await submit(.publication, weight: 0)
        }
    }

    /// Returns when the neighbours fitted at the last fit point, the promoted model and the meaning of
    /// all items are in the answers: for those who compare answers.
    package func settle() async throws {
        try await onMaintenanceThread {
            try self.models.poll()
            try self.meaning.poll(self.snapshot().state.catalogue)
            self.models.finish()
            try self.orders.poll()
            self.meaning.finish()
            self.orders.finish()
            self.policies?.finish()
            self.fitter.finish()
            self.models.describe(by: self.snapshot().state.catalogue)
        }
        _ = try await submit(.publication, weight: 0)
    }

    /// Keeps the search index, at most as often as the state.
    private func saveIndex(at time: Timestamp) throws {
        guard time - indexSaved.withLock({ $0 }) >= Self.snapshotSeconds else { return }
        indexSaved.withLock { $0 = time }
        try indexFiles.save(snapshot().state.catalogue.index)
    }

    /// Saves the state, unless it may know someone who was forgotten.
    private func save() throws {
        // In this order: whoever is forgotten after it is noticed when the snapshot gets its key.
        let generation = directory.vault.generation
        guard !isRebuilding else { return }
        let behaviour = snapshot().state.behaviour
        guard behaviour.offset > saved.withLock({ $0.offset }),
            try directory.saveSnapshot(behaviour.binary, at: generation)
        else { return }
        let now = clock.now()
        saved.withLock { $0 = (behaviour.offset, now) }
    }

    /// Carries out what waits, saves the state, and lets the directory go.
    package func close() async throws {
        guard let queue = queue.withLock({ $0.take() }) else { return }
        forgottenSignal.finish()
        await queue.close()
        try await onMaintenanceThread {
            self.fitter.finish()
            self.meaning.close()
            try self.policies?.close()
            try self.recorder.flush()
            try self.save()
            try self.indexFiles.save(self.snapshot().state.catalogue.index)
            try self.directory.close()
        }
    }

    func onMaintenanceThread<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await onThread(maintenance, body)
    }

    func onThread<Result: Sendable>(
        _ thread: DispatchQueue, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            thread.async {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }
}
