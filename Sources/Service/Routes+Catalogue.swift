import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import Primitives

/// Items and declared users.
struct CatalogueRoutes {
    /// Items of one request at most.
    static let itemsMax = 5000

    let engine: Engine

    func add(to router: Router<BasicRequestContext>) {
        router.put("/v1/items/:id") { request, context in
            let id = try Self.id(context)
            let fields = try await request.fields()
            let item = try Item(fields: fields, id: id, schema: engine.configuration.schema)
            try await engine.put([item])
            return Self.done(id)
        }
        router.get("/v1/items/:id") { request, context in try item(request, context) }
        router.delete("/v1/items/:id") { _, context in
            let id = try Self.id(context)
            guard engine.item(id) != nil else { throw Self.noItem(id) }
            try await engine.remove(items: [id])
            return Self.done(id)
        }
        router.post("/v1/items:batch") { request, _ in try await batch(request) }
        router.put("/v1/users/:id") { request, context in
            let id = try Self.id(context)
            try await engine.put([User(fields: try await request.fields(), id: id)])
            return Self.done(id)
        }
        router.get("/v1/users/:id") { _, context in try profile(context) }
    }

    private static func id(_ context: BasicRequestContext) throws -> String {
        guard let id = context.parameters.get("id").flatMap(percentDecoded) else {
            throw APIError(.badRequest, "malformed", "the id in the path is malformed", field: "id")
        }
        var reader = FieldReader(["id": .string(id)])
        return try reader.id("id") ?? id
    }

    private static func done(_ id: String) -> Response {
        var writer = JSONWriter()
        writer.object { $0.field("id", id) }
        return Response(json: writer)
    }

    private static func noItem(_ id: String) -> APIError {
        APIError(.notFound, "not_found", "the catalogue has no item \(clipped(id))", field: "id")
    }

    // MARK: Items

    private func item(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let id = try Self.id(context)
        guard let item = engine.item(id) else { throw Self.noItem(id) }
        let locale = request.uri.queryParameters["locale"].map(String.init)
        let week = engine.activity(of: item.learningID, days: 7)
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            for field in item.localizedFields(locale).entries {
                writer.field(field.name, field.value)
            }
            writer.field("available", item.isAvailable)
            writer.object("last_7_days") { writer in
                writer.field("views", week.views)
                writer.field("carts", week.carts)
                writer.field("purchases", week.purchases)
            }
        }
        return Response(json: writer)
    }

    private func batch(_ request: Request) async throws -> Response {
        let records: [(place: Int, content: Result<Value, JSONError>)]
        switch try await request.records() {
        case .one(let value): records = [(0, .success(value))]
        case .array(let values): records = values.enumerated().map { ($0.offset, .success($0.element)) }
        case .lines(let lines): records = lines.map { ($0.line, $0.content) }
        }
        guard records.count <= Self.itemsMax else {
            throw APIError(
                .contentTooLarge, "batch_too_large",
                "\(records.count) items; send at most \(Self.itemsMax) at a time")
        }
        var items: [Item] = []
        var errors: [(place: Int, error: APIError)] = []
        for (place, content) in records {
            do {
                guard case .object(let fields) = try content.get() else {
                    throw InvalidField(.wrongType, "", "an item is a JSON object")
                }
                items.append(try Item(fields: fields, schema: engine.configuration.schema))
            } catch {
                errors.append((place, APIError(error)))
            }
        }
        try await engine.put(items)
        return Self.respond(stored: items.count, errors)
    }

    private static func respond(
        stored: Int, _ errors: [(place: Int, error: APIError)]
    ) -> Response {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("accepted", stored)
            writer.field("rejected", errors.count)
            guard !errors.isEmpty else { return }
            writer.array("errors") { writer in
                for (place, error) in errors.prefix(100) {
                    writer.object { writer in
                        writer.field("line", place)
                        error.write(&writer)
                    }
                }
            }
        }
        let isRefused = stored == 0 && !errors.isEmpty
        return Response(json: writer, status: isRefused ? .badRequest : .ok)
    }

    // MARK: Users

    private func profile(_ context: BasicRequestContext) throws -> Response {
        let id = try Self.id(context)
        guard let profile = engine.profile(of: id) else {
            throw APIError(.notFound, "not_found", "nothing is known of \(clipped(id))", field: "id")
        }
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            for field in profile.user.fields.entries { writer.field(field.name, field.value) }
            writer.array("visitors") { writer in
                for visitor in profile.visitors { writer.write(visitor) }
            }
            writer.array("recent") { writer in
                for visit in profile.visits {
                    writer.object { writer in
                        writer.field("item", visit.item)
                        writer.field("action", visit.action)
                        writer.field("time", visit.time.description)
                    }
                }
            }
        }
        return Response(json: writer)
    }
}
