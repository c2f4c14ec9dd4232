import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import Primitives

/// `POST /v1/events` takes one event, an array, or lines; `GET` reads the log.
struct EventRoutes {
    /// Events of one request at most.
    static let eventsMax = 10_000
    /// Events of one page of the log at most.
    static let readMax = 1000

    let engine: Engine
    let metrics: Metrics
    /// Nil where the shop takes as many as come.
    var quota: EventQuota?

    func add(to router: Router<ShopContext>) {
        router.post("/v1/events") { request, _ in try await post(request) }
        router.get("/v1/events") { request, _ in try read(request) }
    }

    // MARK: Post

    private func post(_ request: Request) async throws -> Response {
        let records = try await request.records()
        guard records.isSingle else { return try await batch(records) }
        let event = try event(records.list[0].content.get())
        let outcomes = try await store([event])
        if case .conflict = outcomes.first { throw Self.conflict(event.id) }
        return respond(outcomes, Refusals(records.placeName), id: event.id)
    }

    private func event(_ value: Value) throws -> Event {
        guard case .object(let fields) = value else {
            throw InvalidField(.wrongType, "", "an event is a JSON object")
        }
        return try Event(
            fields: fields, schema: engine.configuration.schema, fallbackID: engine.newEventID())
    }

    private func batch(_ records: Records) async throws -> Response {
        guard records.list.count <= Self.eventsMax else {
            throw APIError(
                .contentTooLarge, "batch_too_large",
                "\(records.list.count) events; send at most \(Self.eventsMax) at a time")
        }
        var events: [Event] = []
        var places: [Int] = []
        var refusals = Refusals(records.placeName)
        for (place, content) in records.list {
            do {
                events.append(try event(content.get()))
                places.append(place)
            } catch {
                refusals.add(error, at: place)
            }
        }
        let outcomes = try await store(events)
        for (number, outcome) in outcomes.enumerated() {
            guard case .conflict = outcome else { continue }
            refusals.add(Self.conflict(events[number].id), at: places[number])
        }
        refusals.count(in: metrics)
        return respond(outcomes, refusals)
    }

    /// Stores events within the shop's quota.
    private func store(_ events: [Event]) async throws -> [Appended] {
        try quota?.reserve(events.count)
        var stored = 0
        defer { quota?.giveBack(events.count - stored) }
        let outcomes = try await engine.append(events)
        stored = outcomes.count { if case .stored = $0 { true } else { false } }
        return outcomes
    }

    private static func conflict(_ id: String) -> APIError {
        APIError(
            .conflict, "id_conflict",
            "another event has the id \(clipped(id)); give each event its own", field: "id")
    }

    /// Says what became of each event. Refused wholly only where nothing could be taken.
    private func respond(
        _ outcomes: [Appended], _ refusals: Refusals, id: String? = nil
    ) -> Response {
        var stored = 0
        var duplicates = 0
        var offset: Int64 = 0
        for outcome in outcomes {
            switch outcome {
            case .stored(let place):
                stored += 1
                offset = max(offset, place)
            case .duplicate(let place):
                duplicates += 1
                offset = max(offset, place)
            case .conflict: break
            }
        }
        let isRefused = stored + duplicates == 0 && refusals.count > 0
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("accepted", stored)
            writer.field("duplicates", duplicates)
            writer.field("rejected", refusals.count)
            writer.field("offset", offset)
            if let id { writer.field("id", id) }
            refusals.write(to: &writer, nothingTaken: isRefused)
        }
        return Response(json: writer, status: isRefused ? .badRequest : .ok)
    }

    // MARK: Read

    /// `?after=OFFSET&limit=N` for the next events, `?last=N` for the newest.
    private func read(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let newest = try address.integer("last", in: 1...Self.readMax)
        let after = try address.integer("after", in: 0...(Int.max - 1)) ?? 0
        let limit = try address.integer("limit", in: 1...Self.readMax) ?? 100
        try address.finish()
        let last = engine.statistics.events
        let from = newest.map { max(1, last - Int64($0) + 1) } ?? Int64(after) + 1
        let events = try engine.events(from: from, limit: newest ?? limit)
        var writer = JSONWriter(reserving: 256 * events.count)
        writer.object { writer in
            writer.array("events") { writer in
                for event in events { event.write(to: &writer) }
            }
            writer.field("last_offset", last)
        }
        return Response(json: writer)
    }
}
