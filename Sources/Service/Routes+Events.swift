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

    let engine: Engine

    func add(to router: Router<BasicRequestContext>) {
        router.post("/v1/events") { request, _ in try await post(request) }
        router.get("/v1/events") { request, _ in try read(request) }
    }

    // MARK: Post

    /// A record that was refused.
    private struct Refusal {
        var place: (name: String, index: Int)
        var error: APIError
    }

    private func post(_ request: Request) async throws -> Response {
        switch try await request.records() {
        case .one(let value):
            let event = try event(value)
            return try single(event, try await engine.append([event]))
        case .array(let values):
            let contents = values.enumerated().map { (index: $0.offset, content: Result<Value, JSONError>.success($0.element)) }
            return try await batch(contents, place: "index")
        case .lines(let lines):
            return try await batch(lines.map { (index: $0.line, content: $0.content) }, place: "line")
        }
    }

    private func event(_ value: Value) throws -> Event {
        guard case .object(let fields) = value else {
            throw InvalidField(.wrongType, "", "an event is a JSON object")
        }
        return try Event(
            fields: fields, schema: engine.configuration.schema, fallbackID: randomID("m-"))
    }

    private func single(_ event: Event, _ outcomes: [Appended]) throws -> Response {
        if case .conflict = outcomes.first { throw Self.conflict(event.id) }
        return respond(outcomes, refusals: [], id: event.id)
    }

    private func batch(
        _ records: [(index: Int, content: Result<Value, JSONError>)], place: String
    ) async throws -> Response {
        guard records.count <= Self.eventsMax else {
            throw APIError(
                .contentTooLarge, "batch_too_large",
                "\(records.count) events; send at most \(Self.eventsMax) at a time")
        }
        var events: [Event] = []
        var places: [Int] = []
        var refusals: [Refusal] = []
        for (index, content) in records {
            do {
                events.append(try event(content.get()))
                places.append(index)
            } catch {
                refusals.append(Refusal(place: (place, index), error: APIError(error)))
            }
        }
        let outcomes = try await engine.append(events)
        for (number, outcome) in outcomes.enumerated() {
            guard case .conflict = outcome else { continue }
            let error = Self.conflict(events[number].id)
            refusals.append(Refusal(place: (place, places[number]), error: error))
        }
        return respond(outcomes, refusals: refusals)
    }

    private static func conflict(_ id: String) -> APIError {
        APIError(
            .conflict, "id_conflict",
            "another event has the id \(clipped(id)); give each event its own", field: "id")
    }

    /// Says what became of each event. Refused wholly only where nothing could be taken.
    private func respond(
        _ outcomes: [Appended], refusals: [Refusal], id: String? = nil
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
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("accepted", stored)
            writer.field("duplicates", duplicates)
            writer.field("rejected", refusals.count)
            writer.field("offset", offset)
            if let id { writer.field("id", id) }
            if !refusals.isEmpty {
                writer.array("errors") { Self.write(refusals, to: &$0) }
            }
        }
        let isRefused = stored + duplicates == 0 && !refusals.isEmpty
        return Response(json: writer, status: isRefused ? .badRequest : .ok)
    }

    private static func write(_ refusals: [Refusal], to writer: inout JSONWriter) {
        for refusal in refusals.sorted(by: { $0.place.index < $1.place.index }).prefix(100) {
            writer.object { writer in
                writer.field(refusal.place.name, refusal.place.index)
                refusal.error.write(&writer)
            }
        }
    }

    // MARK: Read

    /// `?after=OFFSET&limit=N` for the next events, `?last=N` for the newest.
    private func read(_ request: Request) throws -> Response {
        let query = request.uri.queryParameters
        let last = engine.statistics.events
        let from: Int64
        let limit: Int
        if let newest = query["last"].flatMap({ Int64($0) }) {
            limit = Int(min(max(newest, 1), 1000))
            from = max(1, last - Int64(limit) + 1)
        } else {
            limit = query["limit"].flatMap { Int($0) }.map { min(max($0, 1), 1000) } ?? 100
            from = (query["after"].flatMap { Int64($0) } ?? 0) + 1
        }
        let events = try engine.events(from: from, limit: limit)
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
