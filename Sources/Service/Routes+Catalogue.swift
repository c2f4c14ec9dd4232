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
    let metrics: Metrics

    func add(to router: Router<ShopContext>) {
        router.put("/v1/items/:id") { request, context in
            let id = try context.id()
            let fields = try await request.fields()
            let item = try Item(fields: fields, id: id, schema: engine.configuration.schema)
            try await engine.put([item])
            return Self.done(id)
        }
        router.get("/v1/items/:id") { request, context in try item(request, context) }
        router.delete("/v1/items/:id") { _, context in
            let id = try context.id()
            guard engine.item(id) != nil else { throw Self.noItem(id) }
            try await engine.remove(items: [id])
            return Self.done(id)
        }
        router.post("/v1/items:batch") { request, _ in try await batch(request) }
        router.put("/v1/users/:id") { request, context in
            let id = try context.id()
            try await engine.put([User(fields: try await request.fields(), id: id)])
            return Self.done(id)
        }
        router.get("/v1/users/:id") { _, context in try profile(context) }
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

    private func item(_ request: Request, _ context: ShopContext) throws -> Response {
        let id = try context.id()
        var address = try AddressReader(request)
        let locale = try address.text("locale", bytesMax: 40)
        try address.finish()
        guard let item = engine.item(id) else { throw Self.noItem(id) }
        let week = engine.activity(of: item.learningID, days: 7)
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            writer.fields(item.localizedFields(locale), except: ["available", "last_7_days"])
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
        let records = try await request.records()
        guard records.list.count <= Self.itemsMax else {
            throw APIError(
                .contentTooLarge, "batch_too_large",
                "\(records.list.count) items; send at most \(Self.itemsMax) at a time")
        }
        var items: [Item] = []
        var refusals = Refusals(records.placeName)
        for (place, content) in records.list {
            do {
                guard case .object(let fields) = try content.get() else {
                    throw InvalidField(.wrongType, "", "an item is a JSON object")
                }
                items.append(try Item(fields: fields, schema: engine.configuration.schema))
            } catch {
                refusals.add(error, at: place)
            }
        }
        try await engine.put(items)
        refusals.count(in: metrics)
        let isRefused = items.isEmpty && refusals.count > 0
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("accepted", items.count)
            writer.field("rejected", refusals.count)
            refusals.write(to: &writer, nothingTaken: isRefused)
        }
        return Response(json: writer, status: isRefused ? .badRequest : .ok)
    }

    // MARK: Users

    private func profile(_ context: ShopContext) throws -> Response {
        let id = try context.id()
        guard let profile = engine.profile(of: id) else {
            throw APIError(
                .notFound, "not_found", "nothing is known of \(clipped(id))", field: "id")
        }
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            writer.fields(profile.user.fields, except: ["visitors", "recent"])
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
