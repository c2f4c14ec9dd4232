import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import Primitives

/// Recommend, search, suggest, and what was served.
struct QueryRoutes {
    let engine: Engine
    let metrics: Metrics

    func add(to router: Router<ShopContext>) {
        router.post("/v1/recommend") { request, _ in
            try await answer(request) { reader, format in
                var question = try RecommendRequest(&reader)
                question.isExplained = format.explain
                return engine.recommend(question)
            }
        }
        router.post("/v1/rank") { request, _ in
            try await answer(request) { reader, format in
                var question = try RecommendRequest(ranking: &reader)
                question.isExplained = format.explain
                return engine.recommend(question)
            }
        }
        router.post("/v1/search") { request, _ in
            try await answer(request) { reader, format in
                var question = try SearchRequest(&reader)
                question.locale = format.locale
                return engine.search(question)
            }
        }
        router.get("/v1/suggest") { request, _ in try suggest(request) }
        router.get("/v1/queries") { request, _ in try asked(request) }
        router.get("/v1/requests/:id") { _, context in try served(context) }
        router.get("/v1/requests/:id/replay") { _, context in
            Response(json: try await engine.replay(try context.id()).json)
        }
    }

    /// Answers from the body, or goes on from its `cursor`.
    private func answer(
        _ request: Request, _ ask: (inout FieldReader, AnswerFormat) throws -> Answer
    ) async throws -> Response {
        let clock = ContinuousClock()
        let arrival = clock.now
        var reader = FieldReader(try await request.fields())
        let start = clock.now
        var format = try AnswerFormat(&reader)
        format.understand(request.headers[.acceptLanguage])
        let answer: Answer
        if let cursor = try reader.id("cursor") {
            answer = try engine.next(cursor)
        } else {
            answer = try ask(&reader, format)
            try reader.finish()
        }
        let end = clock.now
        let writer = answer.json(format, microseconds: microseconds(end - start))
        metrics.record(.read, microseconds(start - arrival))
        metrics.record(.answer, microseconds(end - start))
        for (stage, duration) in answer.stages {
            metrics.record(Stage(stage), microseconds(duration))
        }
        metrics.record(.write, microseconds(clock.now - end))
        return Response(json: writer)
    }

    private func suggest(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let typed = try address.text("q", bytesMax: 1000) ?? ""
        let limit = try address.integer("limit", in: 1...50) ?? 8
        let asker = Asker(
            user: try address.text("user", bytesMax: 128),
            visitor: try address.text("visitor", bytesMax: 128))
        try address.finish()
        let clock = ContinuousClock()
        let start = clock.now
        let suggestions = engine.suggest(typed, limit: limit, asker: asker)
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("suggestions") { writer in
                for suggestion in suggestions {
                    writer.object { writer in
                        writer.field("text", suggestion.text)
                        writer.field("kind", suggestion.kind)
                        if let item = suggestion.item { writer.field("item", item) }
                        if suggestion.isOwn { writer.field("own", true) }
                    }
                }
            }
            writer.field("took_us", microseconds(clock.now - start))
        }
        return Response(json: writer)
    }

    /// What shoppers ask for, for those who look after the shop.
    private func asked(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let limit = try address.integer("limit", in: 1...1000) ?? 100
        let name = try address.text("only", bytesMax: 40)
        try address.finish()
        let only = try name.map { name throws(InvalidField) in
            guard let trouble = AskedQuery.Trouble(rawValue: name) else {
                let names = AskedQuery.Trouble.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidField(.unknownValue, "only", "\(clipped(name)) is none of \(names)")
            }
            return trouble
        }
        let (queries, isComplete) = try engine.askedQueries(limit: limit, only: only)
        var writer = JSONWriter(reserving: 4096)
        writer.object { writer in
            writer.field("complete", isComplete)
            writer.array("queries") { writer in
                for query in queries {
                    writer.object { writer in
                        writer.field("query", query.text)
                        writer.field("asked", query.asked)
                        writer.field("followed", query.followed)
                        writer.field("found", query.found)
                        if query.isRelaxed { writer.field("relaxed", true) }
                        if let trouble = query.trouble { writer.field("trouble", trouble.rawValue) }
                    }
                }
            }
        }
        return Response(json: writer)
    }

    private func served(_ context: ShopContext) throws -> Response {
        let id = try context.id()
        guard let (slate, feedback) = try engine.served(id) else {
            throw APIError(
                .notFound, "not_found", "no answer of that request id was served", field: "id")
        }
        var writer = JSONWriter(reserving: 2048)
        writer.object { writer in
            for field in slate.fields.entries { writer.field(field.name, field.value) }
            writer.array("feedback") { writer in
                for event in feedback { event.write(to: &writer) }
            }
        }
        return Response(json: writer)
    }
}

func microseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
}
